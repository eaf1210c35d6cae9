package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What became of a command as operators give it: a process of its own, with the configuration of
 * the gateway.
 *
 * @param output what it answered
 * @param errors what it said besides, and its log
 */
record OperatorCommand(int exitCode, String output, String errors) {
    private static final int LIMIT_SECONDS = 60;

    /** Runs it in the folder of {@link GatewayProcess}, and waits for its end. */
    static OperatorCommand run(Path folder, String... arguments) throws Exception {
        return run(folder, Map.of(), arguments);
    }

    /** The same with these in its environment. */
    static OperatorCommand run(Path folder, Map<String, String> environment, String... arguments)
            throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command =
                new ArrayList<>(
                        List.of(
                                java.toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-classpath",
                                GatewayProcess.mainClassPath(),
                                "dev.crosspoint.gateway.Main"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--config", folder.resolve("gateway.yaml").toString()));
        var output = Files.createTempFile(folder, "command", ".out");
        var errors = Files.createTempFile(folder, "command", ".err");
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end: " + Files.readString(errors, UTF_8));
        }
        return new OperatorCommand(
                process.exitValue(),
                Files.readString(output, UTF_8),
                Files.readString(errors, UTF_8));
    }
}
