/**
 * Recordings after they were taken: prepared, delivered, confirmed, erased; and what call control
 * says of each when it begins. Refuses to know calls and legs. Start at {@link
 * dev.crosspoint.gateway.recording.RecordingDescription}.
 */
@NullMarked
package dev.crosspoint.gateway.recording;

import org.jspecify.annotations.NullMarked;
