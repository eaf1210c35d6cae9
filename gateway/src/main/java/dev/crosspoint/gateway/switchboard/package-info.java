/**
 * All calls, agents and queues of a node, and what carries their errands. What happens inside a
 * call it leaves to {@link dev.crosspoint.gateway.call}, which does not know this room.
 *
 * <p>A {@link dev.crosspoint.gateway.switchboard.Switchboard} brings each message of media and
 * trunks to the call it belongs to; {@link dev.crosspoint.gateway.switchboard.AgentDesk} and {@link
 * dev.crosspoint.gateway.switchboard.ControlDesk} speak for agents and programs; {@link
 * dev.crosspoint.gateway.switchboard.RoutingDesk} knows whose turn it is and who is free. All of
 * them are pure and say what is to be done as {@link dev.crosspoint.gateway.switchboard.Errand}s,
 * which {@link dev.crosspoint.gateway.switchboard.CallVerticle}, the shell, carries out on the
 * event bus. {@link dev.crosspoint.gateway.switchboard.CallSettings} is all that a node is told of
 * its tenants. Start at {@link dev.crosspoint.gateway.switchboard.Switchboard}.
 */
@NullMarked
package dev.crosspoint.gateway.switchboard;

import org.jspecify.annotations.NullMarked;
