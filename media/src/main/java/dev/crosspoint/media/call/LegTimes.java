package dev.crosspoint.media.call;

/**
 * How long a leg waits, ns.
 *
 * @param connectNanos for a path and keys
 * @param mediaNanos for the next audio packet
 * @param firstAudioNanos for the first audio packet of a trunk, from when the two sides agree: as
 *     long as its phone rings it need not send any; and for whatever comes next from one that has
 *     described its pause by comfort noise
 */
public record LegTimes(long connectNanos, long mediaNanos, long firstAudioNanos) {}
