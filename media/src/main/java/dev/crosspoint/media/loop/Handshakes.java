package dev.crosspoint.media.loop;

import dev.crosspoint.media.srtp.SrtpKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * The threads on which DTLS handshakes block: a virtual one for each leg. Only so many shake hands
 * at once; in a storm of reconnecting browsers the rest wait in line, without a thread, rather than
 * take the cores from the calls that already talk.
 */
final class Handshakes {

    /** What a leg learns about its handshake: always on its loop, and nothing after close. */
    interface Listener {

        /** A record to send to the peer; the array is the listener's to keep. */
        void onRecord(byte[] record);

        /** Hands are shaken. */
        void onKeys(SrtpKeys keys);

        /** There are no keys, or the connection broke after them; nothing follows. */
        void onFailure(Exception reason);

        /** The peer closed the connection after the keys; nothing follows. */
        void onClosed();
    }

    /** Makes a handshake that sends by the given wire. */
    @FunctionalInterface
    interface Maker {
        Handshake make(Wire wire);
    }

    /** Sends a record, from the handshake's thread; the bytes are copied. */
    @FunctionalInterface
    interface Wire {
        void send(byte[] data, int offset, int length);
    }

    private final Semaphore permits;
    private final Queue<Run> line = new ConcurrentLinkedQueue<>();
    private final Set<Run> runs = ConcurrentHashMap.newKeySet();

    /**
     * @param concurrent handshakes in progress at once, at most
     */
    Handshakes(int concurrent) {
        permits = new Semaphore(concurrent);
    }

    /** Begins a handshake for a leg. On the leg's loop, as everything it leads to. */
    Run start(MediaLoop loop, Listener listener, Maker maker) {
        Run run = new Run(loop, listener, maker);
        loop.count(LoopCount.HANDSHAKES_BEGUN);
        runs.add(run);
        line.add(run);
        serveLine();
        return run;
    }

    /** Handshakes and connections that have not ended. */
    int open() {
        return runs.size();
    }

    /** Ends all of them in silence and waits for their threads; from any thread. */
    Future<Void> close() {
        List<Run> open = List.copyOf(runs);
        open.forEach(Run::abandon);
        serveLine();
        return Future.join(open.stream().map(run -> run.ended.future()).toList()).mapEmpty();
    }

    private void serveLine() {
        while (!line.isEmpty() && permits.tryAcquire()) {
            Run next = line.poll();
            if (next == null) {
                permits.release();
            } else {
                Thread.ofVirtual().name("dtls").start(next::run);
            }
        }
    }

    /** One leg's handshake, and its DTLS connection afterwards. */
    final class Run {
        private final MediaLoop loop;
        private final Listener listener;
        private final Handshake handshake;
        private final Promise<Void> ended = Promise.promise();

        /** Whether the leg has heard its last word, or wants to hear none. */
        private volatile boolean over;

        /** The thread's: whether it still has its place among those who shake hands. */
        private boolean shaking = true;

        private Run(MediaLoop loop, Listener listener, Maker maker) {
            this.loop = loop;
            this.listener = listener;
            this.handshake = maker.make(this::send);
        }

        /** A record from the peer, copied. */
        void offer(byte[] data, int offset, int length) {
            handshake.offer(data, offset, length);
        }

        /** Ends it; the listener hears nothing any more. */
        void close() {
            abandon();
            if (line.remove(this)) {
                end();
            }
        }

        private void abandon() {
            over = true;
            handshake.close();
        }

        private void run() {
            try {
                if (!over) {
                    handshake.run(this::shaken);
                }
                tell(() -> lastWord(listener::onClosed));
            } catch (Exception e) {
                tell(() -> lastWord(() -> failed(e)));
            } finally {
                leavePlace();
                end();
            }
        }

        private void failed(Exception reason) {
            loop.count(LoopCount.HANDSHAKES_FAILED);
            listener.onFailure(reason);
        }

        private void send(byte[] data, int offset, int length) {
            byte[] record = Arrays.copyOfRange(data, offset, offset + length);
            tell(() -> listener.onRecord(record));
        }

        private void shaken(SrtpKeys keys) {
            leavePlace();
            tell(() -> {
                loop.count(LoopCount.HANDSHAKES_KEYED);
                listener.onKeys(keys);
            });
        }

        private void lastWord(Runnable word) {
            over = true;
            word.run();
        }

        private void tell(Runnable news) {
            loop.execute(() -> {
                try {
                    if (!over) {
                        news.run();
                    }
                } catch (RuntimeException e) {
                    loop.failed("handshake listener", e);
                }
            });
        }

        private void leavePlace() {
            if (shaking) {
                shaking = false;
                permits.release();
                serveLine();
            }
        }

        private void end() {
            runs.remove(this);
            ended.tryComplete();
        }
    }
}
