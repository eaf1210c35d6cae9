package dev.crosspoint.media.dtls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The openssl command as a DTLS peer. */
final class OpenSsl implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private OpenSsl(List<String> command, Path folder) throws IOException {
        process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        output = process.inputReader(UTF_8);
    }

    static boolean installed() {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Makes {@code key.pem} and {@code cert.pem}; answers the fingerprint. */
    static Fingerprint certificate(Path folder, String key, String hash) throws Exception {
        var command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "2"));
        command.addAll(List.of("-subj", "/CN=peer", "-keyout", "key.pem", "-out", "cert.pem"));
        command.addAll(List.of("-newkey", key));
        if (key.equals("ec")) {
            command.addAll(List.of("-pkeyopt", "ec_paramgen_curve:P-256"));
        }
        try (var made = new OpenSsl(command, folder)) {
            made.output.lines().forEach(line -> {});
            assertThat(made.process.waitFor()).isZero();
        }
        try (var in = Files.newInputStream(folder.resolve("cert.pem"))) {
            var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            byte[] digest = MessageDigest.getInstance(hash).digest(certificate.getEncoded());
            return new Fingerprint(hash, HexFormat.ofDelimiter(":").formatHex(digest));
        }
    }

    static OpenSsl client(Path folder, int port, String profiles, int exportBytes)
            throws IOException {
        return peer(folder, profiles, exportBytes, "s_client", "-connect", "127.0.0.1:" + port);
    }

    static OpenSsl server(Path folder, int port, String profiles, int exportBytes)
            throws IOException {
        var server =
                peer(
                        folder,
                        profiles,
                        exportBytes,
                        "s_server",
                        "-accept",
                        "" + port,
                        "-Verify",
                        "1");
        server.await("ACCEPT");
        return server;
    }

    private static OpenSsl peer(Path folder, String profiles, int exportBytes, String... role)
            throws IOException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(role));
        command.addAll(List.of("-dtls1_2", "-mtu", "1200", "-use_srtp", profiles));
        command.addAll(List.of("-cert", "cert.pem", "-key", "key.pem"));
        command.addAll(List.of("-keymatexport", "EXTRACTOR-dtls_srtp"));
        command.addAll(List.of("-keymatexportlen", "" + exportBytes));
        return new OpenSsl(command, folder);
    }

    /** The exporter's bytes as this side prints them, upper-case. */
    String keyingMaterial() throws IOException {
        return await("Keying material: ");
    }

    /** Asks a client to close the connection. */
    void quit() throws IOException {
        process.outputWriter(UTF_8).append("Q\n").flush();
    }

    /** Waits for it to end by itself. */
    boolean ended() throws InterruptedException {
        return process.waitFor(20, TimeUnit.SECONDS);
    }

    private String await(String start) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.strip().startsWith(start)) {
                return line.strip().substring(start.length());
            }
        }
        throw new IOException("openssl ended before it said " + start);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
