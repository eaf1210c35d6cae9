/**
 * Calls that the gateway itself makes use of: the demo customer's, and those that try whether audio
 * flows. Knows how media is asked; not what a call is for, nor SIP. Start at {@link
 * dev.crosspoint.gateway.line.MediaLine}.
 */
@NullMarked
package dev.crosspoint.gateway.line;

import org.jspecify.annotations.NullMarked;
