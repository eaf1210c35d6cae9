package dev.crosspoint.media.ice;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The ICE-lite agent of one leg (RFC 8445): it is controlled, sends no checks and answers those of
 * the peer. The path of the last authentic USE-CANDIDATE is the nominated one.
 *
 * <p>Belongs to one loop. Sends nothing itself: after {@link #onStun} the caller sends {@link
 * #reply} back to where the message came from, when {@link #replyLength} is not 0.
 */
public final class IceLite {
    /** RFC 7675 5.1: consent lasts 30 s. The peer's checks renew it, since we send none. */
    private static final long CONSENT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final StunMessage request = new StunMessage();
    private final StunWriter answer = new StunWriter();
    private final IcePaths paths = new IcePaths();
    private final RefusalBudget refusals = new RefusalBudget();
    private Generation current;

    /** The generation that holds the nominated path while a restart has not nominated its own. */
    private @Nullable Generation previous;

    private long consentDeadlineNanos = Long.MAX_VALUE;

    /**
     * An agent that waits for its first check.
     *
     * @param local what we put into our SDP
     * @param remote what the peer's SDP says, or null while the peer's answer is still on its way:
     *     checks may overtake it (RFC 8445 7.3)
     */
    public IceLite(IceCredentials local, @Nullable IceCredentials remote) {
        current = new Generation(0, local, remote);
    }

    /**
     * Our own ufrag in a Binding request's user name, to find the leg that a new 5-tuple belongs
     * to. Believes nothing: {@link #onStun} of that leg does the checking.
     *
     * @return null when this is not a Binding request or its user name is not {@code ours:theirs}
     */
    public static @Nullable String localUfragOf(byte[] data, int offset, int length) {
        // Every packet at a shared port comes by here: RTP and DTLS are told by their first byte.
        if (length == 0 || (data[offset] & 0xFF) > 3) {
            return null;
        }
        var message = new StunMessage();
        if (!message.wrap(data, offset, length) || !message.isBindingRequest()) {
            return null;
        }
        for (int i = 0; i < message.usernameBytes(); i++) {
            if (data[message.usernameAt() + i] == ':') {
                return new String(data, message.usernameAt(), i, StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    /**
     * Takes in a STUN message and prepares the answer, if any.
     *
     * @param from the source as this host sees it; kept when the check is authentic
     */
    public StunVerdict onStun(
            byte[] data, int offset, int length, InetSocketAddress from, long nowNanos) {
        answer.clear();
        if (!request.wrap(data, offset, length) || !request.fingerprintHolds()) {
            return StunVerdict.MALFORMED;
        }
        if (!request.isBindingRequest()) {
            return StunVerdict.IGNORED;
        }
        // RFC 8489 9.1.3, in its order: 400 without the attributes, 401 for a wrong name, 401 for
        // wrong integrity.
        if (!request.hasIntegrity() || !request.hasUsername()) {
            return refuse(Stun.BAD_REQUEST, StunVerdict.UNAUTHENTIC, nowNanos);
        }
        Generation generation = addressee();
        if (generation == null) {
            return refuse(Stun.UNAUTHENTICATED, StunVerdict.UNKNOWN_USER, nowNanos);
        }
        if (!request.integrityHolds(generation.key)) {
            return refuse(Stun.UNAUTHENTICATED, StunVerdict.UNAUTHENTIC, nowNanos);
        }
        return onAuthentic(generation, from, nowNanos);
    }

    /** The answer to the last message; overwritten by the next. */
    public byte[] reply() {
        return answer.array();
    }

    /** Length of the answer, bytes; 0 when there is none. */
    public int replyLength() {
        return answer.length();
    }

    /** Whether an authentic check came from there: only then are DTLS and media heard. */
    public boolean isValidated(InetSocketAddress from) {
        return paths.contains(from);
    }

    /** Where media goes, or null before the peer has nominated a path. */
    public @Nullable InetSocketAddress nominated() {
        return paths.nominated();
    }

    /**
     * Where a DTLS handshake goes, which need not wait for a nomination (RFC 8445 12.1): the
     * nominated path, before there is one the path checked last, and null before the first check.
     */
    public @Nullable InetSocketAddress handshakeTarget() {
        return nominated() == null ? paths.newest() : nominated();
    }

    /** Whether nothing may be sent any more: the nominated path was not checked for 30 s. */
    public boolean consentExpired(long nowNanos) {
        return nominated() != null && consentDeadlineNanos - nowNanos <= 0;
    }

    /** When consent runs out unless it is renewed; {@link Long#MAX_VALUE} before a nomination. */
    public long consentDeadlineNanos() {
        return consentDeadlineNanos;
    }

    /** What our SDP said last. */
    public IceCredentials local() {
        return current.local;
    }

    /** By which names the peer's checks may call us: in a restart those of both generations. */
    public List<String> localUfrags() {
        return previous == null
                ? List.of(current.local.ufrag())
                : List.of(current.local.ufrag(), previous.local.ufrag());
    }

    /** Learns the peer's credentials that its answer brought, within the running generation. */
    public void remote(IceCredentials remote) {
        current = current.with(remote);
    }

    /**
     * ICE restart (RFC 8445 9): new credentials for both sides. The old path keeps carrying media,
     * and its checks are answered, until the new generation nominates one.
     */
    public void restart(IceCredentials local, @Nullable IceCredentials remote) {
        if (previous == null && nominated() != null) {
            previous = current;
        }
        current = new Generation(current.number + 1, local, remote);
    }

    private StunVerdict onAuthentic(Generation generation, InetSocketAddress from, long nowNanos) {
        // RFC 8489 6.3.1
        if (request.unknownRequired() > 0) {
            answer.beginAnswer(Stun.BINDING_ERROR, request)
                    .errorCode(Stun.UNKNOWN_ATTRIBUTE)
                    .unknownAttributes(request);
            return sealed(generation, StunVerdict.UNKNOWN_ATTRIBUTE);
        }
        // RFC 8445 7.3.1.1; a lite agent cannot take over the controlling role, whatever the tie.
        if (request.controlled()) {
            answer.beginAnswer(Stun.BINDING_ERROR, request).errorCode(Stun.ROLE_CONFLICT);
            return sealed(generation, StunVerdict.ROLE_CONFLICT);
        }
        boolean moved = paths.checked(from, generation.number, request.useCandidate(), nowNanos);
        if (request.useCandidate() && generation == current && previous != null) {
            previous = null;
            paths.keepOnly(current.number);
        }
        if (from.equals(nominated())) {
            consentDeadlineNanos = nowNanos + CONSENT_NANOS;
        }
        answer.beginAnswer(Stun.BINDING_SUCCESS, request).xorMappedAddress(TcpPeer.seen(from));
        return sealed(generation, moved ? StunVerdict.NOMINATED : StunVerdict.VALIDATED);
    }

    private @Nullable Generation addressee() {
        if (current.addressedBy(request)) {
            return current;
        }
        return previous != null && previous.addressedBy(request) ? previous : null;
    }

    private StunVerdict sealed(Generation generation, StunVerdict verdict) {
        answer.integrity(generation.key).fingerprint();
        return verdict;
    }

    // Whoever could not prove anything may have borrowed someone's address: never amplify, and not
    // without end.
    private StunVerdict refuse(int code, StunVerdict verdict, long nowNanos) {
        if (!refusals.take(nowNanos)) {
            return verdict;
        }
        answer.beginAnswer(Stun.BINDING_ERROR, request).errorCode(code).fingerprint();
        if (answer.length() > request.length()) {
            answer.clear();
        }
        return verdict;
    }

    /** One pair of credentials, from a description to the next restart. */
    private static final class Generation {
        private final int number;
        private final IceCredentials local;
        private final StunKey key;
        private final byte[] username;
        private final boolean whole;

        Generation(int number, IceCredentials local, @Nullable IceCredentials remote) {
            this.number = number;
            this.local = local;
            this.key = new StunKey(local.password());
            this.whole = remote != null;
            String name = local.ufrag() + ":" + (remote == null ? "" : remote.ufrag());
            this.username = name.getBytes(StandardCharsets.US_ASCII);
        }

        Generation with(IceCredentials remote) {
            return new Generation(number, local, remote);
        }

        // RFC 8445 7.3 asks for the first half only. Once we know the peer we ask for its half too:
        // a check of another generation, or of another branch of a forked offer, is not for us.
        boolean addressedBy(StunMessage request) {
            return request.usernameStartsWith(username)
                    && (!whole || request.usernameBytes() == username.length);
        }
    }
}
