package dev.crosspoint.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Kamailio as a carrier's registrar and proxy: one account, proven by digest. Every INVITE goes to
 * whoever has registered it, but those to {@link #OUTSIDE}, which the account may call. UDP and TCP
 * on one port, TLS on the next.
 */
public final class Kamailio implements AutoCloseable {
    /** The domain it serves. */
    public static final String DOMAIN = "carrier.test";

    /** The account's user name, which is its address as well. */
    public static final String USER = "line";

    /** Its password. */
    public static final String PASSWORD = "kamailio-secret";

    /** What numbers of the public network begin with. */
    public static final String OUTSIDE = "+40";

    /** A number that it cannot call now. */
    public static final String FULL = OUTSIDE + "503";

    private final Process process;
    private final int port;
    private final BlockingLog log = new BlockingLog();

    private Kamailio(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one in a folder of its own, and waits until it works.
     *
     * @param algorithm {@code MD5} or {@code SHA-256}
     * @param callee the UDP port at 127.0.0.1 that every number of the public network rings at
     */
    public static Kamailio start(Path folder, String algorithm, PemIdentity identity, int callee)
            throws IOException {
        return start(folder, algorithm, identity, callee, "");
    }

    /**
     * The same, which says another time of day than it is.
     *
     * @param date what its answers to OPTIONS say; empty for nothing
     */
    public static Kamailio start(
            Path folder, String algorithm, PemIdentity identity, int callee, String date)
            throws IOException {
        Path program = Peers.require("kamailio");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("cert.pem"), identity.certificatePem());
        Files.writeString(folder.resolve("key.pem"), identity.keyPem());
        int port = FreePorts.pair();
        Path config = folder.resolve("kamailio.cfg");
        Files.writeString(config, config(folder, port, algorithm, callee, date));
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "-f",
                                config.toString(),
                                "-m",
                                "64",
                                "-M",
                                "8",
                                "-DD",
                                "-E",
                                "-Y",
                                folder.toString())
                        .redirectErrorStream(true)
                        .start();
        var kamailio = new Kamailio(process, port);
        var ready = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> kamailio.read(ready));
        try {
            ready.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            kamailio.close();
            throw new AssertionError("Kamailio does not start\n" + kamailio.log(), e);
        }
        return kamailio;
    }

    /** UDP and TCP; TLS is the next one. */
    public int port() {
        return port;
    }

    /** What it has said so far. */
    public String log() {
        return log.all();
    }

    /** Waits until it has said so: what it writes comes some time after what it answers. */
    public void awaitSays(String part) throws InterruptedException {
        if (!log.awaits(part, 10_000)) {
            throw new AssertionError("Kamailio has not said: " + part + "\n" + log());
        }
    }

    private void read(CompletableFuture<Boolean> ready) {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                if (line.contains("crosspoint: ready")) {
                    ready.complete(true);
                }
            }
        } catch (IOException _) {
            // it has ended
        }
        ready.completeExceptionally(new IOException("ended"));
    }

    private static final class BlockingLog {
        private final List<String> lines = new ArrayList<>();

        synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        synchronized String all() {
            return String.join("\n", lines);
        }

        synchronized boolean awaits(String part, long ms) throws InterruptedException {
            long end = System.nanoTime() + ms * 1_000_000;
            while (lines.stream().noneMatch(line -> line.contains(part))) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        }
    }

    private static String config(Path folder, int port, String algorithm, int callee, String date) {
        return """
        #!KAMAILIO
        debug=2
        children=2
        tcp_children=2
        enable_tls=yes
        auto_aliases=no
        listen=udp:127.0.0.1:%1$d
        listen=tcp:127.0.0.1:%1$d
        listen=tls:127.0.0.1:%2$d
        loadmodule "tls.so"
        loadmodule "tm.so"
        loadmodule "sl.so"
        loadmodule "rr.so"
        loadmodule "pv.so"
        loadmodule "xlog.so"
        loadmodule "textops.so"
        loadmodule "siputils.so"
        loadmodule "auth.so"
        loadmodule "usrloc.so"
        loadmodule "registrar.so"
        modparam("tls", "tls_method", "TLSv1.2+")
        modparam("tls", "certificate", "%3$s/cert.pem")
        modparam("tls", "private_key", "%3$s/key.pem")
        modparam("auth", "algorithm", "%4$s")
        modparam("usrloc", "db_mode", 0)
        modparam("registrar", "min_expires", 60)
        event_route[core:worker-one-init] {
          xlog("L_ERR", "crosspoint: ready\\n");
        }
        request_route {
          if (is_method("REGISTER")) {
            if (!pv_www_authenticate("%5$s", "%6$s", "0")) {
              www_challenge("%5$s", "1");
              exit;
            }
            if ($au != $tU) { sl_send_reply("403", "Another's"); exit; }
            save("location");
            xlog("L_ERR", "crosspoint: $tU by $proto expires $hdr(Expires)\\n");
            xlog("L_ERR", "crosspoint: $rm on $conid\\n");
            exit;
          }
          if (has_totag()) {
            if (loose_route()) { xlog("L_ERR", "crosspoint: $rm by Route\\n"); }
            t_relay();
            exit;
          }
          if (is_method("CANCEL")) { t_relay(); exit; }
          if (!is_method("INVITE")) {
            %11$s
            sl_send_reply("200", "OK");
            exit;
          }
          if ($rU =~ "^\\%8$s") {
            if (!pv_proxy_authenticate("%5$s", "%6$s", "0")) {
              proxy_challenge("%5$s", "1");
              exit;
            }
            consume_credentials();
            xlog("L_ERR", "crosspoint: $rm on $conid\\n");
            if ($rU == "%9$s") {
              append_to_reply("Retry-After: 60\\r\\n");
              sl_send_reply("503", "Full");
              exit;
            }
            record_route();
            $du = "sip:127.0.0.1:%10$d";
            t_relay();
            exit;
          }
          record_route();
          $ru = "sip:%7$s@%5$s";
          if (!lookup("location")) { sl_send_reply("404", "Nobody registered"); exit; }
          t_relay();
        }
        """
                .formatted(
                        port,
                        port + 1,
                        folder,
                        algorithm,
                        DOMAIN,
                        PASSWORD,
                        USER,
                        OUTSIDE,
                        FULL,
                        callee,
                        date.isEmpty()
                                ? ""
                                : "append_to_reply(\"Date: %s\\r\\n\");".formatted(date));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
