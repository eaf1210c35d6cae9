package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.signaling.api.LocalCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** The control API before a real database of its own; what is between them is for the test. */
final class DatabaseServer implements AutoCloseable {
    final Database database;
    final ControlServer server;
    private final Document document = Document.ofResource();
    private final DatabaseSettings settings;

    DatabaseServer(Vertx vertx, Path home) throws Exception {
        LocalCodec.installOn(vertx.eventBus());
        settings = TestDatabase.migrated();
        database =
                Database.open(vertx, settings, home, new SimpleMeterRegistry(), new SecureRandom());
        server = new ControlServer(vertx);
    }

    /**
     * What somebody gets, which has the form that the document promises.
     *
     * @param operation as the document names it: {@code GET /api/audit}
     */
    JsonNode get(String who, String path, String operation) throws Exception {
        var answer = server.get(who, path);
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
        var schema =
                document.response(operation, 200)
                        .path("content")
                        .path("application/json")
                        .path("schema");
        var json = document.parse(Objects.requireNonNull(answer.bodyAsString()));
        assertThat(document.faults(schema, json)).as(json.toString()).isEqualTo(List.of());
        return json;
    }

    /** With what problem somebody is refused; its detail. */
    String refusal(String who, String path, int status, String problem) throws Exception {
        return document.problem(server.get(who, path), status, problem);
    }

    /** The database does not answer. */
    void away() throws SQLException {
        TestDatabase.away(settings);
    }

    /** It answers again. */
    void back() throws SQLException {
        TestDatabase.back(settings);
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
