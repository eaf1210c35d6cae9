package dev.crosspoint.loadtest.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of a gateway on this machine, as {@code jcmd} and Linux see it. */
final class GatewayMemory {
    /**
     * {@code ZHeap used 38M, capacity 210M, ...}; with G1 {@code committed 262144K, used 38912K}.
     */
    private static final Pattern USED = Pattern.compile("used (\\d+)([KMG])");

    private static final Pattern COMMITTED =
            Pattern.compile("(?:capacity|committed) (\\d+)([KMG])");

    /** A collection finds what the one before has only just let go: buffers, finished sessions. */
    private static final int COLLECTIONS = 3;

    private final String pid;
    private final List<String> prefix;

    /**
     * @param prefix of {@code jcmd}, such as {@code taskset -c 1}, lest it disturb what it looks
     *     at; may be empty
     */
    GatewayMemory(long pid, List<String> prefix) {
        this.pid = Long.toString(pid);
        this.prefix = List.copyOf(prefix);
    }

    /**
     * At one moment.
     *
     * @param heapBytes in use after a collection
     * @param otherBytes resident and no heap: code, classes, stacks, buffers of the network
     * @param residentBytes of the whole process, its PostgreSQL's not among them
     * @param descriptors open files and sockets
     */
    record Sample(long heapBytes, long otherBytes, long residentBytes, int descriptors) {}

    /** Collects garbage, and looks. */
    Sample sample() throws IOException, InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            collect();
        }
        String heap = jcmd("GC.heap_info");
        long resident = status("VmRSS:");
        // ZGC's heap is shared memory, of which only what was ever touched is resident.
        long shared = status("RssShmem:");
        long heapResident = shared > 0 ? shared : size(COMMITTED, heap);
        return new Sample(size(USED, heap), resident - heapResident, resident, descriptors());
    }

    /** Collects what is garbage now. */
    void collect() throws IOException, InterruptedException {
        jcmd("GC.run");
    }

    private static long size(Pattern pattern, String heap) throws IOException {
        Matcher size = pattern.matcher(heap);
        if (!size.find()) {
            throw new IOException("the heap cannot be read");
        }
        return Long.parseLong(size.group(1)) << shift(size.group(2));
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "K" -> 10;
            case "M" -> 20;
            default -> 30;
        };
    }

    /** The most that was ever resident, bytes. */
    long peakBytes() throws IOException {
        return status("VmHWM:");
    }

    private long status(String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("no " + field + " of " + pid);
    }

    private int descriptors() {
        String[] open = new File("/proc/" + pid + "/fd").list();
        return open == null ? 0 : open.length;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        var words = new ArrayList<>(prefix);
        words.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        words.add(pid);
        words.add(command);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + said.strip());
        }
        return said;
    }
}
