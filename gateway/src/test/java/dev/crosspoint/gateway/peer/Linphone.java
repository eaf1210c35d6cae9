package dev.crosspoint.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * linphonec: a SIP phone that is told what to do as a person would type it. It speaks a WAV file in
 * G.711 and records what it hears.
 */
public final class Linphone implements AutoCloseable {
    private final Process process;
    private final Path folder;
    private final StringBuilder said = new StringBuilder();
    private int read;

    private Linphone(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Where it is registered, by digest.
     *
     * @param uri its address there
     * @param route where its registrar is, and all that it says goes
     * @param domain the realm
     */
    public record Account(String uri, String route, String domain, String user, String password) {

        /** The telephone that may register with a Kamailio. */
        public static Account at(Kamailio kamailio, String transport) {
            int port = transport.equals("tls") ? kamailio.port() + 1 : kamailio.port();
            return new Account(
                    "sip:%s@%s".formatted(Kamailio.TELEPHONE, Kamailio.DOMAIN),
                    "<sip:127.0.0.1:%d;transport=%s;lr>".formatted(port, transport),
                    Kamailio.DOMAIN,
                    Kamailio.TELEPHONE,
                    Kamailio.PASSWORD);
        }

        private String settings() {
            return """
            [proxy_0]
            reg_proxy=%2$s
            reg_route=%2$s
            reg_identity=<%1$s>
            reg_expires=600
            reg_sendregister=1
            publish=0
            [auth_info_0]
            username=%4$s
            passwd=%5$s
            realm=%3$s
            domain=%3$s
            """
                    .formatted(uri, route, domain, user, password);
        }

        @Override
        public String toString() {
            return "Account";
        }
    }

    /**
     * Starts one in a folder of its own, which speaks nothing yet and is registered nowhere.
     *
     * @param user what it is called, before its host
     * @param mediaEncryption linphone's word: {@code srtp}, which it then insists on, or {@code
     *     none}
     */
    public static Linphone start(Path folder, String user, String mediaEncryption)
            throws IOException {
        return start(folder, user, mediaEncryption, null);
    }

    /** Likewise, and it registers. */
    public static Linphone start(
            Path folder, String user, String mediaEncryption, @Nullable Account account)
            throws IOException {
        Path program = Peers.require("linphone");
        // Without a place for what it keeps it registers nowhere, and does not say so.
        Files.createDirectories(folder.resolve(".local/share/linphone"));
        Path settings = folder.resolve("linphonerc");
        Files.writeString(
                settings,
                """
                [sip]
                sip_port=-1
                sip_tcp_port=-1
                sip_tls_port=-1
                contact=sip:%s@%s
                media_encryption=%s
                media_encryption_mandatory=%d
                default_proxy=%d
                verify_server_certs=0
                verify_server_cn=0
                [rtp]
                audio_rtp_port=%d
                [video]
                capture=0
                display=0
                automatically_initiate=0
                """
                                .formatted(
                                        user,
                                        Peers.address(),
                                        mediaEncryption,
                                        mediaEncryption.equals("none") ? 0 : 1,
                                        account == null ? -1 : 0,
                                        FreePorts.pair())
                        + (account == null ? "" : account.settings()));
        var builder =
                new ProcessBuilder(
                                program.toString(),
                                "-c",
                                settings.toString(),
                                "-d",
                                "4",
                                "-l",
                                folder.resolve("linphone.log").toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        var phone = new Linphone(builder.start(), folder);
        Thread.ofVirtual().start(phone::listen);
        phone.say("ipv6 disable"); // the setting is ignored
        for (int wideband = 0; wideband < 3; wideband++) {
            phone.say("codec disable " + wideband); // it would record at another rate
        }
        phone.say("soundcard use files");
        phone.say("record " + folder.resolve("heard.wav"));
        return phone;
    }

    /** Calls an address. */
    public void call(String uri) {
        say("call " + uri);
    }

    /** Takes the call that rings. */
    public void answer() {
        say("answer");
    }

    /** Speaks a WAV file, 8 kHz mono. */
    public void speak(Path voice) {
        say("play " + voice);
    }

    /** Presses keys during a call. */
    public void press(String digits) {
        say(digits);
    }

    /** Holds the call. */
    public void hold() {
        say("pause");
    }

    /** Takes it up again. */
    public void resume() {
        say("resume");
    }

    public void hangUp() {
        say("terminate");
    }

    /** Waits until it says this, since it was last waited for anything. */
    public void await(String words, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            synchronized (said) {
                int at = said.indexOf(words, read);
                if (at >= 0) {
                    read = at + words.length();
                    return;
                }
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("linphonec does not say " + words + "\n" + all());
            }
            // Its words come without an event.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** What it hears. */
    public WavEar ear() {
        return new WavEar(folder.resolve("heard.wav"));
    }

    /** All that it has said, and its log. */
    public String all() {
        synchronized (said) {
            try {
                Path log = folder.resolve("linphone.log");
                return said + (Files.exists(log) ? "\n" + Files.readString(log) : "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void say(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException _) {
            // It has quit; whoever waits for its words finds out.
        }
    }

    private void listen() {
        try (InputStream in = process.getInputStream()) {
            byte[] buffer = new byte[4096];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (said) {
                    said.append(new String(buffer, 0, n, UTF_8));
                }
            }
        } catch (IOException _) {
            // it has quit
        }
    }

    @Override
    public void close() {
        say("quit");
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
