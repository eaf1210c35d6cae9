/**
 * Agents' own SIP phones, which register by WebSocket: calls them, takes their calls, and speaks
 * call control's vocabulary of SIP calls. Knows no trunks, and neither numbers nor who may call
 * whom. Open {@link dev.crosspoint.signaling.phone.PhoneVerticle} first.
 */
@NullMarked
package dev.crosspoint.signaling.phone;

import org.jspecify.annotations.NullMarked;
