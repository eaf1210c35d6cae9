/**
 * Call control: what happens to a call from its arrival to its end. Knows no packet and no SIP.
 *
 * <p>A call is its parties (ADR 022): a {@link dev.crosspoint.gateway.call.Party} is somebody's
 * {@link dev.crosspoint.gateway.call.Role}, {@link dev.crosspoint.gateway.call.Line} and {@link
 * dev.crosspoint.gateway.call.Stage}. {@link dev.crosspoint.gateway.call.CallControl} takes one
 * {@link dev.crosspoint.gateway.call.CallInput} to the room that is concerned, which changes
 * parties; {@link dev.crosspoint.gateway.call.Consequences} then derives who hears whom, who hears
 * music and who sees what, and tells what has changed. {@link
 * dev.crosspoint.gateway.call.Switchboard} holds all calls, agents and queues of a node, and {@link
 * dev.crosspoint.gateway.call.CallVerticle} carries its {@link dev.crosspoint.gateway.call.Errand}s
 * between media, trunks and agents. Start at {@link dev.crosspoint.gateway.call.CallControl}.
 */
@NullMarked
package dev.crosspoint.gateway.call;

import org.jspecify.annotations.NullMarked;
