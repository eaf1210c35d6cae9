package dev.crosspoint.loadtest.phone;

import dev.crosspoint.media.codec.Codec;

/**
 * How the phones of a bank behave.
 *
 * @param agentCodec what browsers offer: PCMU, which a gateway relays to a trunk, or Opus
 * @param transport of the telephones' SIP
 * @param srtp whether telephones protect their RTP (SDES)
 * @param sipPort of the telephones; 0 for any
 * @param spins whether the pump never sleeps: for a core of its own
 * @param inTurns whether those who talk to each other do so in turns, a word each, so that it can
 *     be told how long it was on its way through a mixer or a codec
 * @param sampleEvery one of how many calls listens for the far side's tone; 0 for none
 */
public record PhoneSettings(
        Codec agentCodec,
        SipTransport transport,
        boolean srtp,
        int sipPort,
        boolean spins,
        boolean inTurns,
        int sampleEvery) {}
