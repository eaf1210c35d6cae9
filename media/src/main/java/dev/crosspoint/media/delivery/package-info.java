/**
 * How what was recorded comes to where it is kept: its name there, what a place for it must do, and
 * when to try again. Refuses to know files, networks, keys and what an artefact contains. Start at
 * {@link dev.crosspoint.media.delivery.Delivery}.
 */
@NullMarked
package dev.crosspoint.media.delivery;

import org.jspecify.annotations.NullMarked;
