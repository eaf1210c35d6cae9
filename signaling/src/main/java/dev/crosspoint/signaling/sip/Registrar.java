package dev.crosspoint.signaling.sip;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.signaling.api.PhoneDirectory;
import dev.crosspoint.signaling.api.PhoneDirectory.Account;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.sip.Bindings.Binding;
import dev.crosspoint.signaling.sip.Bindings.Owner;
import dev.crosspoint.signaling.sip.RegisterRequest.Wish;
import dev.crosspoint.signaling.sip.SipCounters.Direction;
import dev.crosspoint.signaling.sip.SipCounters.DropCause;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.vertx.core.Context;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Registers agents' phones by WebSocket, and so knows whose messages come by which flow. Answers
 * REGISTER itself, without a transaction: nothing is repeated over a socket. On the endpoint's
 * context.
 */
public final class Registrar implements Admission {

    /** Who is told of phones. */
    public interface Listener {
        /** So many phones of an agent can be called now. */
        void onPhones(Tenant tenant, String agentId, int phones);

        /** Whether a phone has calls. */
        boolean talks(String phone);

        /** A phone is gone for good, and its calls with it. */
        void onGone(String phone);
    }

    /**
     * A phone that can be called.
     *
     * @param peer who it is to the endpoint
     * @param owner whose it is
     * @param user user part of its Contact
     * @param host host part of it
     */
    public record RegisteredPhone(
            Peer peer, Account owner, InetSocketAddress flow, Private user, String host) {}

    private final PhoneDirectory directory;
    private final Listener listener;
    private final SipCounters counters;
    private final SecureRandom random;
    private final DigestServer digest;
    private final Bindings bindings;
    private @Nullable SocketWire wire;
    private @Nullable Context context;

    /**
     * @param awaySeconds how long a phone may be without a socket before its calls end
     */
    public Registrar(
            PhoneDirectory directory,
            Listener listener,
            SipCounters counters,
            SecureRandom random,
            int awaySeconds) {
        this.directory = directory;
        this.listener = listener;
        this.counters = counters;
        this.random = random;
        this.bindings = new Bindings(TimeUnit.SECONDS.toNanos(awaySeconds));
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        // JsSIP and SIP.js know MD5 only, and of several challenges take the last one.
        this.digest = new DigestServer("crosspoint", secret);
    }

    void attach(SocketWire sockets, Context endpoints) {
        wire = sockets;
        context = endpoints;
    }

    @Override
    public Optional<Registrar> registrar() {
        return Optional.of(this);
    }

    // ---- who is it

    @Override
    public Verdict judge(Transport transport, String address) {
        throw new IllegalStateException("flows are judged by more than an address");
    }

    @Override
    public Verdict judge(Transport transport, InetSocketAddress flow) {
        return bindings.at(flow)
                .<Verdict>map(binding -> new Verdict.Known(peer(binding)))
                .orElse(new Verdict.Claimant(List.of()));
    }

    @Override
    public boolean mayBe(Peer peer, Transport transport, String address) {
        return false;
    }

    private static Peer peer(Binding binding) {
        return new Peer(binding.id(), null, true);
    }

    /** Whose phone that is; empty when it is gone. */
    public Optional<Account> owner(Peer phone) {
        return bindings.named(phone.id()).map(Binding::account);
    }

    /** Phones that can be called now, the latest to register first. */
    public List<RegisteredPhone> phones(Tenant tenant, String agentId) {
        return bindings.of(new Owner(tenant, agentId)).reversed().stream()
                .filter(Binding::isHere)
                .map(it ->
                        new RegisteredPhone(
                                peer(it),
                                it.account(),
                                it.flow(),
                                it.contact().user(),
                                it.contact().host()))
                .toList();
    }

    // ---- what happens

    void onRegister(SIPRequest request, SocketConnection by) {
        if (!by.beginsRegister()) {
            answer(by, request, Response.SERVICE_UNAVAILABLE, _ -> {});
            return;
        }
        RegisterRequest asked;
        try {
            asked = RegisterRequest.read(request);
        } catch (RegisterRequest.Refused e) {
            finish(
                    by,
                    request,
                    e.status(),
                    response -> {
                        if (e.status() == Response.INTERVAL_TOO_BRIEF) {
                            Messages.set(
                                    response,
                                    "Min-Expires",
                                    String.valueOf(RegisterRequest.MIN_SECONDS));
                        }
                    });
            return;
        }
        var fields =
                Messages.values(request, "Authorization").stream()
                        .map(DigestFields::parse)
                        .filter(it ->
                                it != null && it.text("username").equals(asked.user().value()))
                        .findFirst()
                        .orElse(null);
        if (fields == null) {
            challenge(by, request, false);
            return;
        }
        // RFC 7616 3.4.6: an answer is to one request, and worth nothing for another.
        if (!fields.text("uri").equalsIgnoreCase(request.getRequestURI().toString())) {
            finish(by, request, Response.BAD_REQUEST, _ -> {});
            return;
        }
        // RFC 7616 3.3: of before a restart, say; whoever keeps challenges has guessed at nothing.
        if (!digest.isTimely(fields, System.currentTimeMillis())) {
            challenge(by, request, true);
            return;
        }
        // Whoever guesses at a name uses up its attempts: who is there already needs none.
        var known = registered(asked, by);
        if (known.isPresent()) {
            switch (check(fields, asked, known.get())) {
                case RIGHT -> {
                    carryOut(request, asked, known.get(), by);
                    return;
                }
                case STALE -> {
                    challenge(by, request, true);
                    return;
                }
                case WRONG -> {} // An attempt like any other.
            }
        }
        var here = requireNonNull(context);
        directory
                .claim(by.host(), asked.user(), by.source())
                .otherwise(new PhoneDirectory.Unavailable())
                .onSuccess(
                        claim -> here.runOnContext(_ -> judge(request, asked, fields, claim, by)));
    }

    /** By which account that phone is there, by this socket or by the one before. */
    private Optional<Account> registered(RegisterRequest asked, SocketConnection by) {
        return bindings.at(by.flow())
                .filter(it -> it.account().agentId().equals(asked.user().value()))
                .or(() -> bindings.of(asked.user(), asked.wish()))
                .map(Binding::account)
                .filter(directory::stands)
                .filter(it -> directory.mayStay(it, by.source()));
    }

    private DigestServer.Verdict check(
            DigestFields fields, RegisterRequest asked, Account account) {
        return digest.check(
                fields,
                Request.REGISTER,
                asked.user().value(),
                account.secret().value(),
                System.currentTimeMillis());
    }

    private void judge(
            SIPRequest request,
            RegisterRequest asked,
            DigestFields fields,
            PhoneDirectory.Claim claim,
            SocketConnection by) {
        switch (claim) {
            case PhoneDirectory.Nobody() -> {
                counters.dropped(DropCause.BAD_CREDENTIALS);
                finish(by, request, Response.FORBIDDEN, _ -> {});
            }
            case PhoneDirectory.TooMany(long seconds) -> {
                counters.dropped(DropCause.RATE_LIMIT);
                later(by, request, seconds);
            }
            case PhoneDirectory.Unavailable() -> later(by, request, 5 + random.nextInt(11));
            case Account account -> {
                boolean isFirst =
                        bindings.at(by.flow())
                                .map(it -> !it.owner().equals(Owner.of(account)))
                                .orElse(true);
                var verdict = check(fields, asked, account);
                boolean right = verdict != DigestServer.Verdict.WRONG;
                directory.judged(
                        account,
                        right,
                        isFirst && verdict == DigestServer.Verdict.RIGHT,
                        by.source());
                switch (verdict) {
                    case RIGHT -> carryOut(request, asked, account, by);
                    case STALE -> challenge(by, request, true);
                    case WRONG -> {
                        counters.dropped(DropCause.BAD_CREDENTIALS);
                        finish(by, request, Response.FORBIDDEN, _ -> {});
                    }
                }
            }
        }
    }

    private void carryOut(
            SIPRequest request, RegisterRequest asked, Account account, SocketConnection by) {
        if (by.isClosed()) {
            return;
        }
        var owner = Owner.of(account);
        long nowNanos = System.nanoTime();
        switch (asked.wish()) {
            case Wish.Bind(var instance, var contact, int seconds) -> {
                bindings.makeRoom(owner, instance, listener::talks).ifPresent(this::end);
                var bound = bindings.bind(account, instance, contact, by.flow(), seconds, nowNanos);
                if (bound.isEmpty()) {
                    finish(by, request, Response.FORBIDDEN, _ -> {});
                    return;
                }
                requireNonNull(wire).resume(by, bound.get().flow());
            }
            case Wish.Unbind(var instance) -> takeOff(owner, instance, nowNanos);
            case Wish.UnbindAll() ->
                    bindings.of(owner).forEach(it -> takeOff(owner, it.instance(), nowNanos));
            case Wish.Ask() -> {}
        }
        by.registered(true);
        answer(by, request, Response.OK, response -> describe(response, asked, owner, nowNanos));
        tell(owner);
    }

    /** RFC 3261 10.3 step 8, RFC 5626 6. */
    private void describe(SIPResponse response, RegisterRequest asked, Owner owner, long nowNanos) {
        for (var binding : bindings.of(owner)) {
            if (binding.expiresNanos() - nowNanos <= 0) {
                continue; // It only finishes its calls.
            }
            long seconds =
                    TimeUnit.NANOSECONDS.toSeconds(binding.expiresNanos() - nowNanos + 999_999_999);
            Messages.add(
                    response,
                    "Contact",
                    "<sip:%s@%s;transport=ws>;expires=%d"
                            .formatted(
                                    Escapes.encode(binding.contact().user().value()),
                                    binding.contact().host(),
                                    seconds));
        }
        Messages.set(response, "Supported", "outbound");
        if (asked.outbound() && asked.wish() instanceof Wish.Bind) {
            Messages.set(response, "Require", "outbound");
        }
    }

    /** A socket is gone: its phone may come back, and is waited for. */
    void onDisconnected(InetSocketAddress flow) {
        bindings.lose(flow, System.nanoTime())
                .ifPresent(binding -> {
                    requireNonNull(wire).await(flow);
                    tell(binding.owner());
                });
    }

    /** To be called every second: takes off whoever is late, lost, or no longer welcome. */
    public void sweep() {
        var swept = bindings.sweep(directory::stands, listener::talks, System.nanoTime());
        swept.gone().forEach(this::end);
        Stream.of(swept.gone(), swept.off())
                .flatMap(List::stream)
                .forEach(binding -> tell(binding.owner()));
    }

    private void end(Binding binding) {
        var sockets = requireNonNull(wire);
        sockets.giveUp(binding.flow());
        listener.onGone(binding.id());
        var socket = sockets.at(binding.flow());
        if (socket != null && !directory.stands(binding.account())) {
            socket.close(SocketConnection.POLICY);
        }
    }

    /** A phone takes itself off; what it still talks about, it may finish. */
    private void takeOff(Owner owner, String instance, long nowNanos) {
        bindings.takeOff(owner, instance, listener::talks, nowNanos)
                .ifPresent(it -> requireNonNull(wire).giveUp(it.flow()));
    }

    private void tell(Owner owner) {
        int phones = (int) bindings.of(owner).stream().filter(Binding::isHere).count();
        listener.onPhones(owner.tenant(), owner.agentId(), phones);
    }

    // ---- answers

    private void challenge(SocketConnection by, SIPRequest request, boolean stale) {
        finish(
                by,
                request,
                Response.UNAUTHORIZED,
                response ->
                        digest.challenges(System.currentTimeMillis(), random.nextLong(), stale)
                                .forEach(it -> Messages.add(response, "WWW-Authenticate", it)));
    }

    private void later(SocketConnection by, SIPRequest request, long seconds) {
        finish(
                by,
                request,
                Response.SERVICE_UNAVAILABLE,
                response -> Messages.set(response, "Retry-After", String.valueOf(seconds)));
    }

    private void finish(
            SocketConnection by, SIPRequest request, int status, Consumer<SIPResponse> dress) {
        by.registered(false);
        answer(by, request, status, dress);
    }

    private void answer(
            SocketConnection by, SIPRequest request, int status, Consumer<SIPResponse> dress) {
        byte[] tag = new byte[8];
        random.nextBytes(tag);
        var response = Messages.response(request, status, HexFormat.of().formatHex(tag));
        dress.accept(response);
        counters.request(Direction.INBOUND, Request.REGISTER, status);
        by.send(response.encodeAsBytes(Transport.WSS.name()));
    }
}
