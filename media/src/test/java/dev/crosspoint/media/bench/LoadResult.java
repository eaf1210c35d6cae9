package dev.crosspoint.media.bench;

/**
 * What a measured time showed.
 *
 * @param units what was served: seconds of a call, or of a participant
 * @param expected packets that should have been heard
 * @param received packets that were
 * @param awaited sounds whose arrival was waited for
 * @param delays of those that arrived
 * @param browserBytes payload that browsers heard
 * @param browserPackets packets of it
 */
record LoadResult(
        LoadedServer.Cost cost,
        double seconds,
        double units,
        long expected,
        long received,
        long awaited,
        LoadDelays delays,
        long browserBytes,
        long browserPackets) {

    /** CPU of the server per unit, ms. */
    double cpuMillis() {
        return cost.cpuNanos() / 1e6 / units;
    }

    /** The part of a core that the server used. */
    double cores() {
        return cost.cpuNanos() / 1e9 / seconds;
    }

    /** Packets that did not come, in percent. */
    double lostPercent() {
        return percentMissing(expected, received);
    }

    /** Sounds that did not come, in percent. */
    double unheardPercent() {
        return percentMissing(awaited, delays.heard());
    }

    /** What a browser was sent, payload alone, kbit/s. */
    double browserKilobits() {
        return browserBytes * 8 * 50 / 1000.0 / Math.max(1, browserPackets);
    }

    private static double percentMissing(long expected, long came) {
        return 100.0 * Math.max(0, expected - came) / Math.max(1, expected);
    }
}
