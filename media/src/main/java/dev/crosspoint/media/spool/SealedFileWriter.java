package dev.crosspoint.media.spool;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.SealedHeader;
import dev.crosspoint.media.seal.SealedReader;
import dev.crosspoint.media.seal.SealedWriter;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Writes what is made of a recording into a sealed file, in frames of one size, so that any part of
 * it is found by division. It has another name until it is sealed and on the platter: what has the
 * proper name is whole. Not for two threads at once.
 */
public final class SealedFileWriter implements AutoCloseable {
    /** Plaintext of each frame but the last. */
    public static final int FRAME_BYTES = SealedHeader.MAX_FRAME;

    private final SpoolDisk disk;
    private final Path file;
    private final SpoolDisk.Appender appender;
    private final SealedWriter writer;
    private final byte[] plain = new byte[FRAME_BYTES];
    private int filled;
    private boolean sealed;

    private SealedFileWriter(
            SpoolDisk disk, Path file, SpoolDisk.Appender appender, SealedWriter writer) {
        this.disk = disk;
        this.file = file;
        this.appender = appender;
        this.writer = writer;
    }

    /**
     * Begins one. Half of one that was begun before is gone.
     *
     * @param context of the recording's key file
     * @param dataKey of the recording; may be closed after
     */
    public static SealedFileWriter create(
            SpoolDisk disk,
            SpoolFolder folder,
            Artefact artefact,
            RecordingId recording,
            EncryptionContext context,
            DataKey dataKey,
            SecureRandom random)
            throws IOException {
        var header = SealedHeader.fresh(artefact, FRAME_BYTES, recording, context, random);
        Path file = folder.file(header.identity());
        SpoolDisk.Appender appender = disk.create(SpoolFolder.temporary(file));
        try {
            var writer = SealedWriter.begin(header, header.deriveFrom(dataKey), appender);
            return new SealedFileWriter(disk, file, appender, writer);
        } catch (IOException | RuntimeException e) {
            appender.close();
            throw e;
        }
    }

    /**
     * A sealed file to be read.
     *
     * @param dataKey of its recording; may be closed after
     * @throws BadSealedFile when it does not begin as one
     */
    public static SealedReader open(SpoolDisk disk, Path file, DataKey dataKey)
            throws BadSealedFile, IOException {
        var source = disk.open(file);
        try {
            return SealedReader.open(source, dataKey);
        } catch (BadSealedFile | IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** Takes some of the plaintext. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, FRAME_BYTES - filled);
            System.arraycopy(bytes, offset + done, plain, filled, part);
            done += part;
            filled += part;
            if (filled == FRAME_BYTES) {
                flush();
            }
        }
    }

    /** Seals it, brings it to the platter and gives it its name. */
    public Seal seal() throws IOException {
        flush();
        Seal seal = writer.seal();
        appender.force();
        disk.rename(SpoolFolder.temporary(file), file);
        disk.forceFolder(requireNonNull(file.getParent()));
        sealed = true;
        return seal;
    }

    /** Wipes what is in memory, drops the key, and takes the file away unless it is sealed. */
    @Override
    public void close() throws IOException {
        Arrays.fill(plain, (byte) 0);
        writer.close();
        appender.close();
        if (!sealed) {
            disk.delete(SpoolFolder.temporary(file));
        }
    }

    private void flush() throws IOException {
        if (filled > 0) {
            writer.frame(plain, 0, filled);
            filled = 0;
        }
    }
}
