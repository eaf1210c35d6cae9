package dev.crosspoint.media.ice;

import java.util.Arrays;
import java.util.Random;

/** The browser's side of ICE, as far as an ICE-lite agent sees it: makes checks, reads answers. */
public final class ControllingPeer {
    private final IceCredentials ours;
    private final IceCredentials theirs;
    private final StunKey key;
    private final Random random;

    public ControllingPeer(IceCredentials ours, IceCredentials theirs, long seed) {
        this.ours = ours;
        this.theirs = theirs;
        this.key = new StunKey(theirs.password());
        this.random = new Random(seed);
    }

    /** A complete connectivity check as browsers send it. */
    public byte[] check(boolean useCandidate) {
        var writer = begin().controlling(random.nextLong()).priority(0x6E0001FF);
        if (useCandidate) {
            writer.useCandidate();
        }
        return bytes(writer.integrity(key).fingerprint());
    }

    /** Whether these bytes are an authentic success response. */
    public boolean accepts(byte[] data, int length) {
        var message = new StunMessage();
        return message.wrap(data, 0, length)
                && message.isBindingSuccess()
                && message.fingerprintHolds()
                && message.integrityHolds(key);
    }

    StunWriter begin() {
        var transactionId = new byte[Stun.TRANSACTION_ID_BYTES];
        random.nextBytes(transactionId);
        return new StunWriter()
                .beginRequest(transactionId)
                .username(theirs.ufrag() + ":" + ours.ufrag());
    }

    StunKey key() {
        return key;
    }

    static byte[] bytes(StunWriter writer) {
        return Arrays.copyOf(writer.array(), writer.length());
    }
}
