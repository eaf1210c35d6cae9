package dev.crosspoint.media.call;

import java.util.random.RandomGenerator;

/**
 * Who a leg is on the wire: numbers that RFC 3550 wants random, so that streams do not collide and
 * cannot be guessed.
 *
 * @param cname canonical name for RTCP (RFC 7022), says nothing about anybody
 */
record LegIdentity(int ssrc, int firstSequence, int firstTimestamp, String cname) {

    static LegIdentity draw(RandomGenerator random) {
        return new LegIdentity(
                random.nextInt(),
                random.nextInt(0x8000), // low half: no early wrap while SRTP's peer locks on
                random.nextInt(),
                Long.toHexString(random.nextLong()));
    }
}
