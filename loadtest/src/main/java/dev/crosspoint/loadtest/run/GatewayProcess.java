package dev.crosspoint.loadtest.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The gateway under load, in a process of its own, as it was built. */
final class GatewayProcess implements AutoCloseable {
    /** Of its JVM, when nothing else is asked for. */
    static final String OPTIONS = "-XX:+UseZGC -XX:+UseCompactObjectHeaders -Xmx1g";

    private static final int START_LIMIT_SECONDS = 240;
    private static final int STOP_LIMIT_SECONDS = 30;

    private final Process process;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private GatewayProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it, and returns when it takes calls. Its log is {@code gateway.log} beside its
     * configuration.
     *
     * @param prefix of its command, such as {@code taskset -c 0}; may be empty
     */
    static GatewayProcess start(Path config, List<String> prefix) throws IOException {
        Path folder = requireNonNull(config.toAbsolutePath().getParent());
        var command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of(RunSettings.text("load.gateway.options", OPTIONS).split(" ", -1)));
        command.addAll(
                List.of(
                        "-classpath",
                        classPath(),
                        "dev.crosspoint.gateway.Main",
                        "--config",
                        config.toAbsolutePath().toString()));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var gateway = new GatewayProcess(process);
        Thread.ofVirtual()
                .name("gateway-log")
                .start(() -> gateway.readLog(folder.resolve("gateway.log")));
        try {
            var _ = gateway.ready.get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
            throw new IOException("the gateway did not start; see gateway.log in " + folder, e);
        }
        return gateway;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            process.onExit().get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
            throw new IOException("the gateway did not stop in " + STOP_LIMIT_SECONDS + " s", e);
        }
    }

    /**
     * What was compiled comes before what was packaged of it: a build may not have packaged yet.
     */
    private static String classPath() throws IOException {
        Path root = Path.of(RunSettings.text("load.root", "..")).toAbsolutePath().normalize();
        var entries = new ArrayList<String>();
        for (String module : List.of("gateway", "media", "signaling")) {
            Path classes = root.resolve(module).resolve("target/classes");
            if (!Files.isDirectory(classes)) {
                throw new IOException("not built: " + classes);
            }
            entries.add(classes.toString());
        }
        entries.add(root.resolve("gateway/target/lib").toString() + File.separator + "*");
        return String.join(File.pathSeparator, entries);
    }

    private void readLog(Path file) {
        try (var lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                Writer log = Files.newBufferedWriter(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.append(line).append('\n').flush();
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
