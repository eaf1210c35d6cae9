/**
 * Audio codecs over float samples: G.711, G.722 and Opus, with loss concealment. The only room with
 * a foreign-function binding. Start at {@link dev.crosspoint.media.codec.Codec}.
 */
@NullMarked
package dev.crosspoint.media.codec;

import org.jspecify.annotations.NullMarked;
