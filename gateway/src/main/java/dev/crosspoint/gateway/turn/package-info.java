/**
 * The TURN server beside the gateway, for browsers whose networks let no UDP through: what it takes
 * to use it, for a while. Open {@link dev.crosspoint.gateway.turn.TurnServer} first. Refuses to
 * know who uses it: the server's log shows opaque ids, never agents. Relays nothing itself.
 */
@NullMarked
package dev.crosspoint.gateway.turn;

import org.jspecify.annotations.NullMarked;
