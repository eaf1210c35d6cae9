package dev.crosspoint.gateway.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server in a JVM of its own, which says in its log on which port it listens. */
final class ServerProcess implements AutoCloseable {
    private static final long START_SECONDS = 90;

    private final ProcessBuilder builder;
    private final Path log;
    private final Pattern portLine;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private @Nullable Process process;

    private ServerProcess(ProcessBuilder builder, Path log, Pattern portLine) {
        this.builder = builder;
        this.log = log;
        this.portLine = portLine;
    }

    /**
     * A server that does not run yet.
     *
     * @param portLine a line of its log, with the port as first group
     */
    static ServerProcess of(Path jar, List<String> arguments, String portLine) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx320m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Djava.io.tmpdir=" + jar.getParent(),
                                "-jar",
                                jar.toString()));
        command.addAll(arguments);
        return new ServerProcess(
                new ProcessBuilder(command).redirectErrorStream(true),
                Path.of("%s-%d.log".formatted(jar, ProcessHandle.current().pid())),
                Pattern.compile(portLine));
    }

    Map<String, String> environment() {
        return builder.environment();
    }

    ServerProcess start() throws IOException {
        var started = builder.start();
        process = started;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        Thread.ofVirtual().start(() -> keepLog(started));
        return this;
    }

    /** Where it listens; waits until it does. */
    URI endpoint() {
        return URI.create(
                "http://127.0.0.1:" + port.orTimeout(START_SECONDS, TimeUnit.SECONDS).join());
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void keepLog(Process of) {
        try (var lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        of.getInputStream(), StandardCharsets.UTF_8));
                var file = Files.newBufferedWriter(log)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                file.write(line + "\n");
                file.flush();
                var match = portLine.matcher(line);
                if (match.find()) {
                    port.complete(Integer.parseInt(match.group(1)));
                }
            }
        } catch (IOException e) {
            // It was stopped.
        }
        port.completeExceptionally(new IOException("it ended; see " + log));
    }
}
