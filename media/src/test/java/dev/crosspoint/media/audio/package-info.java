/**
 * Test signals and their judges: what was sent as tones is looked for in what was heard. Start at
 * {@link dev.crosspoint.media.audio.Tone}.
 */
@NullMarked
package dev.crosspoint.media.audio;

import org.jspecify.annotations.NullMarked;
