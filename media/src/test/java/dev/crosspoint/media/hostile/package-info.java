/**
 * Whoever wishes a gateway ill: datagrams that begin like something we take and go wrong somewhere,
 * at a pace. For integration tests and the load generator. Open {@link
 * dev.crosspoint.media.hostile.Flood} first; what it throws is in {@code JunkMedia} and {@code
 * JunkSip}, which are pure.
 */
@NullMarked
package dev.crosspoint.media.hostile;

import org.jspecify.annotations.NullMarked;
