/**
 * DTLS 1.2 handshakes that yield SRTP keys (RFC 5764), and the certificate we show. The only room
 * that knows Bouncy Castle. Blocks a virtual thread per handshake and touches no socket: records
 * come from and go to a wire it is given. Start at {@link dev.crosspoint.media.dtls.DtlsHandshake}.
 */
@NullMarked
package dev.crosspoint.media.dtls;

import org.jspecify.annotations.NullMarked;
