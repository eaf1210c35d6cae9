package dev.crosspoint.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * baresip: a SIP phone with one or more lines. On each it speaks a WAV file and records what it
 * hears; it is driven over a control socket in netstrings of JSON.
 */
public final class Baresip implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int CLOCK_LAG_MS = 100;

    /** RTP and RTCP of ten calls. */
    private static final int RTP_PORTS = 20;

    private static final Duration RECORDING_LIMIT = Duration.ofSeconds(20);

    /** What it prints before it says that a call is established. */
    private static final String RECORDS = "sndfile: dumping decode audio to ";

    private record Waiting(Predicate<JsonObject> what, CompletableFuture<JsonObject> found) {}

    private final Process process;
    private final Socket control;
    private final OutputStream commands;
    private final String address;
    private final int sipPort;
    private final List<JsonObject> events = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final StringBuilder log = new StringBuilder();
    private final AtomicInteger established = new AtomicInteger();

    /**
     * How a baresip is set up.
     *
     * @param name what it calls its owner
     * @param mediaEncryption baresip's word: {@code srtp-mand}, {@code srtp}, or empty for none
     * @param codec baresip's word: {@code PCMU}, {@code PCMA}, {@code opus/48000/2}
     */
    public record Setup(
            String name,
            String mediaEncryption,
            String codec,
            Path certificate,
            List<Line> lines) {}

    /**
     * A number and who speaks there.
     *
     * @param number it takes calls to no other than those of its lines
     * @param voice WAV file to speak: 8 kHz mono for G.711, 48 kHz stereo for Opus; it hangs up at
     *     the end
     * @param answers whether it takes calls by itself
     */
    public record Line(String number, Path voice, boolean answers) {}

    private Baresip(Process process, Socket control, String address, int sipPort)
            throws IOException {
        this.process = process;
        this.control = control;
        this.commands = control.getOutputStream();
        this.address = address;
        this.sipPort = sipPort;
    }

    /** Starts one in a folder of its own. */
    public static Baresip start(Path folder, Setup setup) throws IOException {
        Path program = Peers.require("baresip");
        String address = Peers.address();
        int sipPort = FreePorts.pair();
        int controlPort = FreePorts.one();
        Files.createDirectories(folder.resolve("rec"));
        Files.writeString(
                folder.resolve("config"), config(setup, address, sipPort, controlPort, folder));
        Files.writeString(folder.resolve("contacts"), "");
        var accounts = new StringBuilder();
        setup.lines().forEach(line -> accounts.append(account(setup, line, address, sipPort)));
        Files.writeString(folder.resolve("accounts"), accounts);
        Process process =
                new ProcessBuilder(program.toString(), "-f", folder.toString(), "-v", "-s")
                        .directory(folder.resolve("rec").toFile())
                        .redirectErrorStream(true)
                        .start();
        StringBuilder early = new StringBuilder();
        Socket control = connect(process, controlPort, early);
        var phone = new Baresip(process, control, address, sipPort);
        Thread.ofVirtual().start(phone::readLog);
        Thread.ofVirtual().start(phone::readEvents);
        return phone;
    }

    /** What others dial to reach it, without a transport. */
    public String address() {
        return address;
    }

    /** UDP and TCP; TLS is the next one. */
    public int sipPort() {
        return sipPort;
    }

    /** Dials; events tell what becomes of it. */
    public void dial(String uri) {
        command("dial", uri);
    }

    /**
     * Takes the call that rings; not in the second in which it took another, because it names
     * recordings by the second, and one would be written over the other.
     */
    public void answer() {
        long second = TimeUnit.SECONDS.toMillis(1);
        // Its clock ticks some milliseconds late.
        long next = (System.currentTimeMillis() / second + 1) * second + CLOCK_LAG_MS;
        while (System.currentTimeMillis() < next) {
            LockSupport.parkUntil(next); // comes back early when it likes
        }
        command("accept", "");
    }

    /** Ends the call of its only line, or declines it. */
    public void hangUp() {
        command("hangup", "");
    }

    /** Ends the call of one of its lines, or declines it. */
    public void hangUp(String number) {
        command("uafind", aor(number, address, sipPort));
        hangUp();
    }

    /** Presses keys during a call. */
    public void press(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            command("sndcode", digits.substring(i, i + 1));
        }
    }

    /** Waits for an event by its type; each event is given out once. */
    public JsonObject await(String type, Duration limit) {
        return await(e -> type.equals(e.getString("type")), type, limit);
    }

    /** Waits for an event of one of its lines; likewise. */
    public JsonObject await(String type, String number, Duration limit) {
        var aor = aor(number, address, sipPort);
        return await(
                e -> type.equals(e.getString("type")) && aor.equals(e.getString("accountaor")),
                type,
                limit);
    }

    /**
     * Forgets the events that nobody has waited for: whoever waits from now on waits for what is to
     * come, and is not given a call of long ago.
     */
    public void forget() {
        synchronized (events) {
            events.clear();
        }
    }

    /** Waits until it has heard keys. */
    public void awaitDigits(String digits, Duration limit) {
        for (int i = 0; i < digits.length(); i++) {
            awaitDigit(digits.substring(i, i + 1), limit);
        }
    }

    private void awaitDigit(String digit, Duration limit) {
        var _ =
                await(
                        e ->
                                "CALL_DTMF_START".equals(e.getString("type"))
                                        && digit.equals(e.getString("param")),
                        "digit " + digit,
                        limit);
    }

    /** What it hears in its newest call, while it lasts and afterwards. */
    public WavEar ear() {
        long deadline = System.nanoTime() + RECORDING_LIMIT.toNanos();
        // Events and what is printed come on different ways.
        while (printed("Call established") < established.get()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("baresip prints nothing:\n" + logText());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        String printed = logText();
        int last = printed.lastIndexOf(RECORDS);
        if (last < 0) {
            throw new AssertionError("baresip has recorded nothing:\n" + printed);
        }
        // Its figures of the moment may stand before and behind.
        int path = last + RECORDS.length();
        return new WavEar(Path.of(printed.substring(path, printed.indexOf(".wav", path) + 4)));
    }

    private int printed(String words) {
        return logText().split(Pattern.quote(words), -1).length - 1;
    }

    /** What it has printed so far, every SIP message included. */
    public String logText() {
        synchronized (log) {
            return log.toString();
        }
    }

    @Override
    public void close() throws IOException {
        command("quit", "");
        control.close();
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    // ---- details

    private JsonObject await(Predicate<JsonObject> what, String name, Duration limit) {
        var found = new CompletableFuture<JsonObject>();
        synchronized (events) {
            var early = events.stream().filter(what).findFirst();
            if (early.isPresent()) {
                events.remove(early.get());
                return early.get();
            }
            waiting.add(new Waiting(what, found));
        }
        try {
            return found.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError("baresip: no " + name + " in " + limit + "\n" + logText(), e);
        }
    }

    private void command(String name, String parameters) {
        String json =
                new JsonObject()
                        .put("command", name)
                        .put("params", parameters)
                        .put("token", "t")
                        .encode();
        try {
            commands.write((json.getBytes(UTF_8).length + ":" + json + ",").getBytes(UTF_8));
            commands.flush();
        } catch (IOException _) {
            // It has quit; whoever waits for an event finds out.
        }
    }

    private void readEvents() {
        try (InputStream in = control.getInputStream()) {
            while (true) {
                var message = new JsonObject(new String(netstring(in), UTF_8));
                if (message.getBoolean("event", false)) {
                    take(message);
                }
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void take(JsonObject event) {
        if ("CALL_ESTABLISHED".equals(event.getString("type"))) {
            established.incrementAndGet();
        }
        synchronized (events) {
            for (Waiting waiter : waiting) {
                if (waiter.what().test(event)) {
                    waiting.remove(waiter);
                    waiter.found().complete(event);
                    return;
                }
            }
            events.add(event);
        }
    }

    private static byte[] netstring(InputStream in) throws IOException {
        int length = 0;
        for (int c = in.read(); c != ':'; c = in.read()) {
            if (c < '0' || c > '9') {
                throw new IOException("no netstring");
            }
            length = 10 * length + c - '0';
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length || in.read() != ',') {
            throw new IOException("netstring cut short");
        }
        return payload;
    }

    private void readLog() {
        try (InputStream in = process.getInputStream()) {
            var line = new ByteArrayOutputStream();
            for (int c = in.read(); c >= 0; c = in.read()) {
                line.write(c);
                if (c == '\n') {
                    append(line.toString(UTF_8));
                    line.reset();
                }
            }
        } catch (IOException _) {
            // it has quit
        }
    }

    private void append(String line) {
        synchronized (log) {
            log.append(line);
        }
    }

    private static Socket connect(Process process, int port, StringBuilder early)
            throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                    early.append(new String(process.getInputStream().readAllBytes(), UTF_8));
                    throw new IOException("baresip did not start:\n" + early, e);
                }
                Thread.onSpinWait();
                try {
                    // The program offers no other sign that it listens.
                    process.waitFor(50, TimeUnit.MILLISECONDS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IOException(interrupted);
                }
            }
        }
    }

    private static String aor(String number, String address, int sipPort) {
        return "sip:" + number + "@" + address + ":" + sipPort;
    }

    private static String account(Setup setup, Line line, String address, int sipPort) {
        return "\""
                + setup.name()
                + "\" <"
                + aor(line.number(), address, sipPort)
                + ">;regint=0;audio_codecs="
                + setup.codec()
                + ";audio_source=aufile,"
                + line.voice()
                + (line.answers() ? ";answermode=auto" : ";answermode=manual")
                + (setup.mediaEncryption().isEmpty() ? "" : ";mediaenc=" + setup.mediaEncryption())
                + "\n";
    }

    private static String config(
            Setup setup, String address, int sipPort, int controlPort, Path folder) {
        boolean opus = setup.codec().startsWith("opus");
        int rate = opus ? 48_000 : 8000;
        int rtpPort = FreePorts.row(RTP_PORTS);
        return """
        poll_method epoll
        sip_listen %s:%d
        sip_certificate %s
        audio_player aubridge,sink
        ausrc_srate %d
        auplay_srate %d
        audio_buffer 20-160
        rtp_ports %d-%d
        rtcp_mux no
        jitter_buffer_delay 1-5
        rtp_stats yes
        snd_path %s
        module_path %s
        module g711.so
        module opus.so
        module aufile.so
        module aubridge.so
        module sndfile.so
        module srtp.so
        module_tmp uuid.so
        module_tmp account.so
        module_app menu.so
        module_app ctrl_tcp.so
        ctrl_tcp_listen 127.0.0.1:%d
        """
                .formatted(
                        address,
                        sipPort,
                        setup.certificate(),
                        rate,
                        rate,
                        rtpPort,
                        rtpPort + RTP_PORTS - 1,
                        folder.resolve("rec"),
                        "/usr/lib/baresip/modules",
                        controlPort);
    }
}
