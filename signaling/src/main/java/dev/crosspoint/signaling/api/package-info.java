/**
 * The words signaling speaks with the rest of the gateway: agent and trunk messages and their
 * configuration, immutable records for the local event bus. Start at {@link
 * dev.crosspoint.signaling.api.AgentMessage} and {@link dev.crosspoint.signaling.api.TrunkMessage}.
 */
@NullMarked
package dev.crosspoint.signaling.api;

import org.jspecify.annotations.NullMarked;
