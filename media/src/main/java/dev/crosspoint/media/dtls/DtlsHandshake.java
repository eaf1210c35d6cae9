package dev.crosspoint.media.dtls;

import dev.crosspoint.media.srtp.SrtpKeys;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Consumer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;

/**
 * One DTLS 1.2 association that yields SRTP keys (RFC 5764), for one leg. {@link #run} blocks a
 * thread of its own, a virtual one; {@link #offer} and {@link #close} may be called from any other.
 *
 * <p>Datagrams must come from a path that ICE has validated: that is why there is no
 * HelloVerifyRequest.
 */
public final class DtlsHandshake {
    /** Who sends the first message. */
    public enum Role {
        /** We do. */
        CLIENT,
        /** The peer does. */
        SERVER
    }

    private final DatagramInbox inbox = new DatagramInbox();
    private final DtlsIdentity identity;
    private final Role role;
    private final Fingerprint expected;
    private final DtlsWire wire;
    private final SecureRandom random;
    private final DtlsLimits limits;

    /**
     * A handshake to be {@link #run}.
     *
     * @param expected what the peer's SDP says about its certificate
     */
    public DtlsHandshake(
            DtlsIdentity identity,
            Role role,
            Fingerprint expected,
            DtlsWire wire,
            SecureRandom random) {
        this(identity, role, expected, wire, random, DtlsLimits.NORMAL);
    }

    DtlsHandshake(
            DtlsIdentity identity,
            Role role,
            Fingerprint expected,
            DtlsWire wire,
            SecureRandom random,
            DtlsLimits limits) {
        this.identity = identity;
        this.role = role;
        this.expected = expected;
        this.wire = wire;
        this.random = random;
        this.limits = limits;
    }

    /**
     * Takes in a datagram from the peer, copied; what cannot be DTLS is dropped at once, and so is
     * what exceeds the queue, as the network would have done.
     */
    public void offer(byte[] data, int offset, int length) {
        if (length <= DtlsLink.MAX_DATAGRAM_BYTES && FlightGate.admits(data, offset, length)) {
            boolean encrypted = Records.epoch(data, offset) > 0;
            inbox.put(Arrays.copyOfRange(data, offset, offset + length), encrypted);
        }
    }

    /**
     * Shakes hands, tells the keys, and stays: answers when the peer has missed our last flight,
     * and returns when the peer or {@link #close} ends the association, or the thread is
     * interrupted. Takes 10 s at most until there are keys. Not to be called twice.
     *
     * @param onKeys called once, on this thread
     */
    public void run(Consumer<SrtpKeys> onKeys) throws DtlsFailure {
        var link = new DtlsLink(inbox, new FlightGate(role), wire, limits);
        var agreement = new SrtpAgreement(expected);
        try {
            DTLSTransport connection = shakeHands(link, agreement);
            link.established();
            onKeys.accept(agreement.keys());
            stay(connection, link);
        } catch (IOException e) {
            if (!inbox.closed()) {
                throw new DtlsFailure(why(e, agreement), e);
            }
        } finally {
            inbox.close();
        }
    }

    /** Ends {@link #run}, or keeps it from beginning; the peer is told if it can be. */
    public void close() {
        inbox.close();
    }

    private DTLSTransport shakeHands(DtlsLink link, SrtpAgreement agreement) throws IOException {
        var crypto = new LeanCrypto(random);
        return switch (role) {
            case SERVER ->
                    new DTLSServerProtocol()
                            .accept(new ServerSide(crypto, identity, agreement, limits), link);
            case CLIENT ->
                    new DTLSClientProtocol()
                            .connect(new ClientSide(crypto, identity, agreement, limits), link);
        };
    }

    /** What comes is read for what Bouncy Castle does about it: resend, or close. */
    private static void stay(DTLSTransport connection, DtlsLink link) throws IOException {
        byte[] ignored = new byte[Records.MAX_ENCRYPTED_BYTES];
        try {
            while (!link.closed()) {
                connection.receive(ignored, 0, ignored.length, 0);
            }
        } catch (IOException e) {
            if (!link.closed()) {
                throw e;
            }
        } finally {
            connection.close();
        }
    }

    private static DtlsFailure.Why why(IOException e, SrtpAgreement agreement) {
        DtlsFailure.Why objection = agreement.objection();
        if (objection != null) {
            return objection;
        }
        if (e instanceof TlsTimeoutException) {
            return DtlsFailure.Why.TIMEOUT;
        }
        // Bouncy Castle's own alert for a peer that said close_notify in the middle of it
        boolean left =
                e instanceof TlsFatalAlert alert
                        && alert.getAlertDescription() == AlertDescription.user_canceled;
        return left || e instanceof TlsFatalAlertReceived
                ? DtlsFailure.Why.PEER_ALERT
                : DtlsFailure.Why.PROTOCOL;
    }
}
