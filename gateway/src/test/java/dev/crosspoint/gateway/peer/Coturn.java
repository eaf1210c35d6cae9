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

/**
 * coturn: a TURN server that takes credentials of its shared-secret scheme, by UDP, by TCP and by
 * TLS, the last at port 443 where this machine has that to give: it wants a privilege, and may be
 * taken.
 */
public final class Coturn implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    /** What firewalls let pass that let nothing else pass. */
    private static final int HTTPS = 443;

    private final Process process;
    private final Path log;
    private final String address;
    private final int port;
    private final int tlsPort;

    private Coturn(Process process, Path log, String address, int port, int tlsPort) {
        this.process = process;
        this.log = log;
        this.address = address;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    /**
     * Starts one in a folder of its own.
     *
     * @param secrets of which the gateway has one
     * @param identity certificate and key for TLS, PEM
     */
    public static Coturn start(Path folder, List<String> secrets, Path identity)
            throws IOException {
        Path program = Peers.require("coturn");
        String address = Peers.address();
        int port = FreePorts.one();
        int tlsPort = FreePorts.wished(address, HTTPS);
        Path log = Files.createDirectories(folder).resolve("coturn.log");
        var command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "-n",
                                "--no-cli",
                                "--cert=" + identity,
                                "--pkey=" + identity,
                                "--no-dtls",
                                "--no-multicast-peers",
                                "--listening-ip=" + address,
                                "--relay-ip=" + address,
                                "--listening-port=" + port,
                                "--tls-listening-port=" + tlsPort,
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
        var turn = new Coturn(process, log, address, port, tlsPort);
        turn.awaitListening();
        return turn;
    }

    /** URLs of it, by UDP, by TCP and by TLS. */
    public List<String> urls() {
        var url = "turn:" + address + ":" + port + "?transport=";
        return List.of(
                url + "udp", url + "tcp", "turns:" + address + ":" + tlsPort + "?transport=tcp");
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
