package dev.crosspoint.media.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of somebody else's under measurement. */
final class PeerProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final String name;
    private long cpuBefore;

    /**
     * Starts it.
     *
     * @param prefix of its command, such as {@code taskset -c 0}, or nothing
     * @param log where it says what it says
     */
    PeerProcess(String prefix, Path log, List<String> command) throws IOException {
        var all = new ArrayList<String>();
        if (!prefix.isEmpty()) {
            all.addAll(List.of(prefix.split(" ", -1)));
        }
        all.addAll(command);
        name = command.getFirst();
        process =
                new ProcessBuilder(all)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
    }

    /**
     * It should be there.
     *
     * @throws IOException it has ended
     */
    void check() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(name + " has ended with " + process.exitValue());
        }
    }

    /** The measured time begins. */
    void begin() throws IOException {
        check();
        cpuBefore = ProcessTime.cpuNanos(process.pid());
    }

    /** What it cost since then. */
    LoadedServer.Cost end() throws IOException {
        check();
        return new LoadedServer.Cost(ProcessTime.cpuNanos(process.pid()) - cpuBefore, name);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
