package dev.crosspoint.loadtest.phone;

import dev.crosspoint.loadtest.measure.Latencies;
import dev.crosspoint.loadtest.measure.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that speaks and hears for all phones of a process. Whoever wants something of a
 * leg asks here, so that legs need no locks.
 */
final class MediaPump implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaPump.class);

    /** What is heard at most a millisecond late is heard in time, where nobody measures closely. */
    private static final long DOZE_NANOS = 1_000_000;

    /** A turn in which nothing was done and that yet took longer was not idle but interrupted. */
    private static final long LONGEST_IDLE_NANOS = 100_000;

    private final List<RtpPort> ports = new ArrayList<>();
    private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final Schedule<MediaLeg> schedule = new Schedule<>(System.nanoTime());
    private final Latencies words = new Latencies();
    private Latencies delays = new Latencies();
    private final byte[] memory = new byte[2048];
    private final Runnable flush = this::flush;
    private final boolean spins;
    private final Thread thread;
    private long idleNanos;
    private volatile boolean closed;

    /**
     * What the pump has measured.
     *
     * @param idleNanos since the beginning: time that it has only spent on looking for something to
     *     do
     */
    record Paced(
            Latencies delays,
            PhoneBank.Words words,
            Latencies lateness,
            long skippedFrames,
            long idleNanos) {}

    /**
     * Starts it.
     *
     * @param spins never sleeps, because waking it would be charged to the gateway that sends to
     *     it: for a core of its own
     */
    MediaPump(boolean spins) {
        this.spins = spins;
        thread = Thread.ofPlatform().daemon().name("media-pump").unstarted(this::run);
        thread.start();
    }

    /** Asks for something to be done on the thread, in the order of asking. */
    void ask(Runnable what) {
        asked.add(what);
        if (!spins) {
            LockSupport.unpark(thread);
        }
    }

    // ---- on the thread

    /** What arrives there is heard from now on. */
    void listen(RtpPort port) {
        ports.add(port);
    }

    /** No longer. */
    void close(RtpPort port) {
        ports.remove(port);
        port.close();
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

    /** One way, of the beginning of every word. */
    Latencies words() {
        return words;
    }

    /** What was measured since the last time. */
    Paced take() {
        var taken =
                new Paced(
                        delays,
                        new PhoneBank.Words(
                                words.count(), words.percentileMs(0.5), words.percentileMs(0.99)),
                        schedule.takeLateness(),
                        schedule.skippedFrames(),
                        idleNanos);
        delays = new Latencies();
        return taken;
    }

    private void run() {
        while (!closed) {
            long began = System.nanoTime();
            boolean idle = true;
            for (Runnable next = asked.poll(); next != null; next = asked.poll()) {
                perform(next);
                idle = false;
            }
            idle &= !schedule.run(System.nanoTime(), this::speak, flush);
            for (int i = 0; i < ports.size(); i++) {
                idle &= !hear(ports.get(i));
            }
            flush();
            if (idle) {
                rest(began);
            }
        }
        ports.forEach(RtpPort::close);
    }

    private boolean hear(RtpPort port) {
        try {
            return port.receive(memory);
        } catch (RuntimeException e) {
            LOG.warn("a phone could not hear", e);
            return true;
        }
    }

    private void flush() {
        for (int i = 0; i < ports.size(); i++) {
            ports.get(i).flush();
        }
    }

    /** There is nothing to do: sleeps where it may, and else counts the time of looking. */
    private void rest(long beganNanos) {
        if (spins) {
            idleNanos += Math.min(System.nanoTime() - beganNanos, LONGEST_IDLE_NANOS);
            Thread.onSpinWait();
        } else {
            long until = schedule.nextNanos() - System.nanoTime();
            LockSupport.parkNanos(Math.clamp(until, 1, DOZE_NANOS));
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

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(5_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
