package dev.crosspoint.media.spool;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.record.TrackFormat;
import dev.crosspoint.media.record.TrackFormat.BadRecord;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.SealedHeader;
import dev.crosspoint.media.seal.SealedWriter;
import dev.crosspoint.media.vault.FreshKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The file that a recording's tracks are appended to. */
final class TrackFile implements AutoCloseable {
    /** A frame is full when it has so much: well below what it may have. */
    static final int FRAME_BYTES = 48 * 1024;

    private final Path path;
    private final SpoolDisk.Appender appender;
    private final SealedWriter writer;

    private TrackFile(Path path, SpoolDisk.Appender appender, SealedWriter writer) {
        this.path = path;
        this.appender = appender;
        this.writer = writer;
    }

    /**
     * Makes the key file and the file of tracks, in this order, both under another name until they
     * are whole: a file with a proper name always has its header, and its key beside it. Waits for
     * the platter. The data key is wiped after; the file's own key lives in its {@link
     * SealedWriter} only, until that is closed.
     */
    static TrackFile create(
            SpoolDisk disk,
            SpoolFolder folder,
            Tenant tenant,
            RecordingId recording,
            FreshKey dataKey,
            SecureRandom random)
            throws IOException {
        try (dataKey) {
            var header =
                    SealedHeader.fresh(Artefact.TRACKS, 0, recording, dataKey.context(), random);
            disk.makeFolder(folder.of(tenant));
            new KeyFile(dataKey.wrapped(), dataKey.context())
                    .write(disk, folder.key(tenant, recording));
            return begin(disk, folder.file(header.identity()), header, dataKey);
        }
    }

    private static TrackFile begin(SpoolDisk disk, Path path, SealedHeader header, FreshKey dataKey)
            throws IOException {
        Path temporary = SpoolFolder.temporary(path);
        SpoolDisk.Appender appender = disk.create(temporary);
        try {
            var writer = SealedWriter.begin(header, header.deriveFrom(dataKey.key()), appender);
            appender.force();
            disk.rename(temporary, path);
            disk.forceFolder(requireNonNull(path.getParent()));
            return new TrackFile(path, appender, writer);
        } catch (IOException | RuntimeException e) {
            // What is left of it, and its key, is cleaned away by the next recovery.
            appender.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Appends whole records as one frame, or as several when they are too many for one. */
    void append(byte[] records, int length) throws IOException, BadRecord {
        int from = 0;
        while (length - from > SealedHeader.MAX_FRAME) {
            int to = from;
            int next = from + TrackFormat.lengthAt(records, from, length);
            while (next - from <= FRAME_BYTES || to == from) {
                to = next;
                next += TrackFormat.lengthAt(records, to, length);
            }
            writer.frame(records, from, to - from);
            from = to;
        }
        writer.frame(records, from, length - from);
    }

    int frames() {
        return writer.frames();
    }

    long bytes() {
        return writer.bytes();
    }

    Seal seal() throws IOException {
        return writer.seal();
    }

    /** Waits for the platter; while more is appended if need be. */
    void force() throws IOException {
        appender.force();
    }

    /** Drops the key; the file is as it is. */
    @Override
    public void close() throws IOException {
        writer.close();
        appender.close();
    }
}
