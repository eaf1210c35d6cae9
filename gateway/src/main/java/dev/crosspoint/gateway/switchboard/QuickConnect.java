package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;

/**
 * Somebody whom agents call or transfer to by one button.
 *
 * @param name what the button says
 */
public record QuickConnect(Private name, Target target) {}
