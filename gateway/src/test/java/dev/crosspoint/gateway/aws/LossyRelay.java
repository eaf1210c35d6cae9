package dev.crosspoint.gateway.aws;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stands before a store, and does to requests what networks and stores do. */
public final class LossyRelay implements AutoCloseable {
    /** So much of a request that is cut off still comes there. */
    private static final int BYTES_BEFORE_CUT = 10_000;

    /** So much of an answer that stalls still comes. */
    private static final int BYTES_BEFORE_STALL = 20_000;

    private final ServerSocket server;
    private final URI store;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Plan plan = new Plan(Trouble.ANSWER_LOST, Pattern.compile(""), 0);

    /** What becomes of a request. */
    public enum Trouble {
        /** The store does it, and nobody hears of it. */
        ANSWER_LOST,
        /** The store never hears of it; the answer is an error of the server. */
        ERROR_500,
        /** The store never hears of it; the answer is that it has no such thing. */
        ERROR_501,
        /** The store never hears of it; the answer is that whoever asks may not. */
        FORBIDDEN,
        /**
         * The store never hears of it; the answer is that the key of what lies there is disabled.
         */
        KEY_DISABLED,
        /** The store never hears of it, and nothing is answered. */
        SILENCE,
        /** The store does it, and a part of its answer comes; then nothing more. */
        STALL,
        /** The line goes in the middle of it. */
        CUT,
        /** The store never hears of it, nor of anything else; nothing is answered any more. */
        END_BEFORE,
        /** The store does it, and that was the last it heard, and the last anybody hears. */
        END_AFTER
    }

    private record Plan(Trouble trouble, Pattern requests, AtomicInteger left) {
        Plan(Trouble trouble, Pattern requests, int times) {
            this(trouble, requests, new AtomicInteger(times));
        }
    }

    public LossyRelay(URI store) throws IOException {
        this.store = store;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Does it to the next requests that begin like this. */
    public void disturb(Trouble trouble, int times, String requestLine) {
        plan = new Plan(trouble, Pattern.compile(requestLine), times);
    }

    /** From now on all goes well. */
    public void heal() {
        plan.left().set(0);
    }

    /** What requests began with. */
    public List<String> requestHeads() {
        return heads;
    }

    /** To how many requests it is still to be done; less than 1 for none. */
    int stillToDisturb() {
        return plan.left().get();
    }

    /** Waits until nothing passes any more. */
    boolean awaitEnd(long seconds) throws InterruptedException {
        return ended.await(seconds, TimeUnit.SECONDS);
    }

    private boolean isOver() {
        return ended.getCount() == 0;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : sockets) {
            socket.close();
        }
    }

    private void end() throws IOException {
        ended.countDown();
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                var behind = new Socket(store.getHost(), store.getPort());
                sockets.add(client);
                sockets.add(behind);
                var connection = new Connection(client, behind);
                Thread.ofVirtual().start(connection::carryRequests);
                Thread.ofVirtual().start(connection::carryAnswers);
            } catch (IOException e) {
                return;
            }
        }
    }

    private final class Connection {
        private final Socket client;
        private final Socket behind;
        private volatile @Nullable Trouble answer;
        private boolean isHead;

        private Connection(Socket client, Socket behind) {
            this.client = client;
            this.behind = behind;
        }

        private void carryRequests() {
            try (client;
                    behind) {
                var in = client.getInputStream();
                var out = behind.getOutputStream();
                var buffer = new byte[32 * 1024];
                int left = Integer.MAX_VALUE;
                boolean swallows = false;
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    var trouble = trouble(buffer, n);
                    if (trouble != null) {
                        switch (trouble) {
                            case ANSWER_LOST, END_AFTER, STALL -> answer = trouble;
                            case ERROR_500 -> swallows = refuse(500, "InternalError");
                            case ERROR_501 -> swallows = refuse(501, "NotImplemented");
                            case FORBIDDEN -> swallows = refuse(403, "AccessDenied");
                            case KEY_DISABLED -> swallows = refuse(400, "KMS.DisabledException");
                            case SILENCE -> swallows = true;
                            case CUT -> left = BYTES_BEFORE_CUT;
                            case END_BEFORE -> end();
                        }
                    }
                    if (!swallows && !isOver()) {
                        out.write(buffer, 0, Math.min(n, left));
                        left -= left == Integer.MAX_VALUE ? 0 : Math.min(n, left);
                        if (left == 0) {
                            return;
                        }
                    }
                }
            } catch (IOException e) {
                // Either side has had enough.
            } finally {
                sockets.remove(client);
                sockets.remove(behind);
            }
        }

        private @Nullable Trouble trouble(byte[] bytes, int length) {
            var line = new String(bytes, 0, Math.min(length, 4_000), StandardCharsets.ISO_8859_1);
            heads.add(line);
            isHead = line.startsWith("HEAD ");
            var current = plan;
            return current.requests().matcher(line).lookingAt()
                            && current.left().getAndDecrement() > 0
                    ? current.trouble()
                    : null;
        }

        private boolean refuse(int status, String code) throws IOException {
            var body = "<Error><Code>%s</Code><Message>as told</Message></Error>".formatted(code);
            var answer =
                    "HTTP/1.1 %d As told\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                            .formatted(status, body.length(), isHead ? "" : body);
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            return true;
        }

        private void carryAnswers() {
            try (client;
                    behind) {
                var in = behind.getInputStream();
                OutputStream out = client.getOutputStream();
                var buffer = new byte[32 * 1024];
                int untilStall = BYTES_BEFORE_STALL;
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (answer == Trouble.ANSWER_LOST) {
                        return;
                    }
                    if (answer == Trouble.END_AFTER) {
                        end();
                    }
                    int passes = answer == Trouble.STALL ? Math.min(n, untilStall) : n;
                    if (!isOver()) {
                        out.write(buffer, 0, passes);
                        untilStall -= answer == Trouble.STALL ? passes : 0;
                    }
                }
            } catch (IOException e) {
                // Either side has had enough.
            }
        }
    }
}
