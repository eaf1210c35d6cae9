/**
 * A telephone's half of SIP (RFC 3261), enough for load: calls, answers, digits' signalling is not
 * here but in the audio. Pure: text in, text out, time as an argument. Open {@link
 * dev.crosspoint.loadtest.sip.SipDialog} first.
 */
@NullMarked
package dev.crosspoint.loadtest.sip;

import org.jspecify.annotations.NullMarked;
