/**
 * Who hears whom and the sums that follow: hearing matrix, N-1 mixing, limiter, prompts. Start at
 * {@link dev.crosspoint.media.mix.MixBus}.
 */
@NullMarked
package dev.crosspoint.media.mix;

import org.jspecify.annotations.NullMarked;
