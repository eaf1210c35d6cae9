/**
 * Call control: what happens to a call from its arrival to its end. {@link
 * dev.crosspoint.gateway.call.CallControl} decides and is pure; {@link
 * dev.crosspoint.gateway.call.CallVerticle} carries its decisions between media, trunks and agents.
 * Knows no packet and no SIP. Start at {@link dev.crosspoint.gateway.call.CallControl}.
 */
@NullMarked
package dev.crosspoint.gateway.call;

import org.jspecify.annotations.NullMarked;
