package dev.crosspoint.media.record;

import dev.crosspoint.media.codec.Codec;

/**
 * A packet that waits for its turn to be decoded.
 *
 * @param interval the how-manieth stretch of recording of its track it came in
 * @param durationTicks how long it plays
 */
record Arrived(
        RunSorter.Place place, int interval, Codec codec, int durationTicks, Payload payload) {
    /** In the order in which they were sent. */
    static int inOrder(Arrived a, Arrived b) {
        int byRun = Integer.compare(a.place.run(), b.place.run());
        return byRun != 0 ? byRun : Long.compare(a.place.sequence(), b.place.sequence());
    }
}
