/**
 * Verbs, views and events as JSON, the same for the desktop's WebSocket and the HTTP API. Knows no
 * socket. Start at {@link dev.crosspoint.signaling.json.VerbJson}.
 */
@NullMarked
package dev.crosspoint.signaling.json;

import org.jspecify.annotations.NullMarked;
