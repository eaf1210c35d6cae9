package dev.crosspoint.media.spool;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * What an operator may choose of the spool.
 *
 * @param root folder of all recordings that are not delivered yet
 * @param loops media loops that record; each has a ring
 * @param ringBytes of each ring, a power of two
 * @param reserveBytes below so much room no recording begins, so that those which run can go on;
 *     {@link #DEFAULT_RESERVE} for 512 MiB or 2 % of the disk, whichever is less
 * @param keysAhead data keys of each tenant that are made ahead, from 1
 */
public record SpoolSettings(Path root, int loops, int ringBytes, long reserveBytes, int keysAhead) {
    public static final long DEFAULT_RESERVE = -1;

    /** 512 MiB: an hour of some eight recorded G.711 calls. */
    private static final long MOST_RESERVE = 512L << 20;

    public SpoolSettings {
        requireNonNull(root);
        if (loops < 1 || keysAhead < 1 || reserveBytes < DEFAULT_RESERVE) {
            throw new IllegalArgumentException(
                    "spool: loops %d, keysAhead %d, reserveBytes %d"
                            .formatted(loops, keysAhead, reserveBytes));
        }
    }

    /** What holds when nobody chooses. */
    public static SpoolSettings defaults(Path root, int loops) {
        return new SpoolSettings(root, loops, TapRing.DEFAULT_BYTES, DEFAULT_RESERVE, 8);
    }

    /** The reserve on a disk of this size. */
    long reserveOf(long totalBytes) {
        return reserveBytes == DEFAULT_RESERVE
                ? Math.min(MOST_RESERVE, totalBytes / 50)
                : reserveBytes;
    }
}
