/**
 * From what was looked at to what is wrong with a trunk, or with an agent's audio: findings, the
 * likeliest cause first, each with a sentence that says it and one that says what to do. Pure: it
 * looks at nothing itself ({@code gateway.examination} does). Open {@link
 * dev.crosspoint.gateway.doctor.TrunkDoctor} first, and {@link
 * dev.crosspoint.gateway.doctor.Finding} for what can be found.
 */
@NullMarked
package dev.crosspoint.gateway.doctor;

import org.jspecify.annotations.NullMarked;
