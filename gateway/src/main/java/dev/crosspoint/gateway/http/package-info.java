/**
 * Everything over HTTP that is no WebSocket: the page, signing in and out, health, metrics, and how
 * errors look. Knows no telephony; what it shows comes from interfaces that the assembly fills.
 * Start at {@link dev.crosspoint.gateway.http.GatewayRouter}.
 */
@NullMarked
package dev.crosspoint.gateway.http;

import org.jspecify.annotations.NullMarked;
