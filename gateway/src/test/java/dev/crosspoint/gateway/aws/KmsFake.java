package dev.crosspoint.gateway.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.crosspoint.signaling.api.Private;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A key service that speaks like AWS KMS, as far as we use it. It checks signatures with AWS's own
 * signer, wraps with real AES-256-GCM under the context, and enforces key states, who may use a
 * key, grants with their operations and the subset of the context they ask for, and their
 * revocation.
 *
 * <p>What it proves: AWS's SDK understands its answers, so the shapes are right, and our client
 * copes with each of them. What it does not: that AWS decides alike. It decides by our reading of
 * AWS's documentation; policies, quotas, the time a grant takes to spread and the exact error for
 * each mistake are AWS's own. The contract runs against a real key only with {@code -Paws}.
 */
final class KmsFake implements AutoCloseable {
    static final String REGION = "eu-central-1";
    private static final String ACCOUNT = "111122223333";

    private final HttpServer server;
    private final Map<String, FakeKey> keys = new HashMap<>();
    private final Map<String, Principal> principals = new HashMap<>();
    private final ArrayDeque<KmsRefusal> refusals = new ArrayDeque<>();
    private final List<String> requestIds = new ArrayList<>();
    private final SecureRandom random = new SecureRandom();
    private CountDownLatch gate = new CountDownLatch(0);

    /** Somebody who may ask: a name and a secret to sign with. */
    record Principal(String arn, String accessKeyId, Private secret) {
        AwsAccess.Credentials credentials() {
            return new AwsAccess.Credentials(accessKeyId, secret, null);
        }
    }

    KmsFake() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized Principal principal(String name) {
        var made =
                new Principal(
                        "arn:aws:iam::" + ACCOUNT + ":role/" + name,
                        "AKIA" + name,
                        new Private(UUID.randomUUID().toString()));
        principals.put(made.accessKeyId(), made);
        return made;
    }

    synchronized FakeKey key(Principal owner) {
        var key = new FakeKey(REGION, ACCOUNT, owner.arn());
        keys.put(key.id, key);
        return key;
    }

    /** The next requests are refused like this, whatever they are. */
    synchronized void refuse(int times, int status, String type) {
        for (int i = 0; i < times; i++) {
            refusals.add(new KmsRefusal(status, type));
        }
    }

    synchronized void refuseNoMore() {
        refusals.clear();
    }

    /** Answers nobody until {@link #answerAgain}. */
    synchronized void hold() {
        gate = new CountDownLatch(1);
    }

    synchronized void answerAgain() {
        gate.countDown();
    }

    /** The ids of all requests answered so far. */
    synchronized List<String> requestIds() {
        return List.copyOf(requestIds);
    }

    @Override
    public void close() {
        answerAgain();
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        try {
            currentGate().await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        int status = 200;
        JsonObject answer;
        try {
            answer = answer(exchange, body);
        } catch (KmsRefusal e) {
            status = e.status;
            answer = new JsonObject().put("__type", e.type).put("message", "as told");
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        var id = UUID.randomUUID().toString();
        synchronized (this) {
            requestIds.add(id);
        }
        var bytes = answer.encode().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.getResponseHeaders().set("x-amzn-RequestId", id);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized CountDownLatch currentGate() {
        return gate;
    }

    private synchronized JsonObject answer(HttpExchange exchange, byte[] body)
            throws KmsRefusal, GeneralSecurityException {
        var injected = refusals.poll();
        if (injected != null) {
            throw injected;
        }
        var who = authenticate(exchange, body);
        var asked = new JsonObject(new String(body, StandardCharsets.UTF_8));
        var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        return switch (target) {
            case "TrentService.DescribeKey" -> describe(who, asked);
            case "TrentService.CreateGrant" -> createGrant(who, asked);
            case "TrentService.RevokeGrant" -> endGrant(who, asked, "RevokeGrant");
            case "TrentService.RetireGrant" -> endGrant(who, asked, "RetireGrant");
            case "TrentService.GenerateDataKey" -> generate(who, asked, "GenerateDataKey");
            case "TrentService.GenerateDataKeyWithoutPlaintext" ->
                    generate(who, asked, "GenerateDataKeyWithoutPlaintext");
            case "TrentService.Encrypt" -> encrypt(who, asked);
            case "TrentService.Decrypt" -> decrypt(who, asked);
            case "TrentService.ReEncrypt" -> reEncrypt(who, asked);
            default -> throw new KmsRefusal("UnknownOperationException");
        };
    }

    private String authenticate(HttpExchange exchange, byte[] body) throws KmsRefusal {
        var who = SigV4Check.accessKeyId(exchange).map(principals::get).orElse(null);
        if (who == null) {
            throw new KmsRefusal("UnrecognizedClientException");
        }
        if (!SigV4Check.isSignedWith(who.secret().value(), exchange, body)) {
            throw new KmsRefusal("InvalidSignatureException");
        }
        return who.arn();
    }

    private JsonObject describe(String who, JsonObject asked) throws KmsRefusal {
        var key = keyOf(asked.getString("KeyId"));
        key.require(who, "DescribeKey", null, tokens(asked));
        return new JsonObject().put("KeyMetadata", key.metadata());
    }

    private JsonObject createGrant(String who, JsonObject asked) throws KmsRefusal {
        var key = keyOf(asked.getString("KeyId"));
        key.require(who, "CreateGrant", null, tokens(asked));
        key.requireUsable();
        var operations = new HashSet<String>();
        asked.getJsonArray("Operations").forEach(o -> operations.add((String) o));
        var grant =
                key.addGrant(
                        new FakeKey.Grant(
                                UUID.randomUUID().toString().replace("-", ""),
                                UUID.randomUUID().toString(),
                                asked.getString("Name", ""),
                                asked.getString("GranteePrincipal"),
                                asked.getString("RetiringPrincipal"),
                                operations,
                                texts(
                                        asked.getJsonObject("Constraints", new JsonObject())
                                                .getJsonObject("EncryptionContextSubset"))));
        return new JsonObject().put("GrantId", grant.id()).put("GrantToken", grant.token());
    }

    private JsonObject endGrant(String who, JsonObject asked, String operation) throws KmsRefusal {
        var key = keyOf(asked.getString("KeyId"));
        var grant =
                key.grants.stream()
                        .filter(g -> g.id().equals(asked.getString("GrantId")))
                        .findFirst()
                        .orElseThrow(() -> new KmsRefusal("NotFoundException"));
        boolean retires = operation.equals("RetireGrant") && who.equals(grant.retiring());
        if (!retires) {
            key.require(who, operation, null, tokens(asked));
        }
        key.grants.remove(grant);
        return new JsonObject();
    }

    private JsonObject generate(String who, JsonObject asked, String operation)
            throws KmsRefusal, GeneralSecurityException {
        var context = context(asked, "EncryptionContext");
        var key = usable(who, asked.getString("KeyId"), operation, context, asked);
        if (!"AES_256".equals(asked.getString("KeySpec"))) {
            throw new KmsRefusal("ValidationException");
        }
        var bits = new byte[32];
        random.nextBytes(bits);
        var answer =
                new JsonObject()
                        .put("KeyId", key.arn)
                        .put("CiphertextBlob", base64(key.seal(bits, context)));
        return operation.equals("GenerateDataKey") ? answer.put("Plaintext", base64(bits)) : answer;
    }

    private JsonObject encrypt(String who, JsonObject asked)
            throws KmsRefusal, GeneralSecurityException {
        var context = context(asked, "EncryptionContext");
        var key = usable(who, asked.getString("KeyId"), "Encrypt", context, asked);
        return new JsonObject()
                .put("KeyId", key.arn)
                .put("CiphertextBlob", base64(key.seal(bytes(asked, "Plaintext"), context)));
    }

    private JsonObject decrypt(String who, JsonObject asked) throws KmsRefusal {
        var context = context(asked, "EncryptionContext");
        var blob = bytes(asked, "CiphertextBlob");
        var key = source(who, blob, asked.getString("KeyId"), "Decrypt", context, asked);
        return new JsonObject()
                .put("KeyId", key.arn)
                .put("Plaintext", base64(key.open(blob, context)));
    }

    private JsonObject reEncrypt(String who, JsonObject asked)
            throws KmsRefusal, GeneralSecurityException {
        var from = context(asked, "SourceEncryptionContext");
        var to = context(asked, "DestinationEncryptionContext");
        var blob = bytes(asked, "CiphertextBlob");
        var source =
                source(who, blob, asked.getString("SourceKeyId"), "ReEncryptFrom", from, asked);
        var destination =
                usable(who, asked.getString("DestinationKeyId"), "ReEncryptTo", to, asked);
        return new JsonObject()
                .put("KeyId", destination.arn)
                .put("SourceKeyId", source.arn)
                .put("CiphertextBlob", base64(destination.seal(source.open(blob, from), to)));
    }

    private FakeKey source(
            String who,
            byte[] blob,
            String keyId,
            String operation,
            Map<String, String> context,
            JsonObject asked)
            throws KmsRefusal {
        var key = usable(who, keyId, operation, context, asked);
        var wrapper = FakeKey.idOf(blob);
        if (!wrapper.equals(key.id)) {
            throw new KmsRefusal(
                    keys.containsKey(wrapper)
                            ? "IncorrectKeyException"
                            : "InvalidCiphertextException");
        }
        return key;
    }

    private FakeKey usable(
            String who,
            String keyId,
            String operation,
            Map<String, String> context,
            JsonObject asked)
            throws KmsRefusal {
        var key = keyOf(keyId);
        key.require(who, operation, context, tokens(asked));
        key.requireUsable();
        return key;
    }

    private FakeKey keyOf(String arn) throws KmsRefusal {
        var key = keys.get(arn.substring(arn.lastIndexOf('/') + 1));
        if (key == null) {
            throw new KmsRefusal("NotFoundException");
        }
        return key;
    }

    private static Set<String> tokens(JsonObject asked) {
        var tokens = new HashSet<String>();
        asked.getJsonArray("GrantTokens", new JsonArray()).forEach(t -> tokens.add((String) t));
        return tokens;
    }

    private static Map<String, String> context(JsonObject asked, String name) {
        return texts(asked.getJsonObject(name));
    }

    private static Map<String, String> texts(@Nullable JsonObject json) {
        var texts = new HashMap<String, String>();
        if (json != null) {
            json.forEach(e -> texts.put(e.getKey(), (String) e.getValue()));
        }
        return texts;
    }

    private static byte[] bytes(JsonObject asked, String name) {
        return Base64.getDecoder().decode(asked.getString(name));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
