package dev.crosspoint.loadtest.phone;

import dev.crosspoint.loadtest.measure.Latencies;
import dev.crosspoint.loadtest.measure.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that speaks and hears for all phones of a process. Whoever wants something of a
 * leg asks here, so that legs need no locks.
 */
final class MediaPump implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaPump.class);

    /** What is heard at most a millisecond late is heard in time, where nobody measures closely. */
    private static final long DOZE_MS = 1;

    private final Selector selector = Selector.open();
    private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final Schedule<MediaLeg> schedule = new Schedule<>(System.nanoTime());
    private Latencies delays = new Latencies();
    private final byte[] memory = new byte[2048];
    private final ByteBuffer buffer = ByteBuffer.wrap(memory);
    private final boolean spins;
    private final Thread thread;
    private volatile boolean closed;

    /** What the pump has measured. */
    record Paced(Latencies delays, Latencies lateness, long skippedFrames) {}

    /**
     * Starts it.
     *
     * @param spins never sleeps, because waking it would be charged to the gateway that sends to
     *     it: for a core of its own
     */
    MediaPump(boolean spins) throws IOException {
        this.spins = spins;
        thread = Thread.ofPlatform().daemon().name("media-pump").start(this::run);
    }

    /** Asks for something to be done on the thread, in the order of asking. */
    void ask(Runnable what) {
        asked.add(what);
        if (!spins) {
            selector.wakeup();
        }
    }

    // ---- on the thread

    /** Its packets are heard from now on. */
    void listen(RtpSocket socket) {
        try {
            socket.channel().register(selector, SelectionKey.OP_READ, socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It speaks every 20 ms from now on. */
    void begin(MediaLeg leg) {
        schedule.add(leg);
    }

    void end(MediaLeg leg) {
        schedule.remove(leg);
    }

    /** Whoever speaks now. */
    List<MediaLeg> legs() {
        return schedule.speakers();
    }

    /** One way, of every stamped packet since the last {@link #take}. */
    Latencies delays() {
        return delays;
    }

    /** What was measured since the last time. */
    Paced take() {
        var taken = new Paced(delays, schedule.takeLateness(), schedule.skippedFrames());
        delays = new Latencies();
        return taken;
    }

    private void run() {
        try {
            while (!closed) {
                for (Runnable next = asked.poll(); next != null; next = asked.poll()) {
                    perform(next);
                }
                schedule.run(System.nanoTime(), this::speak, () -> {});
                hear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void speak(MediaLeg leg) {
        try {
            leg.speak(System.nanoTime());
        } catch (RuntimeException e) {
            LOG.warn("a phone could not speak", e);
            end(leg);
        }
    }

    /** What goes wrong for one phone is that phone's misfortune, and shows in what it hears. */
    private static void perform(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException e) {
            LOG.warn("a phone could not do what was asked", e);
        }
    }

    private void hear() throws IOException {
        boolean due = schedule.nextNanos() - System.nanoTime() <= 0;
        if ((spins || due ? selector.selectNow() : selector.select(DOZE_MS)) == 0) {
            return;
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                ((RtpSocket) key.attachment()).receive(memory, buffer, System.nanoTime());
            }
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(5_000);
            selector.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
