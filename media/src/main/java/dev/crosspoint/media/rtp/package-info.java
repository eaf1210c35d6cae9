/**
 * RTP and RTCP as bytes (RFC 3550, 5506, 6464, 8285): views of packets in somebody's array,
 * reception statistics, sender and receiver reports, quality. Refuses to know what is inside a
 * payload, where packets come from, and whether they were encrypted. Allocates nothing per packet.
 * Start at {@link dev.crosspoint.media.rtp.RtpPacket}.
 */
@NullMarked
package dev.crosspoint.media.rtp;

import org.jspecify.annotations.NullMarked;
