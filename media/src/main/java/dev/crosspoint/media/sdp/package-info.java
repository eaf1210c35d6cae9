/**
 * Session descriptions (RFC 8866, 3264, 4568, 8829): an own immutable model, its text form, and the
 * answers and offers we give. It settles one audio stream per session and refuses the rest in its
 * place. Knows no socket, no clock and no randomness; it is told the address to write down and the
 * secret to cut keys from. A peer's description ends in an agreement or in a refusal that says
 * whose fault it is, and never in an exception. Start at {@link
 * dev.crosspoint.media.sdp.OfferAnswer}; the vocabulary is {@link
 * dev.crosspoint.media.sdp.LocalMedia} in and {@link dev.crosspoint.media.sdp.MediaPlan} out.
 */
@NullMarked
package dev.crosspoint.media.sdp;

import org.jspecify.annotations.NullMarked;
