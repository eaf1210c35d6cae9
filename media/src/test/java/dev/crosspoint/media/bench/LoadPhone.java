package dev.crosspoint.media.bench;

import dev.crosspoint.media.dtls.DtlsFailure;
import dev.crosspoint.media.dtls.DtlsHandshake;
import dev.crosspoint.media.dtls.DtlsIdentity;
import dev.crosspoint.media.dtls.Fingerprint;
import dev.crosspoint.media.ice.CheckAnswerer;
import dev.crosspoint.media.ice.StunKey;
import dev.crosspoint.media.ice.StunWriter;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;
import dev.crosspoint.media.sdp.ExtMap;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpProfile;
import dev.crosspoint.media.srtp.SrtpSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One end of a call under load, driven by the loop of {@link PlaneLoad}: no thread of its own. */
final class LoadPhone {
    private static final SrtpProfile SDES = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DtlsIdentity IDENTITY = DtlsIdentity.generate(RANDOM);
    private static final String UFRAG = "load";
    private static final String PASSWORD = "abcdefghijklmnopqrstuvwx";

    private static final int SSRC = 0x4C4F4144;
    private static final int EVENT_TYPE = 101;
    private static final int LEVEL_ID = 1;
    private static final int LEVEL_BYTES = 8;
    private static final int EXTENSION_BIT = 0x10;

    private final DatagramChannel channel;
    private final boolean browser;
    private final int payloadType;
    private final String rtpmap;
    private final byte[] keys = new byte[SDES.keyBytes() + SDES.saltBytes()];
    private final CompletableFuture<SrtpSession> secured = new CompletableFuture<>();
    private final byte[] packet = new byte[1600];
    private final ByteBuffer buffer = ByteBuffer.wrap(packet);
    private final RtpPacket rtp = new RtpPacket();
    private final StunWriter check = new StunWriter();
    private final CheckAnswerer checked = new CheckAnswerer(PASSWORD);
    private @Nullable InetSocketAddress to;
    private @Nullable DtlsHandshake handshake;
    private @Nullable StunKey stunKey;
    private String userName = "";
    private boolean givesLevels;
    private int sequence;
    private int timestamp;

    LoadPhone(boolean browser, int payloadType, String rtpmap) throws IOException {
        this.browser = browser;
        this.payloadType = payloadType;
        this.rtpmap = rtpmap;
        this.channel = DatagramChannel.open();
        // Of any address: Janus is not on the loopback interface, and hears nobody who is.
        channel.bind(new InetSocketAddress(0));
        channel.configureBlocking(false);
        RANDOM.nextBytes(keys);
    }

    DatagramChannel channel() {
        return channel;
    }

    String offer() throws IOException {
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        String head = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n";
        String media =
                browser
                        ? "m=audio 9 UDP/TLS/RTP/SAVPF %d\r\na=rtcp-mux\r\na=ice-ufrag:%s\r\n"
                                        .formatted(payloadType, UFRAG)
                                + "a=ice-pwd:%s\r\na=fingerprint:%s %s\r\na=setup:actpass\r\n"
                                        .formatted(
                                                PASSWORD,
                                                IDENTITY.fingerprint().algorithm(),
                                                IDENTITY.fingerprint().hex())
                                + "a=candidate:1 1 udp 2130706431 127.0.0.1 %d typ host\r\n"
                                        .formatted(port)
                                + "a=mid:0\r\na=ssrc:%d cname:load\r\na=extmap:%d %s\r\n"
                                        .formatted(SSRC, LEVEL_ID, ExtMap.AUDIO_LEVEL)
                        : "m=audio %d RTP/SAVP %d %d\r\na=crypto:1 %s inline:%s\r\n"
                                        .formatted(
                                                port,
                                                payloadType,
                                                EVENT_TYPE,
                                                SDES.sdesName(),
                                                Base64.getEncoder().encodeToString(keys))
                                + "a=rtpmap:%d telephone-event/8000\r\na=fmtp:%d 0-16\r\n"
                                        .formatted(EVENT_TYPE, EVENT_TYPE);
        return head + media + "a=rtpmap:" + payloadType + " " + rtpmap + "\r\n";
    }

    /** Takes the answer; a browser begins its checks and its handshake. */
    void connect(String answer) {
        if (!browser) {
            to = address("127.0.0.1", find(answer, "m=audio (\\d+)", 1));
            String crypto = SDES.sdesName() + " inline:([A-Za-z0-9+/=]+)";
            byte[] theirs = Base64.getDecoder().decode(find(answer, crypto, 1));
            int key = SDES.keyBytes();
            secured.complete(
                    new SrtpSession(
                            new SrtpKeys(
                                    SDES,
                                    Arrays.copyOf(keys, key),
                                    Arrays.copyOfRange(keys, key, keys.length),
                                    Arrays.copyOf(theirs, key),
                                    Arrays.copyOfRange(theirs, key, theirs.length))));
            return;
        }
        String candidate = "candidate:\\S+ 1 (?i:udp) \\d+ ([\\d.]+) (\\d+)";
        to = address(find(answer, candidate, 1), find(answer, candidate, 2));
        userName = find(answer, "a=ice-ufrag:(\\S+)", 1) + ":" + UFRAG;
        stunKey = new StunKey(find(answer, "a=ice-pwd:(\\S+)", 1));
        String print = "a=fingerprint:(\\S+) (\\S+)";
        var expected = new Fingerprint(find(answer, print, 1), find(answer, print, 2));
        sendCheck();
        var shaking =
                new DtlsHandshake(
                        IDENTITY,
                        // RFC 5763 5: who is active sends the first message
                        answer.contains("a=setup:active")
                                ? DtlsHandshake.Role.SERVER
                                : DtlsHandshake.Role.CLIENT,
                        expected,
                        this::send,
                        RANDOM);
        handshake = shaking;
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        shaking.run(keys -> secured.complete(new SrtpSession(keys)));
                    } catch (DtlsFailure failure) {
                        secured.completeExceptionally(failure);
                    }
                });
    }

    boolean isReady() {
        return secured.isDone() && !secured.isCompletedExceptionally();
    }

    /** ICE consent, every few seconds (RFC 7675). */
    void sendCheck() {
        StunKey key = stunKey;
        if (key == null) {
            return;
        }
        byte[] transaction = new byte[12];
        RANDOM.nextBytes(transaction);
        check.beginRequest(transaction)
                .username(userName)
                .priority(1)
                .controlling(1)
                .useCandidate()
                .integrity(key)
                .fingerprint();
        send(check.array(), 0, check.length());
    }

    /** Tells its level with every packet from now on (RFC 6464); browsers do. */
    void givingLevels() {
        givesLevels = browser;
    }

    /**
     * Sends one audio packet of 20 ms.
     *
     * @param levelDbov what it is said to be, for those who give levels
     */
    void speak(byte[] payload, int length, int ticks, int levelDbov) {
        SrtpSession session = secured.getNow(null);
        if (session == null) {
            return;
        }
        int at = RtpPacket.writeHeader(packet, 0, false, payloadType, sequence++, timestamp, SSRC);
        timestamp += ticks;
        if (givesLevels) {
            packet[0] |= EXTENSION_BIT;
            // RFC 8285 4.2: one-byte headers, one word: the element, and two bytes of padding
            ByteBuffer.wrap(packet, at, LEVEL_BYTES)
                    .putInt(0xBEDE0001)
                    .put((byte) (LEVEL_ID << 4))
                    .put((byte) -levelDbov)
                    .putShort((short) 0);
            at += LEVEL_BYTES;
        }
        System.arraycopy(payload, 0, packet, at, length);
        rtp.wrap(packet, 0, at + length);
        if (session.protect(rtp)) {
            send(packet, 0, rtp.buffer().length());
        }
    }

    /**
     * Takes the next datagram.
     *
     * @return 1 when it was audio, which then lies in {@link #heard}; 0 for anything else; -1 when
     *     there is none
     */
    int receive() throws IOException {
        buffer.clear();
        SocketAddress from = channel.receive(buffer);
        if (from == null) {
            return -1;
        }
        int length = buffer.position();
        int first = packet[0] & 0xFF;
        if (first >= 20 && first <= 63 && handshake != null) {
            handshake.offer(packet, 0, length);
            return 0;
        }
        if (first < 4) {
            StunWriter answer = checked.answer(packet, length, (InetSocketAddress) from);
            send(answer.array(), 0, answer.length());
            return 0;
        }
        SrtpSession session = secured.getNow(null);
        boolean audio = first >= 128 && (packet[1] & 0x7F) == payloadType;
        if (session == null || !audio || !rtp.wrap(packet, 0, length)) {
            return 0;
        }
        return session.unprotect(rtp) == Verdict.ACCEPTED ? 1 : 0;
    }

    /** The audio packet that was received last, in the clear. */
    RtpPacket heard() {
        return rtp;
    }

    void close() throws IOException {
        if (handshake != null) {
            handshake.close();
        }
        channel.close();
    }

    private void send(byte[] data, int offset, int length) {
        try {
            if (to != null && length > 0) {
                channel.send(ByteBuffer.wrap(data, offset, length), to);
            }
        } catch (IOException _) {
            // the measurement will show what is missing
        }
    }

    private static InetSocketAddress address(String host, String port) {
        return new InetSocketAddress(host, Integer.parseInt(port));
    }

    private static String find(String text, String pattern, int group) {
        var matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("the answer has no " + pattern);
        }
        return matcher.group(group);
    }
}
