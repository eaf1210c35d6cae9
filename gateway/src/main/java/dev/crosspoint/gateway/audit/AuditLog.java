package dev.crosspoint.gateway.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every {@link AuditEvent}: as a line of a file in the gateway's folder, and as a line of the
 * logger {@code audit}. Takes events on any thread without blocking it; a thread of its own writes.
 *
 * <p>An event that cannot be written, because the disk is full or gone, is counted, is still in the
 * log, and stops nothing: the next one tries the file again.
 */
public final class AuditLog implements Consumer<AuditEvent>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final Logger LINES = LoggerFactory.getLogger("audit");

    /** A year of a busy office's sign-ins is less. */
    private static final long FILE_BYTES = 16L << 20;

    private static final int FILES_ASIDE = 32;

    /** What may wait while the disk hangs. */
    private static final int MOST_WAITING = 10_000;

    private static final int CLOSE_SECONDS = 5;

    private final LineFile file;

    /** Lines; an empty one tells the writer to end. */
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

    private final AtomicLong unwritten = new AtomicLong();
    private final Thread writer;

    private AuditLog(LineFile file) {
        this.file = file;
        this.writer = Thread.ofVirtual().name("audit").start(this::write);
    }

    /**
     * A log that writes to {@code audit.jsonl} in a folder.
     *
     * @param folder made when it is not there
     */
    public static AuditLog in(Path folder) {
        return in(folder, FILE_BYTES, FILES_ASIDE);
    }

    /**
     * Writes one event, for a command that may not go on before it is on record. Not into the
     * folder of a gateway that may run. Blocks.
     *
     * @throws IOException when it is not on the disk
     */
    public static void write(Path folder, AuditEvent event) throws IOException {
        var line = AuditLine.of(event);
        try (var file = new LineFile(folder, FILE_BYTES, FILES_ASIDE)) {
            file.append(List.of(line), event.when());
        }
        LINES.info("{}", line);
    }

    static AuditLog in(Path folder, long fileBytes, int filesAside) {
        return new AuditLog(new LineFile(folder, fileBytes, filesAside));
    }

    @Override
    public void accept(AuditEvent event) {
        var line = AuditLine.of(event);
        LINES.info("{}", line);
        if (!waiting.offer(line)) {
            unwritten.incrementAndGet();
        }
    }

    /** Events that are not in the file, for want of a disk. */
    public long unwritten() {
        return unwritten.get();
    }

    /** Writes what waits, and ends. Blocks. */
    @Override
    public void close() {
        try {
            if (!waiting.offer("", CLOSE_SECONDS, TimeUnit.SECONDS)
                    || !writer.join(Duration.ofSeconds(CLOSE_SECONDS))) {
                LOG.error("the audit file could not be completed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        var lines = new ArrayList<String>();
        boolean more = true;
        while (more) {
            lines.clear();
            try {
                lines.add(waiting.take());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            waiting.drainTo(lines);
            more = !lines.removeIf(String::isEmpty);
            if (!lines.isEmpty()) {
                append(lines);
            }
        }
        try {
            file.close();
        } catch (IOException e) {
            LOG.error("the audit file was not closed cleanly", e);
        }
    }

    private void append(List<String> lines) {
        try {
            file.append(lines, Instant.now());
        } catch (IOException | RuntimeException e) {
            long before = unwritten.getAndAdd(lines.size());
            LOG.error("{} audit events are not in their file", before + lines.size(), e);
        }
    }
}
