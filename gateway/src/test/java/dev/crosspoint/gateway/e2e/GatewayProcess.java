package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.gateway.local.TestPostgres;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The gateway as operators start it: a process with a configuration file. */
final class GatewayProcess implements AutoCloseable {
    private static final int START_LIMIT_SECONDS = 60;
    private static final int STOP_LIMIT_SECONDS = 30;

    private final Process process;

    @SuppressWarnings("JdkObsolete") // Written by one thread, read by another.
    private final StringBuffer log = new StringBuffer();

    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private GatewayProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it and waits until it says that it is ready.
     *
     * @param yaml in which its home is {@code home}
     */
    static GatewayProcess start(Path folder, String yaml) throws Exception {
        var database = folder.resolve("home/postgres");
        if (!Files.exists(database)) {
            TestPostgres.unpackFor(database);
        }
        Path config = Files.writeString(folder.resolve("gateway.yaml"), yaml);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command =
                new ArrayList<>(
                        List.of(
                                java.toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseZGC",
                                "-XX:+UseCompactObjectHeaders",
                                "-Xmx512m",
                                "-classpath",
                                mainClassPath(),
                                "dev.crosspoint.gateway.Main",
                                "--config",
                                config.toString()));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var gateway = new GatewayProcess(process);
        Thread.ofVirtual().name("gateway-log").start(gateway::readLog);
        try {
            gateway.ready.get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
            throw new AssertionError("the gateway did not start:\n" + gateway.log, e);
        }
        return gateway;
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has logged so far. */
    String log() {
        return log.toString();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it as an operator would. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
            throw new AssertionError("the gateway does not stop:\n" + log, e);
        }
    }

    /** Without the test classes: what is tested is what is shipped. */
    static String mainClassPath() {
        return String.join(
                File.pathSeparator,
                List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                        .filter(entry -> !entry.endsWith("test-classes"))
                        .toList());
    }

    private void readLog() {
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.append(line).append('\n');
                if (line.contains("crosspoint ready")) {
                    ready.complete(null);
                }
            }
            ready.completeExceptionally(new IOException("it has ended"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }
}
