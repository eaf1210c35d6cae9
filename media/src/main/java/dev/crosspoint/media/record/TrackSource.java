package dev.crosspoint.media.record;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The records of one recording; they can be read from the beginning as often as one likes, and are
 * the same each time.
 */
public interface TrackSource {
    /** Starts at the first record; whoever opens it closes it. */
    Cursor open() throws IOException;

    /** One reading. */
    interface Cursor extends Closeable {
        /**
         * The next record, or null behind the last one. A recording that was cut off by a crash
         * ends without {@link TrackRecord.Stop}.
         */
        @Nullable TrackRecord next() throws IOException;
    }
}
