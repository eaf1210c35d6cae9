package dev.crosspoint.gateway.recording;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a process does to the world outside, one thing after the other, until its plug is pulled:
 * then nothing more of it happens.
 */
public final class Plug {
    private static final long LIMIT_SECONDS = 20;

    private final int pulledAt;
    private final boolean after;
    private final @Nullable String gate;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private int count;
    private volatile boolean dead;
    private @Nullable String last;

    private Plug(int pulledAt, boolean after, @Nullable String gate) {
        this.pulledAt = pulledAt;
        this.after = after;
        this.gate = gate;
    }

    /** One that stays where it is. */
    public static Plug in() {
        return new Plug(Integer.MAX_VALUE, false, null);
    }

    /** One that is pulled at the n-th thing, from 1: before it, or when it is done. */
    static Plug pulledAt(int step, boolean after) {
        return new Plug(step, after, null);
    }

    /** One that stays, and holds whoever first does something of that kind until it is opened. */
    static Plug gateAt(String kind) {
        return new Plug(Integer.MAX_VALUE, false, kind);
    }

    boolean isReached() {
        return reached.getCount() == 0;
    }

    void open() {
        opened.countDown();
    }

    /** Something of the world outside. */
    interface Deed<T> {
        T run() throws IOException;
    }

    /** A deed of which nothing comes back. */
    interface Act {
        void run() throws IOException;
    }

    void act(String what, Act act) throws IOException {
        boolean _ =
                run(
                        what,
                        () -> {
                            act.run();
                            return true;
                        });
    }

    <T> T run(String what, Deed<T> deed) throws IOException {
        if (gate != null && what.startsWith(gate)) {
            reached.countDown();
            await(opened);
        }
        boolean here = countsAs(what);
        if (here && !after) {
            die();
        }
        requireAlive();
        T result = deed.run();
        if (here) {
            die();
        }
        return result;
    }

    /** Waits until it comes to the place where it is pulled; false when it is over before. */
    boolean awaitPulled(WorksRig rig, Spooled recording) throws Exception {
        for (long left = LIMIT_SECONDS * 1000; left > 0; left -= 5) {
            if (reached.await(5, TimeUnit.MILLISECONDS)) {
                return true;
            }
            if (rig.isErased(recording)) {
                return false;
            }
        }
        throw new AssertionError("neither pulled nor over, after " + last());
    }

    synchronized String last() {
        return count + " " + last;
    }

    private synchronized boolean countsAs(String what) {
        // What a process does while it begins the test waits for: it must not stay there.
        if (dead || Thread.currentThread().getName().isEmpty()) {
            return false;
        }
        last = what;
        return ++count == pulledAt;
    }

    /** Whoever is here stays here until the process ends. */
    private void die() {
        dead = true;
        reached.countDown();
        await(never);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireAlive() throws IOException {
        if (dead) {
            throw new IOException("this process is gone");
        }
    }
}
