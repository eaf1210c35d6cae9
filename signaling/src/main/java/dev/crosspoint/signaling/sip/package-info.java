/**
 * SIP (RFC 3261) over Vert.x transports: the only room that knows JAIN-SIP. Speaks in {@link
 * dev.crosspoint.signaling.sip.SipCall} to the rest. Start at {@link
 * dev.crosspoint.signaling.sip.SipEndpoint}.
 */
@NullMarked
package dev.crosspoint.signaling.sip;

import org.jspecify.annotations.NullMarked;
