package dev.crosspoint.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** coturn: a TURN server that takes credentials of its shared-secret scheme, by UDP and by TCP. */
public final class Coturn implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(15);

    private final Process process;
    private final Path log;
    private final String address;
    private final int port;

    private Coturn(Process process, Path log, String address, int port) {
        this.process = process;
        this.log = log;
        this.address = address;
        this.port = port;
    }

    /**
     * Starts one in a folder of its own.
     *
     * @param secrets of which the gateway has one
     */
    public static Coturn start(Path folder, List<String> secrets) throws IOException {
        Path program = Peers.require("coturn");
        String address = Peers.address();
        int port = FreePorts.one();
        Path log = Files.createDirectories(folder).resolve("coturn.log");
        var command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "-n",
                                "--no-cli",
                                "--no-tls",
                                "--no-dtls",
                                "--no-multicast-peers",
                                "--listening-ip=" + address,
                                "--relay-ip=" + address,
                                "--listening-port=" + port,
                                "--realm=crosspoint.test",
                                "--use-auth-secret",
                                "--pidfile=" + folder.resolve("coturn.pid"),
                                "--userdb=" + folder.resolve("coturn.db"),
                                "--log-file=stdout",
                                "--verbose"));
        secrets.forEach(secret -> command.add("--static-auth-secret=" + secret));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        var turn = new Coturn(process, log, address, port);
        turn.awaitListening();
        return turn;
    }

    /** URLs of it, by UDP and by TCP. */
    public List<String> urls() {
        var url = "turn:" + address + ":" + port + "?transport=";
        return List.of(url + "udp", url + "tcp");
    }

    /** What it has logged so far, who used it included. */
    public String log() throws IOException {
        return Files.readString(log, UTF_8);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitListening() throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try (var _ = new Socket(address, port)) {
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                    process.destroyForcibly();
                    throw new IOException("coturn did not start:\n" + log(), e);
                }
                // It offers no other sign that it listens.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }
}
