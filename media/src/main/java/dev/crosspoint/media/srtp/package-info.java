/**
 * SRTP and SRTCP (RFC 3711, 7714): protects and unprotects packets in place, keeps rollover
 * counters and replay windows. Start at {@link dev.crosspoint.media.srtp.SrtpSession}.
 */
@NullMarked
package dev.crosspoint.media.srtp;

import org.jspecify.annotations.NullMarked;
