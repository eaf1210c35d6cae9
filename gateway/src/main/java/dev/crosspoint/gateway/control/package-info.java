/**
 * The control API: what programs can ask over HTTP, who may, and the stream of what happens. Speaks
 * the verbs of the desktop's WebSocket and asks the same call control, by {@link
 * dev.crosspoint.gateway.switchboard.ControlMessage}. Knows no calls of its own. Start at {@link
 * dev.crosspoint.gateway.control.Operation}, then {@link
 * dev.crosspoint.gateway.control.ControlApi}.
 */
@NullMarked
package dev.crosspoint.gateway.control;

import org.jspecify.annotations.NullMarked;
