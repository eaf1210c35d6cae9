package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.flow.FlowState;
import dev.crosspoint.media.api.Ids.PlayId;
import org.jspecify.annotations.Nullable;

/**
 * A flow that speaks to one participant, who hears nobody else meanwhile.
 *
 * @param playing the prompt that plays, or null
 */
public record Guide(FlowState flow, @Nullable PlayId playing) {}
