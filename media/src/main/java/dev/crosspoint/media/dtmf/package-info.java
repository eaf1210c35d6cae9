/**
 * Digits on the wire as telephone events (RFC 4733), heard and sent. Digits are always made anew
 * and never forwarded, so that the two sides of a call may differ in clock, payload type and
 * source. Refuses to know what a digit means. Start at {@link
 * dev.crosspoint.media.dtmf.DigitReceiver}.
 */
@NullMarked
package dev.crosspoint.media.dtmf;

import org.jspecify.annotations.NullMarked;
