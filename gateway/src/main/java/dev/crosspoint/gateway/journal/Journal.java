package dev.crosspoint.gateway.journal;

import dev.crosspoint.gateway.journal.JournalFailure.Reason;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.SealedHeader;
import dev.crosspoint.media.spool.SpoolDisk;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries that wait on this machine until the store has them. What was appended is on the disk, is
 * given in the order in which it came, at least once, and is deleted a while after it is confirmed:
 * entries share files, and one is written on until it is large or old ({@link #prepare}). A killed
 * process loses nothing that {@link #append} returned for. What is in files that were still there
 * is given to the next process again, confirmed or not, and has to be known by whoever takes it.
 *
 * <p>On any thread; blocks. One process at a time has a folder.
 */
public final class Journal implements Closeable {
    /** Most that one entry has. */
    public static final int MAX_ENTRY = SealedHeader.MAX_FRAME;

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /**
     * From here on a file gives way to the next. A crash brings the whole file again that was being
     * written, so this bounds how much the store is asked to take twice: some thousand records, a
     * second of its time.
     */
    static final long LARGE_BYTES = 4L << 20;

    /**
     * Likewise for the time since its first entry was seen. It bounds for how long something lies
     * on the disk that the store has, and for how long a data key is in use; four keys an hour are
     * a load for no key service.
     */
    static final Duration OLD = Duration.ofMinutes(15);

    /**
     * Where a file ends whether or not there is a key for the next: small enough to be checked as a
     * whole before it is read.
     */
    private static final long SEGMENT_BYTES = 16L << 20;

    /** Of a frame: length and tag. */
    private static final int FRAME_OVERHEAD = 20;

    private final JournalSettings settings;
    private final SegmentFiles files;
    private final SpoolDisk disk;
    private final KeyProvider keys;
    private final SecureRandom random;

    /** Files that nobody writes any more, and how long they are. */
    private final SortedMap<Long, Long> ended = new TreeMap<>();

    private long lastNumber;
    private @Nullable WrittenSegment written;

    /** When it was first seen to have entries; null while it has none. */
    private @Nullable Instant since;

    private @Nullable ReadSegment front;
    private long damaged;

    private Journal(
            JournalSettings settings, SpoolDisk disk, KeyProvider keys, SecureRandom random) {
        this.settings = settings;
        this.files = new SegmentFiles(settings);
        this.disk = disk;
        this.keys = keys;
        this.random = random;
    }

    /**
     * The journal of a folder, with what an earlier process left in it. Asks for no key yet.
     *
     * @throws IOException when the folder cannot be read
     */
    public static Journal open(
            JournalSettings settings, SpoolDisk disk, KeyProvider keys, SecureRandom random)
            throws IOException {
        var journal = new Journal(settings, disk, keys, random);
        journal.load();
        return journal;
    }

    private void load() throws IOException {
        disk.makeFolder(settings.folder());
        var present = files.present(disk);
        files.tidy(disk, present);
        long expected = 0;
        for (var segment : present.entrySet()) {
            long number = segment.getKey();
            lastNumber = number;
            boolean isAside = segment.getValue();
            // What waits is without gaps: a file that is missing in between was taken away. One
            // that was put aside stays for as long as somebody leaves it, and those that came
            // after it were done with.
            if (expected != 0 && number != expected) {
                damaged += number - expected;
                LOG.error("files of the journal {} before {} are gone", settings.name(), number);
            }
            expected = isAside && expected == 0 ? 0 : number + 1;
            if (!isAside) {
                try (var source = disk.open(files.sealed(number))) {
                    ended.put(number, source.size());
                }
            }
        }
    }

    /**
     * Makes ready to take entries, so that they can be taken while the key service is away too, and
     * begins the next file when this one is large or old. To be called now and then, whatever
     * waits.
     *
     * @param now of any clock, the same every time
     * @throws JournalFailure when there is no key for another file: what there was is written on
     */
    public synchronized void prepare(Instant now) throws JournalFailure {
        var old = written;
        if (old == null) {
            begin();
        } else if (old.frames() > 0 && isWorn(old, now)) {
            boolean isDone = isDrained();
            begin();
            end(old);
            if (isDone) {
                remove(old.number());
            }
        }
    }

    private boolean isWorn(WrittenSegment segment, Instant now) {
        var first = since;
        if (first == null) {
            since = now;
            return segment.bytes() >= LARGE_BYTES;
        }
        return segment.bytes() >= LARGE_BYTES || !now.isBefore(first.plus(OLD));
    }

    /**
     * Takes entries: all of them are on the disk when it returns. After a failure some of them may
     * be there all the same, and are given like the others.
     *
     * @param entries each 1 to {@link #MAX_ENTRY} bytes
     */
    public synchronized void append(List<byte[]> entries) throws JournalFailure {
        long needed = 0;
        for (byte[] entry : entries) {
            if (entry.length < 1 || entry.length > MAX_ENTRY) {
                throw new IllegalArgumentException("an entry of " + entry.length + " bytes");
            }
            needed += FRAME_OVERHEAD + entry.length;
        }
        requireRoom(needed);
        var segment = written == null ? begin() : written;
        try {
            segment.append(entries);
        } catch (IOException e) {
            end(segment);
            throw failure(e);
        }
        if (segment.bytes() >= SEGMENT_BYTES) {
            end(segment);
        }
    }

    /**
     * The oldest entries that are not confirmed; empty when there are none. The same again until
     * they are.
     *
     * @param most how many, at least 1
     * @throws JournalFailure when they cannot be read now
     */
    public synchronized Optional<Entries> next(int most) throws JournalFailure {
        try {
            for (var oldest = oldest(); oldest != null; oldest = oldest()) {
                if (!oldest.isConfirmed()) {
                    return Optional.of(oldest.next(most));
                }
                if (!ended.containsKey(oldest.number())) {
                    return Optional.empty();
                }
                remove(oldest.number());
            }
            return Optional.empty();
        } catch (KeyFailure e) {
            throw new JournalFailure(Reason.KEY, "its key is not opened: " + e.getMessage(), e);
        } catch (BadSealedFile e) {
            throw new JournalFailure(Reason.DISK, "it changed since it was checked", e);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** The store has them; they are forgotten. */
    public synchronized void confirm(Entries entries) {
        if (front == null || front.number() != entries.segment()) {
            throw new IllegalArgumentException("not what was read last");
        }
        front.confirm(entries.from(), entries.payloads().size());
    }

    /** Whether nothing waits, as far as {@link #next} has looked. */
    public synchronized boolean isDrained() {
        return ended.isEmpty()
                && (written == null
                        || written.frames() == 0
                        || (front != null
                                && front.number() == written.number()
                                // Not as many as it had when it was last looked at.
                                && front.confirmed() == written.frames()));
    }

    /** What it takes of the disk. */
    public synchronized long bytes() {
        long bytes = written == null ? 0 : written.bytes();
        for (long each : ended.values()) {
            bytes += each;
        }
        return bytes;
    }

    /** Files that were found changed or gone; those that are there lie beside the others. */
    public synchronized long damaged() {
        return damaged;
    }

    /** Seals what is open. What was not confirmed waits for the next process. */
    @Override
    public synchronized void close() throws IOException {
        var segment = written;
        boolean isDone = isDrained();
        if (segment != null) {
            end(segment);
            if (isDone) {
                remove(segment.number());
            }
        }
        closeFront();
    }

    // ---- details

    private WrittenSegment begin() throws JournalFailure {
        try {
            var segment = WrittenSegment.begin(lastNumber + 1, files, disk, keys, random);
            lastNumber = segment.number();
            written = segment;
            since = null;
            return segment;
        } catch (KeyFailure e) {
            throw new JournalFailure(Reason.KEY, "there is no key for it: " + e.getMessage(), e);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void end(WrittenSegment segment) {
        if (written == segment) {
            written = null;
        }
        ended.put(segment.number(), segment.bytes());
        try {
            segment.end();
        } catch (IOException e) {
            // It is read as what a crash leaves.
            LOG.warn("a file of the journal could not be sealed: {}", e.getMessage());
        }
        if (front != null && front.number() == segment.number()) {
            front.has(segment.frames());
        }
    }

    private @Nullable ReadSegment oldest() throws KeyFailure, IOException {
        var segment = written;
        long number;
        if (!ended.isEmpty()) {
            number = ended.firstKey();
        } else if (segment != null) {
            number = segment.number();
        } else {
            return null;
        }
        var known = front;
        if (known == null || known.number() != number) {
            closeFront();
            if (segment != null && segment.number() == number) {
                known = ReadSegment.of(segment, files, disk);
            } else {
                known = ReadSegment.open(number, files, disk, keys);
                tell(known);
            }
            front = known;
        }
        if (segment != null && segment.number() == number) {
            known.has(segment.frames());
        }
        return known;
    }

    private void tell(ReadSegment segment) {
        if (segment.damage() != null) {
            damaged++;
            LOG.error(
                    "file {} of the journal {} was changed: {}",
                    segment.number(),
                    settings.name(),
                    segment.damage());
        } else if (segment.tornBytes() > 0) {
            LOG.info("a crash left {} torn bytes in the journal", segment.tornBytes());
        }
    }

    private void remove(long number) {
        boolean isDamaged = front != null && front.number() == number && front.damage() != null;
        closeFront();
        ended.remove(number);
        try {
            if (isDamaged) {
                disk.rename(files.sealed(number), files.aside(number));
            } else {
                disk.delete(files.sealed(number));
                disk.delete(files.key(number));
            }
        } catch (IOException e) {
            // It comes again at the next start, and whoever takes its entries knows them.
            LOG.warn("a file of the journal could not be removed: {}", e.getMessage());
        }
    }

    private void closeFront() {
        var known = front;
        front = null;
        if (known != null) {
            try {
                known.close();
            } catch (IOException e) {
                LOG.warn("a file of the journal was not closed cleanly", e);
            }
        }
    }

    private void requireRoom(long needed) throws JournalFailure {
        if (bytes() + needed > settings.mostBytes()) {
            throw new JournalFailure(
                    Reason.FULL, "as much waits as may: " + settings.mostBytes() + " bytes", null);
        }
        try {
            if (disk.usableBytes(settings.folder()) - needed < settings.reserveBytes()) {
                throw new JournalFailure(Reason.FULL, "the disk is full", null);
            }
        } catch (JournalFailure e) {
            throw e;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static JournalFailure failure(IOException e) {
        var reason = e instanceof SpoolDisk.Full ? Reason.FULL : Reason.DISK;
        return new JournalFailure(reason, "the disk refuses: " + e.getMessage(), e);
    }
}
