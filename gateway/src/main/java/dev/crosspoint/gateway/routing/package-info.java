/**
 * Who takes the next contact: agents and what state they are in, queues and who waits in them. Pure
 * and without calls: it knows contacts and agents by their ids only. Start at {@link
 * dev.crosspoint.gateway.routing.AgentBoard}, then {@link
 * dev.crosspoint.gateway.routing.QueueBook}.
 */
@NullMarked
package dev.crosspoint.gateway.routing;

import org.jspecify.annotations.NullMarked;
