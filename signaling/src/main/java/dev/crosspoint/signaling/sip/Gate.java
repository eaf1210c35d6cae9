package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.sip.Admission.Peer;
import dev.crosspoint.signaling.sip.Admission.Verdict;
import dev.crosspoint.signaling.sip.SipCounters.Direction;
import dev.crosspoint.signaling.sip.SipCounters.DropCause;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Everything that arrives passes here, in this order: who is it, is it a message, is it proven, and
 * only then the SIP stack. Who is not known gets no answer.
 */
final class Gate implements Arrivals {

    private final Core core;
    private final Admission admission;
    private final SipCounters counters;
    private final DigestServer digest;
    private final StackDoor stack;
    private final ForkedAnswer forks;
    private final Rejections rejections = new Rejections();

    Gate(
            Core core,
            Admission admission,
            SipCounters counters,
            DigestServer digest,
            StackDoor stack) {
        this.core = core;
        this.admission = admission;
        this.counters = counters;
        this.digest = digest;
        this.stack = stack;
        this.forks = new ForkedAnswer(core);
    }

    @Override
    public boolean admits(Transport transport, InetSocketAddress from) {
        if (judge(transport, from) instanceof Verdict.Silence(DropCause cause)) {
            counters.dropped(cause);
            return false;
        }
        return true;
    }

    @Override
    public void onMessage(
            Wire wire, byte[] message, InetSocketAddress from, @Nullable StreamConnection by) {
        if (core.isOwn(wire.transport(), from)) {
            counters.dropped(DropCause.OWN_ADDRESS);
        } else if (message.length > 4 && new String(message, 0, 4, ISO_8859_1).equals("SIP/")) {
            onResponse(wire, message, from);
        } else {
            switch (proven(judge(wire.transport(), from), by)) {
                case Verdict.Known(Peer peer) ->
                        onRequest(wire, message, from, by, List.of(peer), true);
                case Verdict.Claimant(List<Peer> peers) ->
                        onRequest(wire, message, from, by, peers, false);
                case Verdict.Silence(DropCause cause) -> counters.dropped(cause);
            }
        }
    }

    @Override
    public void onBroken(Wire wire, BadMessage why, InetSocketAddress from, StreamConnection by) {
        counters.dropped(DropCause.MALFORMED);
        Verdict verdict = admission.judge(wire.transport(), from);
        if (proven(verdict, by) instanceof Verdict.Known) {
            answerBroken(wire, why, from);
        }
    }

    @Override
    public void onDisconnected(Wire wire, InetSocketAddress peer) {
        core.exchanges().onDisconnected(peer);
        admission.registrar().ifPresent(it -> it.onDisconnected(peer));
    }

    private Verdict judge(Transport transport, InetSocketAddress from) {
        Verdict verdict = admission.judge(transport, from);
        // Somebody we have called may hang up, though he may not call.
        return verdict instanceof Verdict.Silence && core.calls().isPartner(from.getAddress())
                ? new Verdict.Claimant(List.of())
                : verdict;
    }

    /** The same, or silence where a certificate is missing. Whom we called has shown its own. */
    private Verdict proven(Verdict verdict, @Nullable StreamConnection by) {
        if (by == null || by.isVerified()) {
            return verdict;
        }
        var shown = by.certificates();
        return switch (verdict) {
            case Verdict.Known(Peer peer) ->
                    admission.proves(peer, shown)
                            ? verdict
                            : new Verdict.Silence(DropCause.NO_CERTIFICATE);
            case Verdict.Claimant(List<Peer> peers) -> {
                var left = peers.stream().filter(peer -> admission.proves(peer, shown)).toList();
                yield left.isEmpty() && !peers.isEmpty()
                        ? new Verdict.Silence(DropCause.NO_CERTIFICATE)
                        : new Verdict.Claimant(left);
            }
            case Verdict.Silence silence -> silence;
        };
    }

    private void onResponse(Wire wire, byte[] message, InetSocketAddress from) {
        if (!core.exchanges().expect(from.getAddress())) {
            counters.dropped(DropCause.STRAY_RESPONSE);
            return;
        }
        try {
            if (MessageReader.read(message, 0, message.length) instanceof SIPResponse response) {
                Optional<SipCall> call =
                        core.calls()
                                .find(
                                        response.getCallId().getCallId(),
                                        String.valueOf(response.getFromTag()));
                if (call.isPresent() && call.get().isFork(response)) {
                    forks.end(response, call.get());
                } else {
                    stack.onResponse(wire, response, from);
                }
            }
        } catch (BadMessage e) {
            counters.dropped(DropCause.MALFORMED); // bcast: a response is never answered
        }
    }

    private void onRequest(
            Wire wire,
            byte[] message,
            InetSocketAddress from,
            @Nullable StreamConnection by,
            List<Peer> peers,
            boolean known) {
        var rejected = rejections.find(from, message, System.nanoTime());
        if (rejected.isPresent()) {
            counters.dropped(DropCause.REPEATED);
            stack.repeat(wire, rejected.get());
            return;
        }
        try {
            if (MessageReader.read(message, 0, message.length) instanceof SIPRequest request) {
                stamp(request, wire, from);
                if (wire instanceof SocketWire sockets) {
                    onRequest(sockets, request, message, from, peers, known);
                    return;
                }
                Peer peer = identify(wire, request, message, from, by, peers, known);
                if (peer != null) {
                    stack.onRequest(wire, request, from, peer);
                }
            }
        } catch (BadMessage e) {
            counters.dropped(DropCause.MALFORMED);
            if (known) {
                answerBroken(wire, e, from);
            }
        }
    }

    /** A phone: it registers before it may do anything else. */
    private void onRequest(
            SocketWire wire,
            SIPRequest request,
            byte[] message,
            InetSocketAddress from,
            List<Peer> peers,
            boolean known) {
        var socket = wire.at(from);
        if (request.getMethod().equals(Request.REGISTER)) {
            if (socket != null) {
                admission.registrar().ifPresent(it -> it.onRegister(request, socket));
            }
            return;
        }
        Peer peer =
                known
                        ? peers.getFirst()
                        : identify(wire, request, message, from, null, peers, false);
        if (peer != null) {
            stack.onRequest(wire, request, from, peer);
        } else if (!request.getMethod().equals(Request.ACK)) {
            var refusal = Messages.response(request, Response.FORBIDDEN, core.token());
            stack.answerStatelessly(wire, request, refusal, from);
        }
    }

    /** RFC 3261 18.2.1 and RFC 3581 4: where it really came from. */
    private static void stamp(SIPRequest request, Wire wire, InetSocketAddress from)
            throws BadMessage {
        Via via = request.getTopmostVia();
        // RFC 7118 5.2.1: behind a proxy of its own a phone may not know that it speaks TLS.
        boolean isWebSocket = wire.transport() == Transport.WSS;
        if (!wire.transport().name().equalsIgnoreCase(via.getTransport())
                && !(isWebSocket && "WS".equalsIgnoreCase(via.getTransport()))) {
            throw new BadMessage(400, "Via of another transport", null);
        }
        // It would send our answers to whatever address, or name, the sender likes.
        via.removeParameter(Via.MADDR);
        try {
            via.setParameter(Via.RECEIVED, host(from));
            if (via.hasParameter(Via.RPORT)) {
                via.setParameter(Via.RPORT, String.valueOf(from.getPort()));
            }
        } catch (ParseException e) {
            throw new BadMessage(400, "Malformed Via", null);
        }
    }

    /** Who sent it, once that is proven; null when it is not, and all that is due has been sent. */
    private @Nullable Peer identify(
            Wire wire,
            SIPRequest request,
            byte[] message,
            InetSocketAddress from,
            @Nullable StreamConnection by,
            List<Peer> peers,
            boolean known) {
        String method = request.getMethod();
        boolean opens = request.getToTag() == null;
        Optional<Peer> called =
                admission.registered(
                        Messages.userOf(request.getRequestURI()).value(),
                        wire.transport(),
                        host(from));
        if (opens
                && called.isPresent()
                && called.get().inbound() == null
                && proven(new Verdict.Known(called.get()), by) instanceof Verdict.Known) {
            return called.get();
        }
        boolean follows = method.equals(Request.ACK) || method.equals(Request.CANCEL) || !opens;
        if (!known && follows) {
            // What belongs to a call of theirs; the tags of a dialog cannot be guessed.
            return core.calls()
                    .peerOf(request.getCallId().getCallId(), wire.transport(), from.getAddress())
                    .orElse(null);
        }
        if (follows) {
            return ofCall(wire, request, from, by).orElse(peers.getFirst());
        }
        if (known && (method.equals(Request.OPTIONS) || peers.getFirst().inbound() == null)) {
            return peers.getFirst();
        }
        boolean mayProve = !peers.isEmpty() && (known || method.equals(Request.INVITE));
        return mayProve ? prove(wire, request, message, from, peers) : null;
    }

    /** Whose call it belongs to: where trunks share an address, it need not be the first one's. */
    private Optional<Peer> ofCall(
            Wire wire, SIPRequest request, InetSocketAddress from, @Nullable StreamConnection by) {
        return core.calls()
                .find(request.getCallId().getCallId(), String.valueOf(request.getToTag()))
                .map(SipCall::peer)
                .filter(peer -> admission.mayBe(peer, wire.transport(), host(from)))
                .filter(peer -> proven(new Verdict.Known(peer), by) instanceof Verdict.Known);
    }

    /** RFC 3261 22.2. */
    private @Nullable Peer prove(
            Wire wire,
            SIPRequest request,
            byte[] message,
            InetSocketAddress from,
            List<Peer> peers) {
        boolean stale = false;
        for (String header : Messages.values(request, "Authorization")) {
            DigestFields answer = DigestFields.parse(header);
            if (answer == null) {
                continue;
            }
            for (Peer peer : peers) {
                Account account = peer.inbound();
                if (account == null || !account.user().value().equals(answer.text("username"))) {
                    continue;
                }
                switch (digest.check(
                        answer,
                        request.getMethod(),
                        account.user().value(),
                        account.password().value(),
                        System.currentTimeMillis())) {
                    case RIGHT -> {
                        return peer;
                    }
                    case STALE -> stale = true;
                    case WRONG -> counters.dropped(DropCause.BAD_CREDENTIALS);
                }
            }
        }
        SIPResponse challenge = Messages.response(request, Response.UNAUTHORIZED, core.token());
        digest.challenges(System.currentTimeMillis(), core.random().nextLong(), stale)
                .forEach(value -> Messages.add(challenge, "WWW-Authenticate", value));
        stack.answerStatelessly(wire, request, challenge, from);
        var answer =
                new Rejections.Answer(
                        challenge.encodeAsBytes(wire.transport().name()),
                        StackDoor.answersTo(wire, request, from));
        rejections.keep(from, message, answer, System.nanoTime());
        return null;
    }

    private void answerBroken(Wire wire, BadMessage bad, InetSocketAddress from) {
        RawHead head = bad.head();
        if (head != null && head.isRequest() && !head.method().equals(Request.ACK)) {
            stack.answerBroken(wire, head, bad, from, core.token());
            counters.request(Direction.INBOUND, Abilities.counted(head.method()), bad.status());
        }
    }

    private static String host(InetSocketAddress from) {
        return from.getAddress().getHostAddress();
    }
}
