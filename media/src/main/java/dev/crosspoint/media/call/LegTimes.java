package dev.crosspoint.media.call;

/**
 * How long a leg waits, ns.
 *
 * @param connectNanos for a path and keys
 * @param mediaNanos for the next audio packet
 */
public record LegTimes(long connectNanos, long mediaNanos) {}
