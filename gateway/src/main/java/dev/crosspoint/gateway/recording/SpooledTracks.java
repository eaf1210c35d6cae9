package dev.crosspoint.gateway.recording;

import dev.crosspoint.media.record.TrackFormat;
import dev.crosspoint.media.record.TrackFormat.BadRecord;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.record.TrackSource;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.SealedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records in a sealed file of tracks, which is read as often as one likes. */
final class SpooledTracks implements TrackSource {
    private final Opener opener;

    /** Opens the file anew. */
    interface Opener {
        SealedReader open() throws IOException, BadSealedFile;
    }

    /** A file that was changed. Not to be tried again. */
    static final class Damaged extends IOException {
        private static final long serialVersionUID = 1L;

        Damaged(Exception why) {
            super(why.getMessage(), why);
        }
    }

    SpooledTracks(Opener opener) {
        this.opener = opener;
    }

    @Override
    public Cursor open() throws IOException {
        try {
            return new Frames(opener.open());
        } catch (BadSealedFile e) {
            throw new Damaged(e);
        }
    }

    /** The first record, which says what the recording is; null when there is none. */
    @Nullable TrackRecord first() throws IOException {
        try (var records = open()) {
            return records.next();
        }
    }

    private static final class Frames implements Cursor {
        private final SealedReader reader;
        private final int frames;
        private byte[] frame = new byte[0];
        private int number;
        private int at;

        Frames(SealedReader reader) throws IOException, BadSealedFile {
            this.reader = reader;
            try {
                this.frames = reader.frames();
            } catch (BadSealedFile | IOException e) {
                reader.close();
                throw e;
            }
        }

        @Override
        public @Nullable TrackRecord next() throws IOException {
            try {
                while (at == frame.length) {
                    if (number == frames) {
                        return null;
                    }
                    frame = reader.readFrame(number++);
                    at = 0;
                }
                int length = TrackFormat.lengthAt(frame, at, frame.length);
                var record = TrackFormat.read(frame, at, length);
                at += length;
                return record;
            } catch (BadSealedFile | BadRecord e) {
                throw new Damaged(e);
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
