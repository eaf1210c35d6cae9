package dev.crosspoint.signaling.phone;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A SIP phone on a WebSocket, whose every word is in the test. */
final class RawPhone {
    private static final int SECONDS = 10;

    /** A socket has ended; not a message. */
    static final String CLOSED = "closed";

    private final WebSocketClient client;
    private final int port;
    private final String user;
    private final String instance;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private @Nullable WebSocket socket;
    private int cseq;
    private int uses;

    /** What it says that its answers to challenges are for. */
    String provenUri = "sip:localhost";

    private String challenge = "";

    RawPhone(Vertx vertx, int port, String user, String instance) {
        this.port = port;
        this.user = user;
        this.instance = instance;
        this.client =
                vertx.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setSsl(true)
                                .setTrustAll(true)
                                .setVerifyHost(false));
    }

    RawPhone connect() throws Exception {
        connect(List.of("sip"));
        return this;
    }

    void connect(List<String> protocols) throws Exception {
        var options = new WebSocketConnectOptions().setHost("localhost").setPort(port);
        options.setURI("/sip").setSubProtocols(protocols);
        // Wrapped on the event loop: the server may speak as soon as it is connected.
        client.connect(options)
                .map(open -> {
                    open.textMessageHandler(heard::add);
                    open.closeHandler(_ -> heard.add(CLOSED));
                    socket = open;
                    return open;
                })
                .toCompletionStage()
                .toCompletableFuture()
                .get(SECONDS, TimeUnit.SECONDS);
    }

    void drop() throws Exception {
        open().close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        assertThat(heard()).isEqualTo(CLOSED);
    }

    /** Asks for signs of life without end. */
    void floods(int pings) {
        for (int i = 0; i < pings; i++) {
            open().writePing(Buffer.buffer("?"));
        }
    }

    /** Reads nothing more. */
    void deafens() {
        open().pause();
    }

    /** Reads again. */
    void hears() {
        open().resume();
    }

    /** The code that its socket was closed with. */
    int closedBy() throws InterruptedException {
        assertThat(heard()).isEqualTo(CLOSED);
        return requireNonNull(open().closeStatusCode());
    }

    private WebSocket open() {
        return requireNonNull(socket, "connect first");
    }

    void send(String text) {
        open().writeTextMessage(text.replace("\r\n", "\n").replace("\n", "\r\n"));
    }

    String heard() throws InterruptedException {
        String message = heard.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("something from the gateway").isNotNull();
        return message;
    }

    /** The first line of what comes next, which is kept in {@link #last}. */
    String next() throws InterruptedException {
        last = heard();
        return last.lines().findFirst().orElse("");
    }

    /**
     * Waits until the gateway knows what has arrived. What it hears of a message is the pong of a
     * ping behind it, which goes ahead of the next keep-alive (RFC 5626 4.4.1); and there may be a
     * second ping behind the first.
     */
    void settles() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            send("\r\n\r\n");
            assertThat(heard()).isEqualTo("\r\n");
        }
    }

    String last = "";

    boolean isSilent() {
        return heard.isEmpty();
    }

    // ---- registering

    /** Sends a REGISTER without proof. */
    String ask(int seconds) throws InterruptedException {
        send(register(seconds, ""));
        String line = next();
        if (line.contains("401")) {
            challenge = last;
            uses = 0;
        }
        return line;
    }

    /** Begins with a challenge that another gateway has given. */
    RawPhone challengedAs(RawPhone other) {
        challenge = other.challenge;
        return this;
    }

    /** Answers the last challenge once more. */
    String prove(String secret, String algorithm, int seconds) throws Exception {
        send(register(seconds, authorization(secret, algorithm)));
        return next();
    }

    void registers(String secret) throws Exception {
        assertThat(ask(600)).contains("401");
        assertThat(prove(secret, "MD5", 600)).isEqualTo("SIP/2.0 200 OK");
    }

    private String register(int seconds, String authorization) {
        return """
        REGISTER sip:localhost SIP/2.0
        Via: SIP/2.0/WSS a1b2c3.invalid;branch=z9hG4bK%1$s%2$d
        Max-Forwards: 69
        To: <sip:%3$s@localhost>
        From: <sip:%3$s@localhost>;tag=%1$s
        Call-ID: registration-%1$s
        CSeq: %2$d REGISTER
        %4$sContact: <sip:%3$s-%1$s@a1b2c3.invalid;transport=ws>;+sip.ice;reg-id=1;+sip.instance="<urn:uuid:%1$s>";expires=%5$d
        Expires: %5$d
        Supported: path,gruu,outbound
        Content-Length: 0

        """
                .formatted(instance, ++cseq, user, authorization, seconds);
    }

    private String authorization(String secret, String algorithm) throws GeneralSecurityException {
        String nonce = part("nonce=\"([^\"]+)\"", challenge);
        String realm = part("realm=\"([^\"]+)\"", challenge);
        String count = "%08x".formatted(++uses);
        var sum = MessageDigest.getInstance(algorithm);
        String ha1 = hex(sum, user + ":" + realm + ":" + secret);
        String ha2 = hex(sum, "REGISTER:" + provenUri);
        String response = hex(sum, String.join(":", ha1, nonce, count, "cn", "auth", ha2));
        return "Authorization: Digest algorithm=%s, username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\", qop=auth, cnonce=\"cn\", nc=%s\n"
                .formatted(algorithm, user, realm, nonce, provenUri, response, count);
    }

    private static String hex(MessageDigest sum, String text) {
        return HexFormat.of().formatHex(sum.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String part(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern + " in\n" + text).isTrue();
        return found.group(1);
    }

    // ---- calls

    static String field(String name, String message) {
        return message.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    /** Answers a request. */
    void answer(String request, String status, String tag, String body) {
        String to = field("To", request);
        send(
                """
                SIP/2.0 %s
                Via: %s
                From: %s
                To: %s
                Call-ID: %s
                CSeq: %s
                Contact: <sip:%s-%s@a1b2c3.invalid;transport=ws>
                %sContent-Length: %d

                %s\
                """
                        .formatted(
                                status,
                                field("Via", request),
                                field("From", request),
                                to.contains("tag=") || tag.isEmpty() ? to : to + ";tag=" + tag,
                                field("Call-ID", request),
                                field("CSeq", request),
                                user,
                                instance,
                                body.isEmpty() ? "" : "Content-Type: application/sdp\n",
                                body.length(),
                                body));
    }

    /** A request in a dialog that the gateway began with this INVITE. */
    String inDialog(String method, String invite, String tag) {
        return """
        %s %s SIP/2.0
        Via: SIP/2.0/WSS a1b2c3.invalid;branch=z9hG4bK%s%d
        Max-Forwards: 69
        To: %s
        From: %s;tag=%s
        Call-ID: %s
        CSeq: %d %s
        Content-Length: 0

        """
                .formatted(
                        method,
                        part("<([^>]+)>", field("Contact", invite)),
                        instance,
                        ++cseq,
                        field("From", invite),
                        field("To", invite),
                        tag,
                        field("Call-ID", invite),
                        cseq,
                        method);
    }

    String invite(String number, String sdp) {
        return """
        INVITE sip:%s@localhost SIP/2.0
        Via: SIP/2.0/WSS a1b2c3.invalid;branch=z9hG4bKcall%s
        Max-Forwards: 69
        To: <sip:%s@localhost>
        From: <sip:%s@localhost>;tag=call-%s
        Call-ID: call-%s
        CSeq: 1 INVITE
        Contact: <sip:%s-%s@a1b2c3.invalid;transport=ws;ob>
        Content-Type: application/sdp
        Content-Length: %d

        %s\
        """
                .formatted(
                        number,
                        instance,
                        number,
                        user,
                        instance,
                        instance,
                        user,
                        instance,
                        sdp.length(),
                        sdp);
    }
}
