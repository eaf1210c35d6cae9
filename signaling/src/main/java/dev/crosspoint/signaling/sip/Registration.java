package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.sip.RegistrationState.Input;
import gov.nist.javax.sip.message.SIPRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.sip.Dialog;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an address of ours registered with somebody (RFC 3261 10), so that calls for it reach us.
 * Lives on the context of its endpoint.
 */
public final class Registration implements Exchanges.Handler {

    private static final int INTERVAL_TOO_BRIEF = 423;

    /** 25 s in times of T1: shorter than any NAT forgets UDP (RFC 5626 4.4.2 has 24 to 29 s). */
    private static final int KEEP_ALIVE_T1S = 50;

    private static final byte[] CRLF = {'\r', '\n'};

    /** How long the registrar may take to forget us when we go, times of T1: 2 s. */
    private static final int PARTING_T1S = 4;

    private static final Pattern EXPIRES = Pattern.compile(";\\s*expires\\s*=\\s*\"?(\\d{1,9})");

    /**
     * What is registered.
     *
     * @param registrar whom to ask, with what its challenges are answered with
     * @param user user part of our address of record
     * @param domain host part of it
     * @param seconds how long each registration is to hold
     */
    public record Wanted(Destination registrar, Private user, String domain, int seconds) {}

    private final Core core;
    private Wanted wanted;
    private final Resolver resolver;
    private final Listener listener;
    private final String contactUser;
    private final String callId;
    private final String tag;
    private final Promise<Void> left;
    private RegistrationState state;

    /** Where it is bound, or was. */
    private @Nullable InetSocketAddress registrar;

    /** Whom it asks until that one fails: another knows neither its nonce nor its binding. */
    private @Nullable InetSocketAddress asked;

    private @Nullable SIPRequest sent;
    private Optional<String[]> credentials = Optional.empty();
    private Optional<InetAddress> told = Optional.empty();
    private long cseq;
    private int failures;
    private long timer = -1;
    private long keepAlive = -1;

    /** Who wants to know. */
    public interface Listener {
        /**
         * It is registered now, or not any more.
         *
         * @param contactUser user part of the URI that our calls come to: nobody but the registrar
         *     knows it
         * @param registrar where they come from; empty when they do not
         */
        void onChange(String contactUser, Optional<InetAddress> registrar);
    }

    Registration(Core core, Wanted wanted, Resolver resolver, Listener listener) {
        this.core = core;
        this.wanted = wanted;
        this.resolver = resolver;
        this.listener = listener;
        this.left = Core.promise(core.vertx());
        this.contactUser = core.token();
        this.callId = core.token();
        this.tag = core.token();
        this.state = RegistrationState.begin(System.nanoTime());
    }

    /** Another password, from the next REGISTER on. */
    public void renew(Wanted other) {
        wanted = other;
    }

    void start() {
        if (wanted.registrar().transport() == Transport.UDP) {
            keepAlive = core.vertx().setPeriodic(core.t1s(KEEP_ALIVE_T1S), _ -> keepAlive());
        }
        take(new Input.Due());
    }

    /** RFC 5626 4.4 has STUN for this; CRLF is what registrars take from those who speak none. */
    private void keepAlive() {
        InetSocketAddress at = registrar;
        Wire wire = core.wires().get(Transport.UDP);
        if (at != null && wire != null && state.isBound(System.nanoTime())) {
            try {
                wire.send(CRLF, at);
            } catch (IOException e) {
                return; // the next may get through
            }
        }
    }

    /** Has the registrar forget us, and waits for that a little. */
    public Future<Void> stop() {
        take(new Input.Stop());
        return left.future().timeout(core.t1s(PARTING_T1S), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    private void take(Input input) {
        long nowNanos = System.nanoTime();
        var step =
                RegistrationState.step(
                        state, input, wanted.seconds(), nowNanos, core.random().nextDouble());
        state = step.state();
        if (state instanceof RegistrationState.Left) {
            core.vertx().cancelTimer(keepAlive);
            left.tryComplete();
        }
        tell(nowNanos);
        core.vertx().cancelTimer(timer);
        long ms = Math.max(1, (state.dueNanos(nowNanos) - nowNanos) / 1_000_000 + 1);
        if (!left.future().isComplete()) {
            timer = core.vertx().setTimer(ms, _ -> take(new Input.Due()));
        }
        if (step.send() != null) {
            send(step.send());
        }
    }

    private void tell(long nowNanos) {
        InetSocketAddress at = registrar;
        Optional<InetAddress> now =
                at != null && state.isBound(nowNanos)
                        ? Optional.of(at.getAddress())
                        : Optional.empty();
        if (!now.equals(told)) {
            told = now;
            listener.onChange(contactUser, now);
        }
    }

    private void send(int seconds) {
        var to = wanted.registrar();
        Wire wire = core.wires().get(to.transport());
        if (wire == null) {
            onFailure(Response.SERVICE_UNAVAILABLE);
            return;
        }
        InetSocketAddress same = isOpening() ? null : asked == null ? registrar : asked;
        if (same != null) {
            send(seconds, wire, same);
            return;
        }
        resolver.find(to)
                .onSuccess(found -> {
                    // After a failure the next has its turn (RFC 3263 4.3).
                    var last = asked;
                    var next = found.get(failures % found.size());
                    send(seconds, wire, last != null && found.contains(last) ? last : next);
                })
                .onFailure(_ -> onFailure(Response.SERVICE_UNAVAILABLE));
    }

    /** Whether it is about to ask anew: neither answers a challenge nor goes. */
    private boolean isOpening() {
        return state instanceof RegistrationState.Asking asking && asking.rounds() == 0;
    }

    private void send(int seconds, Wire wire, InetSocketAddress there) {
        asked = there;
        var request = request(seconds, there.getAddress());
        sent = request;
        var to = wanted.registrar();
        var flow = Flow.outbound(core, wire, there, to);
        core.lone().send(core.exchanges(), request, flow, this);
    }

    private SIPRequest request(int seconds, InetAddress there) {
        var transport = wanted.registrar().transport();
        String host = new Destination(transport, wanted.domain(), 1, null, null).uriHost();
        SIPRequest request =
                Messages.request(
                        """
                        REGISTER sip:%1$s SIP/2.0
                        Via: SIP/2.0/%2$s %3$s;branch=z9hG4bK%4$s;rport
                        Max-Forwards: 70
                        From: <sip:%5$s@%1$s>;tag=%6$s
                        To: <sip:%5$s@%1$s>
                        Call-ID: %7$s
                        CSeq: %8$d REGISTER
                        Contact: <sip:%9$s@%3$s;transport=%10$s>;expires=%11$d
                        Expires: %11$d
                        User-Agent: Crosspoint
                        Content-Length: 0

                        """
                                .formatted(
                                        host,
                                        transport.name(),
                                        core.hostPort(transport, there),
                                        core.token(),
                                        Escapes.encode(wanted.user().value()),
                                        tag,
                                        callId,
                                        ++cseq,
                                        contactUser,
                                        transport.name().toLowerCase(Locale.ROOT),
                                        seconds));
        credentials.ifPresent(c -> Messages.set(request, c[0], c[1]));
        credentials = Optional.empty(); // each nonce is used once
        return request;
    }

    @Override
    public void onResponse(Response response, @Nullable Dialog dialog) {
        int status = response.getStatusCode();
        if (status < 200) {
            return;
        }
        take(
                switch (status / 100) {
                    case 2 -> accepted(heldSeconds(response));
                    default ->
                            switch (status) {
                                case Response.UNAUTHORIZED ->
                                        new Input.Challenged(answer(response, "WWW-Authenticate"));
                                case Response.PROXY_AUTHENTICATION_REQUIRED ->
                                        new Input.Challenged(
                                                answer(response, "Proxy-Authenticate"));
                                case INTERVAL_TOO_BRIEF ->
                                        new Input.TooBrief(
                                                Messages.number(response, "Min-Expires"));
                                case Response.REQUEST_TIMEOUT, Response.SERVICE_UNAVAILABLE -> {
                                    // RFC 3263 4.3: as good as no answer.
                                    turnAway();
                                    yield new Input.Failed(
                                            Messages.number(response, "Retry-After"));
                                }
                                default ->
                                        new Input.Failed(Messages.number(response, "Retry-After"));
                            };
                });
    }

    @Override
    public void onFailure(int status) {
        turnAway();
        take(new Input.Failed(0));
    }

    /** The next server has its turn. */
    private void turnAway() {
        asked = null;
        failures = (failures + 1) % 1_000;
    }

    /** From now on calls may come from there, and no sooner: until now the last binding held. */
    private Input accepted(int seconds) {
        if (seconds > 0) {
            registrar = asked;
        }
        return new Input.Accepted(seconds);
    }

    /** RFC 3261 10.2.4: what the registrar says of our Contact goes before what it says of all. */
    private int heldSeconds(Response response) {
        for (String contact : Messages.values(response, "Contact")) {
            if (contact.contains(contactUser)) {
                var matcher = EXPIRES.matcher(contact);
                if (matcher.find()) {
                    return Integer.parseInt(matcher.group(1));
                }
            }
        }
        int ofAll = Messages.number(response, "Expires");
        return ofAll == 0 ? wanted.seconds() : ofAll;
    }

    private boolean answer(Response response, String challengeField) {
        Account account = wanted.registrar().account();
        SIPRequest asked = sent;
        if (account == null || asked == null) {
            return false;
        }
        List<String> challenges = Messages.values(response, challengeField);
        String field = challengeField.startsWith("WWW") ? "Authorization" : "Proxy-Authorization";
        credentials =
                DigestClient.answer(
                                challenges,
                                account.user().value(),
                                account.password().value(),
                                Request.REGISTER,
                                asked.getRequestURI().toString(),
                                core.token())
                        .map(value -> new String[] {field, value});
        return credentials.isPresent();
    }
}
