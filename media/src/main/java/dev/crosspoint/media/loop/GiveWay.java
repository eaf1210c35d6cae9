package dev.crosspoint.media.loop;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the other threads of this process, and processes that work for it, give way to the media
 * loops where both want a core: a thousand agents who sign in at once, a compiler, a collector or a
 * database that is at work beside them, then take what the audio leaves. What collectors do while
 * everybody waits stays as it is.
 *
 * <p>By setpriority(2), which may lower a thread without any privilege. Elsewhere than on Linux
 * nothing happens.
 */
public final class GiveWay {
    /** A ninth of the time of a thread at 0, where they compete (sched(7)). */
    static final int NICE = 10;

    /** Compilers and carriers of virtual threads come and go. */
    private static final int EVERY_MS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(GiveWay.class);
    private static final Path THREADS = Path.of("/proc/self/task");

    /** What names of threads begin with that stay: the loops, and whom HotSpot stops them for. */
    private static final List<String> STAY =
            List.of(MediaLoop.THREAD_NAME, "ZDriver", "ZDirector", "VM ", "GC Thread");

    private GiveWay() {}

    /** What is asked of the system, and is not there on others. */
    private static final class Linux {
        private static final int PRIO_PROCESS = 0;
        private static final MethodHandle GETPRIORITY =
                handle("getpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        private static final MethodHandle SETPRIORITY =
                handle(
                        "setpriority",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));

        private Linux() {}

        private static MethodHandle handle(String name, FunctionDescriptor function) {
            var linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), function);
        }

        /** A thread that is as nice already stays: where we may, it would be raised. */
        private static boolean lower(int thread) throws Throwable {
            return (int) GETPRIORITY.invokeExact(PRIO_PROCESS, thread) >= NICE
                    || (int) SETPRIORITY.invokeExact(PRIO_PROCESS, thread, NICE) == 0;
        }
    }

    /**
     * Lowers the threads that there are, and those that come, until Vert.x is closed. Blocks for
     * some milliseconds.
     *
     * @param beside the processes that work for ours, as they are at the time; each of one thread,
     *     as PostgreSQL's are
     */
    public static void watch(Vertx vertx, Supplier<Stream<ProcessHandle>> beside) {
        if (!Files.isDirectory(THREADS)) {
            return;
        }
        lower(beside);
        vertx.setPeriodic(EVERY_MS, _ -> vertx.executeBlocking(() -> lower(beside)));
    }

    private static long lower(Supplier<Stream<ProcessHandle>> beside) {
        return sweep() + beside.get().filter(process -> lower(process.pid())).count();
    }

    /**
     * Looks at all threads that there are now; blocks for about a millisecond.
     *
     * @return how many give way
     */
    static int sweep() {
        int lowered = 0;
        try (var threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                lowered += lower(thread) ? 1 : 0;
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("Threads could not be looked at: {}", e.getMessage());
        }
        return lowered;
    }

    private static boolean lower(Path thread) {
        try {
            String name = Files.readString(thread.resolve("comm"));
            if (STAY.stream().anyMatch(name::startsWith)) {
                return false;
            }
            return lower(Long.parseLong(String.valueOf(thread.getFileName())));
        } catch (IOException e) {
            LOG.trace("A thread has ended meanwhile: {}", e.getMessage());
            return false;
        }
    }

    private static boolean lower(long thread) {
        try {
            return Linux.lower((int) thread);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
