package dev.crosspoint.loadtest.run;

import dev.crosspoint.loadtest.phone.PhoneBank;
import dev.crosspoint.loadtest.phone.PhoneSettings;
import dev.crosspoint.loadtest.phone.Target;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A gateway of this machine's that was started to be loaded, on ports that were free. */
final class OwnGateway implements AutoCloseable {
    private final GatewayProcess process;
    private final int https;
    private final int sip;
    private final int phones;

    private OwnGateway(GatewayProcess process, int https, int sip, int phones) {
        this.process = process;
        this.https = https;
        this.sip = sip;
        this.phones = phones;
    }

    /**
     * Starts it, and returns when it takes calls.
     *
     * @param home for its files; whatever is in it is deleted, so that nothing of an earlier run is
     *     in the measurement of this one
     * @param hash of the agents' password
     * @param prefix of its command, such as {@code taskset -c 0}; may be empty
     */
    static OwnGateway start(Path home, RunSettings settings, String hash, List<String> prefix)
            throws IOException {
        int https = free();
        int sip = free();
        int phones = free();
        Path config = GatewayFiles.write(emptied(home), settings, hash, https, sip, phones);
        return new OwnGateway(GatewayProcess.start(config, prefix), https, sip, phones);
    }

    long pid() {
        return process.pid();
    }

    int https() {
        return https;
    }

    int sip() {
        return sip;
    }

    /** Where it calls telephones. */
    int phonesPort() {
        return phones;
    }

    /** Phones for it; no pump of theirs spins. */
    PhoneBank phones(RunSettings settings) throws Exception {
        return new PhoneBank(
                new Target(
                        "127.0.0.1",
                        https,
                        sip,
                        GatewayFiles.NUMBER,
                        GatewayFiles.AGENTS,
                        GatewayFiles.PASSWORD),
                new PhoneSettings(
                        settings.codec(),
                        settings.transport(),
                        settings.srtp(),
                        phones,
                        false,
                        false,
                        0));
    }

    @Override
    public void close() throws IOException {
        process.close();
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var all = Files.walk(folder)) {
                for (Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
