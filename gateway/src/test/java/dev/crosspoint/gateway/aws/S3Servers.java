package dev.crosspoint.gateway.aws;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Two object stores as processes of their own, started once for all tests of a JVM. S3Mock keeps
 * the headers of encryption and the checksums, but takes any signature; S3Proxy checks signatures,
 * and knows neither. Neither encrypts.
 */
public final class S3Servers implements ParameterResolver {
    public static final String BUCKET = "recordings";
    public static final String KEY_ID = "11111111-2222-3333-4444-555555555555";
    static final String OTHER_KEY_ID = "66666666-7777-8888-9999-000000000000";
    public static final String IDENTITY = "identity-of-tests";
    public static final String SECRET = "secret-of-tests";
    private static final Path FOLDER = folder();

    /** Both, running. */
    public record Running(ServerProcess mock, ServerProcess proxy) implements AutoCloseable {
        public URI mockEndpoint() {
            return mock.endpoint();
        }

        URI proxyEndpoint() {
            return proxy.endpoint();
        }

        @Override
        public void close() {
            mock.close();
            proxy.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(S3Servers.class))
                .computeIfAbsent(Running.class, _ -> start(), Running.class);
    }

    /** Beside the compiled tests, whatever folder they run in. */
    private static Path folder() {
        var classes = S3Servers.class.getProtectionDomain().getCodeSource().getLocation();
        return Path.of(classes.getPath()).resolveSibling("s3");
    }

    private static Running start() {
        try {
            var mock = startMock();
            return new Running(mock, startProxy());
        } catch (IOException e) {
            throw new IllegalStateException("the object stores of the tests do not start", e);
        }
    }

    private static ServerProcess startMock() throws IOException {
        var process =
                ServerProcess.of(
                        FOLDER.resolve("s3mock.jar"),
                        List.of("--server.port=0", "--http.port=0"),
                        "Tomcat started on ports \\d+ \\(https\\), (\\d+) \\(http\\)");
        var arn = "arn:aws:kms:eu-central-1:111122223333:key/";
        process.environment()
                .put(
                        "COM_ADOBE_TESTING_S3MOCK_STORE_VALID_KMS_KEYS",
                        arn + KEY_ID + "," + arn + OTHER_KEY_ID);
        process.environment().put("COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS", BUCKET);
        return process.start();
    }

    private static ServerProcess startProxy() throws IOException {
        // Of this JVM alone: another may be starting its own.
        var name = "s3proxy-%d.properties".formatted(ProcessHandle.current().pid());
        var properties = FOLDER.resolve(name);
        Files.writeString(
                properties,
                """
                s3proxy.endpoint=http://127.0.0.1:0
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.ignore-unknown-headers=true
                jclouds.provider=transient-nio2
                jclouds.identity=none
                jclouds.credential=none
                """
                        .formatted(IDENTITY, SECRET));
        return ServerProcess.of(
                        FOLDER.resolve("s3proxy.jar"),
                        List.of("--properties", properties.toString()),
                        "Started .*ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)}")
                .start();
    }
}
