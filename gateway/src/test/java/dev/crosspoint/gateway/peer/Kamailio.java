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
import org.jspecify.annotations.Nullable;

/**
 * Kamailio as a carrier's registrar and proxy: an account and a telephone, proven by digest. Every
 * INVITE goes to whoever has registered the account, but those to the telephone, and those to
 * {@link #OUTSIDE}, which the account may call. UDP and TCP on one port, TLS on the next.
 */
public final class Kamailio implements AutoCloseable {
    /** The domain it serves. */
    public static final String DOMAIN = "carrier.test";

    /** The account's user name, which is its address as well. */
    public static final String USER = "line";

    /** Its password. */
    public static final String PASSWORD = "kamailio-secret";

    /** The number of a telephone that may register here, and its user name; same password. */
    public static final String TELEPHONE = "+4930777000";

    /** What numbers of the public network begin with. */
    public static final String OUTSIDE = "+40";

    /** A number that it cannot call now. */
    public static final String FULL = OUTSIDE + "503";

    /** A number that rings at two telephones at once. */
    public static final String FORKED = OUTSIDE + "222333";

    /**
     * How it is set up.
     *
     * @param algorithm of its digests: {@code MD5} or {@code SHA-256}
     * @param identity what it shows over TLS, to whoever calls it and to whom it calls
     * @param callees UDP ports at 127.0.0.1: the first is where every number of the public network
     *     rings, the second where {@link #FORKED} rings as well
     * @param mutual null where it wants no certificates of others
     * @param date what time of day its answers to OPTIONS say that it is; empty for nothing
     */
    public record Setup(
            String algorithm,
            PemIdentity identity,
            List<Integer> callees,
            @Nullable Mutual mutual,
            String date) {
        public Setup {
            callees = List.copyOf(callees);
        }

        /** One that does not say what time it is. */
        public Setup(
                String algorithm,
                PemIdentity identity,
                List<Integer> callees,
                @Nullable Mutual mutual) {
            this(algorithm, identity, callees, mutual, "");
        }
    }

    /**
     * Whose certificates it wants to see, each time.
     *
     * @param caPem the only ones that it believes
     * @param port TLS, at 127.0.0.1: where calls to the account go, unregistered
     */
    public record Mutual(String caPem, int port) {}

    private final Process process;
    private final int port;
    private final BlockingLog log = new BlockingLog();

    private Kamailio(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one in a folder of its own, and waits until it works. */
    public static Kamailio start(Path folder, Setup setup) throws IOException {
        Path program = Peers.require("kamailio");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("cert.pem"), setup.identity().certificatePem());
        Files.writeString(folder.resolve("key.pem"), setup.identity().keyPem());
        var mutual = setup.mutual();
        if (mutual != null) {
            Files.writeString(folder.resolve("ca.pem"), mutual.caPem());
        }
        Files.writeString(folder.resolve("tls.cfg"), tls(folder, mutual != null));
        int port = FreePorts.pair();
        Path config = folder.resolve("kamailio.cfg");
        Files.writeString(config, config(folder, port, setup));
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
            ready.get(60, TimeUnit.SECONDS);
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
        if (!log.awaits(part, 30_000)) {
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

    /** For those who call it and for those whom it calls. */
    private static String tls(Path folder, boolean mutual) {
        var domain =
                """
                method = TLSv1.2+
                certificate = %1$s/cert.pem
                private_key = %1$s/key.pem
                verify_certificate = %2$s
                require_certificate = %2$s
                """
                                .formatted(folder, mutual ? "yes" : "no")
                        + (mutual ? "ca_list = %s/ca.pem\n".formatted(folder) : "");
        return "[server:default]\n" + domain + "[client:default]\n" + domain;
    }

    private static String config(Path folder, int port, Setup setup) {
        int callee = setup.callees().getFirst();
        var mutual = setup.mutual();
        return """
        #!KAMAILIO
        debug=2
        children=1 # more would let a 200 overtake its 180
        tcp_children=2
        enable_tls=yes
        auto_aliases=no
        listen=udp:127.0.0.1:%1$d
        listen=tcp:127.0.0.1:%1$d
        listen=tls:127.0.0.1:%2$d
        loadmodule "tls.so"
        loadmodule "tm.so"
        loadmodule "sl.so"
        loadmodule "corex.so"
        loadmodule "rr.so"
        loadmodule "pv.so"
        loadmodule "xlog.so"
        loadmodule "textops.so"
        loadmodule "siputils.so"
        loadmodule "auth.so"
        loadmodule "usrloc.so"
        loadmodule "registrar.so"
        modparam("tls", "config", "%3$s/tls.cfg")
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
            if ($rd == "%5$s") { lookup("location"); } # by the GRUU that it has given out
            t_relay();
            exit;
          }
          if (is_method("CANCEL")) { t_relay(); exit; }
          if (!is_method("INVITE")) {
            %15$s
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
            if ($rU == "%11$s") {
              $ru = "sip:%11$s@127.0.0.1:%10$d";
              append_branch("sip:%11$s@127.0.0.1:%12$d");
            } else {
              $du = "sip:127.0.0.1:%10$d";
            }
            t_relay();
            exit;
          }
          record_route();
          if (%13$d > 0) {
            $du = "sip:127.0.0.1:%13$d;transport=tls";
            t_relay();
            exit;
          }
          if ($rU == "%14$s") { $ru = "sip:%14$s@%5$s"; } else { $ru = "sip:%7$s@%5$s"; }
          if (!lookup("location")) { sl_send_reply("404", "Nobody registered"); exit; }
          t_relay();
        }
        """
                .formatted(
                        port,
                        port + 1,
                        folder,
                        setup.algorithm(),
                        DOMAIN,
                        PASSWORD,
                        USER,
                        OUTSIDE,
                        FULL,
                        callee,
                        FORKED,
                        setup.callees().getLast(),
                        mutual == null ? 0 : mutual.port(),
                        TELEPHONE,
                        setup.date().isEmpty()
                                ? ""
                                : "append_to_reply(\"Date: %s\\r\\n\");".formatted(setup.date()));
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
