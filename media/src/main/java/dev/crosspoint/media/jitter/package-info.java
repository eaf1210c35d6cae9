/**
 * From packets as the network delivers them to an even stream of samples: order, adaptive play-out
 * delay from the measured spread of arrivals, recovery, concealment, clock drift. Knows nothing of
 * who hears it. Start at {@link dev.crosspoint.media.jitter.Playout}.
 */
@NullMarked
package dev.crosspoint.media.jitter;

import org.jspecify.annotations.NullMarked;
