package dev.crosspoint.media.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.crosspoint.media.codec.Codec;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An rtpengine without its kernel module, asked by its ng protocol: a datagram with a cookie and a
 * dictionary, which is answered by one with the same cookie. Of a call's two phones the first is a
 * browser and offers, the second a telephone with SDES and answers.
 */
final class RtpengineProcess implements LoadedServer {
    private static final int ANSWER_MILLIS = 2000;
    private static final int MAX_DATAGRAM = 65_507;

    /** What our phones speak (RFC 4568 6.2). */
    private static final Pattern SUITE =
            Pattern.compile("a=crypto:(\\d+) AES_CM_128_HMAC_SHA1_80 ");

    private final PeerProcess process;
    private final DatagramSocket control = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final InetSocketAddress engine;
    private int cookies;
    private int calls;

    /**
     * Starts it, and returns when it answers.
     *
     * @param prefix of its command, such as {@code taskset -c 0}, or nothing
     */
    RtpengineProcess(String prefix, Path log) throws IOException {
        int port;
        try (var free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        engine = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        control.setSoTimeout(ANSWER_MILLIS);
        process =
                new PeerProcess(
                        prefix,
                        log,
                        List.of(
                                "rtpengine",
                                "--config-file=none",
                                "--foreground",
                                "--log-stderr",
                                "--log-level=4",
                                "--table=-1",
                                "--interface=127.0.0.1",
                                "--listen-ng=127.0.0.1:" + port,
                                // Nobody speaks before all are connected.
                                "--timeout=600",
                                "--port-min=40000",
                                "--port-max=49999"));
        try {
            awaitPong();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public List<String> call(List<Codec> codecs, List<LoadPhone> phones) throws IOException {
        String call = "call-" + calls++;
        var offer = new HashMap<String, Object>();
        offer.put("command", "offer");
        offer.put("call-id", call);
        offer.put("from-tag", "browser");
        offer.put("sdp", phones.get(0).offer());
        offer.put("transport-protocol", "RTP/SAVP");
        offer.put("ICE", "remove");
        offer.put("ICE-lite", "backward");
        offer.put("DTLS-reverse", "passive");
        offer.put("rtcp-mux", List.of("demux"));
        if (codecs.getFirst() == Codec.OPUS) {
            offer.put("codec", Map.of("mask", List.of("opus"), "transcode", List.of("PCMU")));
        }
        String offered = sdp(ask(offer));
        var answer = new HashMap<String, Object>();
        answer.put("command", "answer");
        answer.put("call-id", call);
        answer.put("from-tag", "browser");
        answer.put("to-tag", "telephone");
        answer.put("sdp", answering(phones.get(1).offer(), offered));
        answer.put("ICE", "force");
        return List.of(sdp(ask(answer)), offered);
    }

    /** Our telephone's offer as an answer: it takes the suite it knows under the offer's number. */
    static String answering(String ours, String offered) throws IOException {
        Matcher crypto = SUITE.matcher(offered);
        if (!crypto.find()) {
            throw new IOException("rtpengine does not offer the suite of the phones");
        }
        return SUITE.matcher(ours).replaceFirst(crypto.group());
    }

    @Override
    public void begin() throws IOException {
        process.begin();
    }

    @Override
    public Cost end() throws IOException {
        return process.end();
    }

    @Override
    public void close() {
        process.close();
        control.close();
    }

    private void awaitPong() throws IOException {
        for (int i = 0; ; i++) {
            try {
                ask(Map.of("command", "ping"));
                return;
            } catch (IOException e) {
                // A port that nobody has opened yet says so at once.
                process.check();
                if (i == 50) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private static String sdp(Map<?, ?> answer) throws IOException {
        if (answer.get("sdp") instanceof String sdp) {
            return sdp;
        }
        throw new IOException("rtpengine refused: " + answer.get("error-reason"));
    }

    private Map<?, ?> ask(Map<String, ?> question) throws IOException {
        byte[] cookie = (cookies++ + " ").getBytes(ISO_8859_1);
        byte[] body = Bencode.encode(question);
        byte[] datagram = Arrays.copyOf(cookie, cookie.length + body.length);
        System.arraycopy(body, 0, datagram, cookie.length, body.length);
        control.send(new DatagramPacket(datagram, datagram.length, engine));
        var came = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        while (true) {
            try {
                control.receive(came);
            } catch (SocketTimeoutException e) {
                throw new IOException("rtpengine does not answer", e);
            }
            byte[] data = Arrays.copyOf(came.getData(), came.getLength());
            // An answer to a question that we have given up is passed over.
            if (Arrays.mismatch(data, cookie) == cookie.length) {
                Object answer =
                        Bencode.decode(Arrays.copyOfRange(data, cookie.length, data.length));
                if (answer instanceof Map<?, ?> map) {
                    return map;
                }
                throw new IOException("rtpengine answers with something else");
            }
        }
    }
}
