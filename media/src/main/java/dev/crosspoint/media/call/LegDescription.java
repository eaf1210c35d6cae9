package dev.crosspoint.media.call;

import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.sdp.LocalMedia;
import dev.crosspoint.media.sdp.Sdp;
import org.jspecify.annotations.Nullable;

/**
 * What a leg has said about itself, for the next round of offer and answer.
 *
 * @param offer the offer we made, or null when the peer made it
 */
record LegDescription(LegKind kind, LocalMedia local, @Nullable Sdp offer) {}
