package dev.crosspoint.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * sipp: places one call as a carrier would, over UDP or TCP. It only signals; the audio address in
 * its offer is an {@link RtpProbe}'s.
 */
public final class Sipp implements AutoCloseable {
    /** How its scenario ends. */
    public enum Ending {
        /** It hangs up when it is told to: {@link #goOn}. */
        HANGS_UP,
        /** It waits for the gateway's BYE. */
        WAITS_FOR_BYE
    }

    private static final Pattern ANSWERED = Pattern.compile("c=IN IP[46] (\\S+) m=audio (\\d+)");

    private final Process process;
    private final Path folder;
    private final InetSocketAddress local;

    /** Of its first call. */
    private final String callId;

    private Sipp(Process process, Path folder, InetSocketAddress local, String callId) {
        this.process = process;
        this.folder = folder;
        this.local = local;
        this.callId = callId;
    }

    /**
     * Places a call.
     *
     * @param transport {@code u1} or {@code t1}
     */
    public static Sipp call(
            Path folder,
            String transport,
            String gateway,
            int gatewayPort,
            String caller,
            String dialled,
            RtpProbe audio,
            Ending ending)
            throws IOException {
        Files.createDirectories(folder);
        Path scenario = folder.resolve("call.xml");
        Files.writeString(scenario, scenario(caller, dialled, audio, ending));
        String host = gateway.indexOf(':') < 0 ? gateway : "[" + gateway + "]";
        return play(folder, scenario, gateway, host + ":" + gatewayPort, transport, List.of());
    }

    /**
     * Plays a scenario once.
     *
     * @param local address to call from
     * @param more arguments besides the usual ones
     */
    public static Sipp play(
            Path folder,
            Path scenario,
            String local,
            String gateway,
            String transport,
            List<String> more)
            throws IOException {
        return start(
                folder,
                scenario,
                local,
                gateway,
                transport,
                Stream.concat(Stream.of("-m", "1", "-timeout", "300s"), more.stream()).toList());
    }

    /**
     * Plays a scenario many times, over UDP.
     *
     * @param calls how often
     * @param perSecond how many begin in a second
     */
    public static Sipp playMany(
            Path folder, Path scenario, String gateway, int calls, int perSecond, List<String> more)
            throws IOException {
        var arguments = new ArrayList<>(List.of("-m", "" + calls, "-r", "" + perSecond));
        arguments.addAll(List.of("-timeout", "300s"));
        arguments.addAll(more);
        return start(folder, scenario, "127.0.0.1", gateway, "u1", arguments);
    }

    private static Sipp start(
            Path folder,
            Path scenario,
            String local,
            String gateway,
            String transport,
            List<String> more)
            throws IOException {
        var command = new ArrayList<>(List.of(Peers.require("sipp").toString()));
        command.addAll(List.of("-sf", scenario.toString()));
        int port = FreePorts.one();
        command.addAll(List.of("-i", local, "-p", String.valueOf(port)));
        // Without "@", which sipp does not escape where a call is named in a URI.
        var name = UUID.randomUUID().toString();
        command.addAll(List.of("-cid_str", "%u-" + name));
        command.addAll(List.of("-t", transport, "-nostdin"));
        command.addAll(List.of("-trace_err", "-trace_logs"));
        // Else it reads ahead of its scenario, and does not expect what it reads.
        command.addAll(List.of("-max_recv_loops", "1"));
        command.addAll(more);
        command.add(gateway);
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out.txt").toFile())
                        .start();
        var bound = new InetSocketAddress(InetAddress.ofLiteral(local), port);
        return new Sipp(process, folder, bound, "1-" + name);
    }

    /**
     * Lets its call go on, by UDP, where the scenario waits to be told: {@code <recv
     * request="INFO"/>}. It answers nothing; whoever listens meanwhile may take their time.
     */
    public void goOn() throws IOException {
        var word =
                """
                INFO sip:sipp@%1$s:%2$d SIP/2.0
                Via: SIP/2.0/UDP %1$s;branch=z9hG4bK-%3$s
                From: <sip:test@%1$s>;tag=1
                To: <sip:sipp@%1$s>;tag=1
                Call-ID: %3$s
                CSeq: 1 INFO
                Max-Forwards: 70
                Content-Length: 0

                """
                        .formatted(local.getAddress().getHostAddress(), local.getPort(), callId)
                        .replace("\n", "\r\n")
                        .getBytes(UTF_8);
        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(word, word.length, local));
        }
    }

    /** Waits until the scenario is through; fails when a message was not the expected one. */
    public void awaitSuccess(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("sipp is not through after " + limit + "\n" + output());
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("sipp failed with " + process.exitValue() + "\n" + output());
        }
    }

    /**
     * Waits until it has played all, well or not: on a busy machine it takes a repeated answer for
     * the next one. What came of its calls the gateway knows.
     */
    public void awaitEnd(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("sipp is not through after " + limit);
        }
        if (process.exitValue() > 1) {
            throw new AssertionError("sipp failed with " + process.exitValue() + "\n" + output());
        }
    }

    /** Whether it is at work or has given up, for whoever looks for the reason of a failure. */
    public String how() {
        return process.isAlive() ? "at work" : "exit " + process.exitValue();
    }

    /**
     * Waits for the answer to the call of {@link #call}; where it wants audio to be sent.
     *
     * @throws AssertionError when none comes
     */
    public InetSocketAddress awaitAnswer(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - deadline < 0) {
            for (String line : log()) {
                var media = ANSWERED.matcher(line);
                if (media.find()) {
                    return new InetSocketAddress(
                            InetAddress.ofLiteral(media.group(1)),
                            Integer.parseInt(media.group(2)));
                }
            }
            // A file grows without telling anybody.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new AssertionError("sipp: no answer in " + limit + "\n" + output());
    }

    /** Waits until its scenario has logged a line. */
    public void awaitLogged(String line, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (log().stream().noneMatch(logged -> logged.contains(line))) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(
                        "sipp: no \"%s\" in %s\n%s".formatted(line, limit, output()));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** What its scenario has logged: a line for each {@code log} action. */
    public List<String> log() throws IOException {
        var lines = new ArrayList<String>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith("_logs.log")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Override
    public void close() {
        process.destroy();
    }

    private String output() throws IOException {
        var text = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> !f.toString().endsWith(".xml")).toList()) {
                text.append(file.getFileName()).append(":\n");
                text.append(new String(Files.readAllBytes(file), UTF_8)).append('\n');
            }
        }
        return text.toString();
    }

    private static String scenario(String caller, String dialled, RtpProbe audio, Ending ending) {
        String end =
                switch (ending) {
                    case HANGS_UP ->
                            """
                            <recv request="INFO"/>
                            <send retrans="500"><![CDATA[
                            BYE [next_url] SIP/2.0
                            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
                            From: <sip:%s@[local_ip]:[local_port]>;tag=[call_number]
                            To:[$3]
                            Call-ID: [call_id]
                            CSeq: 2 BYE
                            Max-Forwards: 70
                            [routes]
                            Content-Length: 0

                            ]]></send>
                            <recv response="200"/>
                            """
                                    .formatted(caller);
                    case WAITS_FOR_BYE ->
                            """
                            <recv request="BYE"/>
                            <send><![CDATA[
                            SIP/2.0 200 OK
                            [last_Via:]
                            [last_From:]
                            [last_To:]
                            [last_Call-ID:]
                            [last_CSeq:]
                            Content-Length: 0

                            ]]></send>
                            """;
                };
        return """
        <?xml version="1.0" encoding="UTF-8" ?>
        <scenario name="one call">
        <send retrans="500"><![CDATA[
        INVITE sip:%2$s@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:%1$s@[local_ip]:[local_port]>;tag=[call_number]
        To: <sip:%2$s@[remote_ip]:[remote_port]>
        Call-ID: [call_id]
        CSeq: 1 INVITE
        Contact: <sip:%1$s@[local_ip]:[local_port];transport=[transport]>
        Max-Forwards: 70
        Content-Type: application/sdp
        Content-Length: [len]

        v=0
        o=sipp 1 1 IN IP[media_ip_type] [media_ip]
        s=-
        c=IN IP[media_ip_type] [media_ip]
        t=0 0
        m=audio %3$d RTP/AVP %5$d 101
        a=rtpmap:%5$d %6$s/8000
        a=rtpmap:101 telephone-event/8000
        ]]></send>
        <recv response="100" optional="true"/>
        <recv response="180" optional="true"/>
        <recv response="183" optional="true"/>
        <recv response="200" rrs="true"><action>
        <ereg regexp="c=IN IP[46] [0-9a-fA-F.:]*" search_in="body" assign_to="1"/>
        <ereg regexp="m=audio [0-9]*" search_in="body" assign_to="2"/>
        <ereg regexp=".*" search_in="hdr" header="To:" assign_to="3"/>
        <log message="[$1] [$2]"/>
        </action></recv>
        <send><![CDATA[
        ACK [next_url] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:%1$s@[local_ip]:[local_port]>;tag=[call_number]
        To:[$3]
        Call-ID: [call_id]
        CSeq: 1 ACK
        Max-Forwards: 70
        [routes]
        Content-Length: 0

        ]]></send>
        %4$s
        </scenario>
        """
                .formatted(
                        caller,
                        dialled,
                        audio.port(),
                        end,
                        audio.codec().staticPayloadType(),
                        audio.codec().rtpName());
    }
}
