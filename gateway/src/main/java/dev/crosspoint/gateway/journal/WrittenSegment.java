package dev.crosspoint.gateway.journal;

import dev.crosspoint.media.seal.ByteSource;
import dev.crosspoint.media.seal.SealedHeader;
import dev.crosspoint.media.seal.SealedReader;
import dev.crosspoint.media.seal.SealedWriter;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.SpoolDisk;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.SecretKey;

/** The file that entries are appended to: a frame for each, forced to the disk in one go. */
final class WrittenSegment {
    private final long number;
    private final SealedHeader header;
    private final SecretKey key;
    private final SpoolDisk.Appender appender;
    private final SealedWriter writer;

    private WrittenSegment(
            long number,
            SealedHeader header,
            SecretKey key,
            SpoolDisk.Appender appender,
            SealedWriter writer) {
        this.number = number;
        this.header = header;
        this.key = key;
        this.appender = appender;
        this.writer = writer;
    }

    /**
     * A new file under a key of its own. It is there, with its header, when this returns, or it is
     * not there: what has its name but no header was changed by somebody.
     */
    static WrittenSegment begin(
            long number, SegmentFiles files, SpoolDisk disk, KeyProvider keys, SecureRandom random)
            throws KeyFailure, IOException {
        var settings = files.settings();
        var context =
                new EncryptionContext(settings.tenant(), Purpose.JOURNAL, files.resource(number));
        try (var fresh = keys.generate(context)) {
            new KeyFile(fresh.wrapped(), context).write(disk, files.key(number));
            var identity = files.identity(number);
            var header =
                    SealedHeader.fresh(
                            identity.artefact(), 0, identity.recording(), context, random);
            var key = header.deriveFrom(fresh.key());
            var appender = disk.create(files.temporary(number));
            try {
                var writer = SealedWriter.begin(header, key, appender);
                appender.force();
                disk.rename(files.temporary(number), files.sealed(number));
                disk.forceFolder(settings.folder());
                return new WrittenSegment(number, header, key, appender, writer);
            } catch (IOException e) {
                appender.close();
                throw e;
            }
        }
    }

    /** Appends all, and returns when they are on the disk. After a failure only {@link #end}. */
    void append(List<byte[]> entries) throws IOException {
        for (byte[] entry : entries) {
            writer.frame(entry, 0, entry.length);
        }
        appender.force();
    }

    /** A reader of what is in it; of frames below {@link #frames} only. */
    SealedReader reader(ByteSource source) {
        return new SealedReader(source, header, key);
    }

    /** Seals it. */
    void end() throws IOException {
        try (appender;
                writer) {
            writer.seal();
            appender.force();
        }
    }

    long number() {
        return number;
    }

    int frames() {
        return writer.frames();
    }

    long bytes() {
        return writer.bytes();
    }
}
