package dev.crosspoint.gateway.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Stands before a store and loses answers: the store has done it, and nobody hears of it. */
final class LossyRelay implements AutoCloseable {
    private final ServerSocket server;
    private final URI store;
    private final AtomicInteger toLose = new AtomicInteger();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile Pattern requests = Pattern.compile("");

    LossyRelay(URI store) throws IOException {
        this.store = store;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Loses the next answers to requests that begin like this. */
    void lose(int answers, String requestLine) {
        requests = Pattern.compile(requestLine);
        toLose.set(answers);
    }

    /** What requests began with. */
    List<String> requestHeads() {
        return heads;
    }

    /** How many answers are still to be lost. */
    int stillToLose() {
        return toLose.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                var behind = new Socket(store.getHost(), store.getPort());
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
        private volatile boolean losesNext;

        private Connection(Socket client, Socket behind) {
            this.client = client;
            this.behind = behind;
        }

        private void carryRequests() {
            carry(client, behind, this::watch);
        }

        private void carryAnswers() {
            carry(behind, client, (_, _) -> losesNext && toLose.getAndDecrement() > 0);
        }

        private boolean watch(byte[] bytes, int length) {
            var line = new String(bytes, 0, Math.min(length, 4_000), StandardCharsets.ISO_8859_1);
            heads.add(line);
            if (requests.matcher(line).lookingAt()) {
                losesNext = toLose.get() > 0;
            }
            return false;
        }

        private void carry(Socket from, Socket to, Cut cut) {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                var buffer = new byte[32 * 1024];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (cut.isDue(buffer, n)) {
                        return;
                    }
                    out.write(buffer, 0, n);
                }
            } catch (IOException e) {
                // Either side has had enough.
            }
        }
    }

    private interface Cut {
        boolean isDue(byte[] bytes, int length);
    }
}
