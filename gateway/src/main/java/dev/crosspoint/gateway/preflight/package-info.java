/** Whether a browser's audio would reach the gateway, found out before there is a call. */
@NullMarked
package dev.crosspoint.gateway.preflight;

import org.jspecify.annotations.NullMarked;
