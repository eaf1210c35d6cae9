package dev.crosspoint.gateway.journal;

import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.SealedReader;
import dev.crosspoint.media.seal.Verdict;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.SpoolDisk;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** The oldest file: how far its entries are confirmed, and what is to be read of it. */
final class ReadSegment implements Closeable {
    private final long number;
    private final @Nullable SealedReader reader;
    private final long tornBytes;
    private final @Nullable String damage;
    private int frames;
    private int confirmed;

    private ReadSegment(
            long number,
            @Nullable SealedReader reader,
            int frames,
            long tornBytes,
            @Nullable String damage) {
        this.number = number;
        this.reader = reader;
        this.frames = frames;
        this.tornBytes = tornBytes;
        this.damage = damage;
    }

    /** What is being written at the same time. */
    static ReadSegment of(WrittenSegment written, SegmentFiles files, SpoolDisk disk)
            throws IOException {
        var source = disk.open(files.sealed(written.number()));
        return new ReadSegment(written.number(), written.reader(source), written.frames(), 0, null);
    }

    /**
     * What a process wrote that is no more, or has ended it. What a crash tore at the end is left
     * out; what somebody changed is told, and only the entries before that are given.
     *
     * @throws KeyFailure when its key cannot be opened now
     */
    static ReadSegment open(long number, SegmentFiles files, SpoolDisk disk, KeyProvider keys)
            throws KeyFailure, IOException {
        KeyFile key;
        try {
            key = KeyFile.read(disk, files.key(number));
        } catch (KeyFailure | NoSuchFileException e) {
            return damaged(number, "its key file is gone or damaged");
        }
        try (var dataKey = keys.unwrap(key.wrapped(), key.context())) {
            var source = disk.open(files.sealed(number));
            try {
                var reader = SealedReader.open(source, dataKey);
                if (!reader.header().identity().equals(files.identity(number))
                        || !reader.header().context().equals(key.context())) {
                    reader.close();
                    return damaged(number, "another file stands in its place");
                }
                return of(number, reader);
            } catch (BadSealedFile e) {
                source.close();
                return damaged(number, "it does not begin with a header");
            }
        } catch (KeyFailure e) {
            if (e.reason() == KeyFailure.Reason.INVALID) {
                return damaged(number, "its key is another's");
            }
            throw e;
        }
    }

    private static ReadSegment of(long number, SealedReader reader) throws IOException {
        return switch (reader.verify()) {
            case Verdict.Sealed(var seal) ->
                    new ReadSegment(number, reader, seal.frames(), 0, null);
            case Verdict.Unsealed(int frames, long keepBytes) ->
                    new ReadSegment(number, reader, frames, reader.size() - keepBytes, null);
            case Verdict.Tampered(int frame) ->
                    new ReadSegment(
                            number,
                            reader,
                            Math.max(0, frame),
                            0,
                            "entry " + frame + " is changed");
            // Answers to questions that are not asked here.
            case Verdict.Cut _, Verdict.Swapped _ ->
                    throw new IllegalStateException("an open reader says what it is not asked");
        };
    }

    private static ReadSegment damaged(long number, String how) {
        return new ReadSegment(number, null, 0, 0, how);
    }

    long number() {
        return number;
    }

    /** It was written on, or has been ended, with so many entries. */
    void has(int frames) {
        this.frames = frames;
    }

    /** How many of its entries the store has. */
    int confirmed() {
        return confirmed;
    }

    boolean isConfirmed() {
        return confirmed == frames;
    }

    /** What is wrong with it; null when nothing is. */
    @Nullable String damage() {
        return damage;
    }

    /** What a crash tore off its end. */
    long tornBytes() {
        return tornBytes;
    }

    /** The next unconfirmed ones, at least one. */
    Entries next(int most) throws BadSealedFile, IOException {
        var payloads = new ArrayList<byte[]>();
        if (reader != null) {
            for (int i = confirmed; i < frames && payloads.size() < most; i++) {
                payloads.add(reader.readFrame(i));
            }
        }
        return new Entries(number, confirmed, payloads);
    }

    void confirm(int from, int count) {
        if (from != confirmed || confirmed + count > frames) {
            throw new IllegalArgumentException("not what was read last");
        }
        confirmed += count;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
