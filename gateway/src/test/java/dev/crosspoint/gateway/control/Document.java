package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The document that is served, and what it says of answers. */
final class Document {
    private static final String LOCATION = "https://localhost/openapi.json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode root;
    private final JsonSchemaFactory schemas;

    Document(JsonNode root) {
        this.root = root;
        // What is served may not have members that the document does not name, though clients are
        // told to expect some.
        var strict = root.deepCopy();
        strict.findParents("properties").stream()
                .map(ObjectNode.class::cast)
                .filter(schema -> !schema.has("additionalProperties"))
                .forEach(schema -> schema.put("additionalProperties", false));
        this.schemas =
                JsonSchemaFactory.getInstance(
                        VersionFlag.V202012,
                        builder ->
                                builder.schemaLoaders(loaders ->
                                        loaders.schemas(Map.of(LOCATION, strict.toString()))));
    }

    static Document ofResource() {
        try (var stream = Document.class.getResourceAsStream("/api/openapi.json")) {
            return new Document(MAPPER.readTree(Objects.requireNonNull(stream)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    JsonNode root() {
        return root;
    }

    /** Every operation by its method and address. */
    Map<String, JsonNode> operations() {
        var operations = new TreeMap<String, JsonNode>();
        root.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(entry ->
                                        operations.put(
                                                entry.getKey().toUpperCase(java.util.Locale.ROOT)
                                                        + " "
                                                        + path.getKey(),
                                                entry.getValue())));
        return operations;
    }

    /** What an operation says of answers with a status; a missing node when it says nothing. */
    JsonNode response(String operation, int status) {
        return followed(
                Objects.requireNonNull(operations().get(operation), operation)
                        .path("responses")
                        .path(Integer.toString(status)));
    }

    /** The object behind a reference, if it is one. */
    JsonNode followed(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").textValue().substring(1)) : node;
    }

    /** What is wrong with a value by a schema of the document; nothing is good. */
    List<String> faults(JsonNode schema, JsonNode value) {
        return schema(schema).validate(value).stream().map(ValidationMessage::getMessage).toList();
    }

    private JsonSchema schema(JsonNode schema) {
        return schema.has("$ref")
                ? schemas.getSchema(SchemaLocation.of(LOCATION + schema.path("$ref").textValue()))
                : schemas.getSchema(schema);
    }

    JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    static Set<String> words(JsonNode array) {
        return array.valueStream().map(JsonNode::textValue).collect(Collectors.toSet());
    }

    /** Holds a problem to what is said of problems, and answers with its detail. */
    String problem(HttpResponse<Buffer> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
        assertThat(answer.getHeader("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.getHeader("cache-control")).isEqualTo("no-store");
        var json = parse(Objects.requireNonNull(answer.bodyAsString()));
        assertThat(faults(root.at("/components/schemas/Problem"), json)).isEmpty();
        assertThat(json.path("type").textValue()).isEqualTo("urn:crosspoint:problem:" + type);
        assertThat(json.path("status").intValue()).isEqualTo(status);
        return json.path("detail").asText("");
    }
}
