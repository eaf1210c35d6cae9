package dev.crosspoint.gateway.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@code openssl s_server}: whoever connects by TLS is let in, and hears nothing. */
public final class OpensslServer implements AutoCloseable {
    private final Process process;
    private final int port;

    private OpensslServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * An authority ({@code ca.pem}) and a certificate of its ({@code leaf.pem}, {@code leaf.key}).
     *
     * @param name DNS name that it is for
     */
    public static void issue(Path folder, String name) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var key = List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes");
        run(
                folder,
                key,
                "req",
                "-x509",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
                "-days",
                "30",
                "-subj",
                "/CN=An authority");
        run(
                folder,
                key,
                "req",
                "-keyout",
                "leaf.key",
                "-out",
                "leaf.csr",
                "-subj",
                "/CN=A server",
                "-addext",
                "subjectAltName=DNS:" + name);
        run(
                folder,
                List.of(),
                "x509",
                "-req",
                "-in",
                "leaf.csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "30",
                "-copy_extensions",
                "copy",
                "-out",
                "leaf.pem");
    }

    /** Shows the leaf of a folder at a port of its own on 127.0.0.1. */
    public static OpensslServer start(Path folder, String... more)
            throws IOException, InterruptedException {
        int port = FreePorts.one();
        var command =
                new ArrayList<>(
                        List.of(
                                Peers.require("openssl").toString(),
                                "s_server",
                                "-accept",
                                "127.0.0.1:" + port,
                                "-cert",
                                "leaf.pem",
                                "-key",
                                "leaf.key",
                                "-quiet"));
        command.addAll(List.of(more));
        var server = new OpensslServer(process(folder, command), port);
        for (int i = 0; i < 600; i++) {
            try (var socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return server;
            } catch (IOException _) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
        server.close();
        throw new AssertionError("openssl s_server does not listen");
    }

    public int port() {
        return port;
    }

    private static void run(Path folder, List<String> key, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Peers.require("openssl").toString()));
        command.addAll(List.of(arguments));
        command.addAll(key);
        var process = process(folder, command);
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(Files.readString(folder.resolve("openssl.log")));
        }
    }

    private static Process process(Path folder, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
