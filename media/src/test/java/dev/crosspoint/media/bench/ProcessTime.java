package dev.crosspoint.media.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CPU time of another process, as Linux tells it of every program in the same way. */
final class ProcessTime {
    /** What a tick of {@code /proc} is on every Linux that Java runs on: USER_HZ is 100 there. */
    private static final long TICK_NANOS = 10_000_000;

    private static final int USER = 14;
    private static final int SYSTEM = 15;

    /** The state, the first field behind the name. */
    private static final int STATE = 3;

    private ProcessTime() {}

    /** User and system time of all its threads since it began, also of those that are gone. */
    static long cpuNanos(long pid) throws IOException {
        return cpuNanos(Files.readString(Path.of("/proc/" + pid + "/stat")));
    }

    /**
     * The same out of the text of {@code /proc/<pid>/stat} (proc(5)).
     *
     * @throws IOException it is another text
     */
    static long cpuNanos(String stat) throws IOException {
        // The name is in brackets, and may have brackets and spaces of its own.
        int behind = stat.lastIndexOf(')') + 2;
        List<String> fields = List.of(stat.substring(Math.min(behind, stat.length())).split(" "));
        try {
            long user = Long.parseLong(fields.get(USER - STATE));
            long system = Long.parseLong(fields.get(SYSTEM - STATE));
            return (user + system) * TICK_NANOS;
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException("not the status of a process", e);
        }
    }
}
