/**
 * What all bindings of C libraries share. Start at {@link dev.crosspoint.media.foreign.Downcall}.
 */
@NullMarked
package dev.crosspoint.media.foreign;

import org.jspecify.annotations.NullMarked;
