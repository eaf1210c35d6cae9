package dev.crosspoint.media.ice;

import java.net.InetSocketAddress;

/** What a controlling peer owes to one that checks too: a gateway of full ICE, not a lite one. */
public final class CheckAnswerer {
    private final StunMessage request = new StunMessage();
    private final StunWriter answer = new StunWriter();
    private final StunKey key;

    /** One with that password in its description. */
    public CheckAnswerer(String password) {
        key = new StunKey(password);
    }

    /**
     * The answer to a check; empty when it is none, or a wrong one.
     *
     * @param data borrowed, from its beginning
     * @return overwritten by the next
     */
    public StunWriter answer(byte[] data, int length, InetSocketAddress from) {
        answer.clear();
        if (request.wrap(data, 0, length)
                && request.isBindingRequest()
                && request.fingerprintHolds()
                && request.integrityHolds(key)) {
            answer.beginAnswer(Stun.BINDING_SUCCESS, request)
                    .xorMappedAddress(from)
                    .integrity(key)
                    .fingerprint();
        }
        return answer;
    }
}
