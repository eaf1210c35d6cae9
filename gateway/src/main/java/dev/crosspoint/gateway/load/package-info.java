/**
 * Whether the media loops have as much to do as they can, and nothing else: who refuses calls then
 * is told so, and need not know of loops. Start at {@link
 * dev.crosspoint.gateway.load.LoadVerticle}.
 */
@NullMarked
package dev.crosspoint.gateway.load;

import org.jspecify.annotations.NullMarked;
