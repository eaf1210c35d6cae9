package dev.crosspoint.media.spool;

/**
 * How the spool is doing, at one moment.
 *
 * @param open recordings that run or are being sealed
 * @param bufferedBytes of them in memory, in the clear
 * @param recordsDropped records that found no room in memory, since the start
 * @param oldestUnsyncedMs age of the oldest frame that a power cut would take
 * @param bytesWritten to files of tracks, since the start
 * @param frames likewise
 * @param syncs of files, since the start
 * @param syncMicros that they took together
 * @param failures recordings that failed, since the start
 * @param keysInStock data keys at hand, of all tenants
 * @param keyFailures how often the key service gave none, since the start
 * @param hasRoom whether there is room enough for recordings to begin
 */
public record SpoolMeter(
        int open,
        long bufferedBytes,
        long recordsDropped,
        long oldestUnsyncedMs,
        long bytesWritten,
        long frames,
        long syncs,
        long syncMicros,
        long failures,
        int keysInStock,
        long keyFailures,
        boolean hasRoom) {}
