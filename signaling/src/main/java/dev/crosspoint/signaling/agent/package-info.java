/**
 * The TLS WebSockets of agents: JSON-RPC 2.0, sessions that survive a lost socket with every event
 * once, and the softphone protocol inside them or on a socket of its own. Owns the HTTPS listener,
 * the checks at its upgrade, and every limit on what a client may send. Knows no call logic: it
 * asks and is told. Open {@link dev.crosspoint.signaling.agent.AgentVerticle} for the shell, {@link
 * dev.crosspoint.signaling.agent.AgentSession} and {@link
 * dev.crosspoint.signaling.agent.DirectSession} for the thinking.
 */
@NullMarked
package dev.crosspoint.signaling.agent;

import org.jspecify.annotations.NullMarked;
