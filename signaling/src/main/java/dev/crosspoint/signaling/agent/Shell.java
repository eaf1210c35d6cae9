package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.IceServer;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.RequestSource;
import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/** What the outside lends to the sessions: the bus, the clock, randomness, settings. */
final class Shell {

    /** Of ids and secrets: 144 bits, a whole number of base64 characters. */
    private static final int ID_BYTES = 18;

    /** The bus gives up after the session has, so that a time-out is always the session's. */
    private static final int BUS_SLACK_MS = 1_000;

    private final Vertx vertx;
    private final AgentConfig config;
    private final Limits limits;
    private final AgentCounters counters;
    private final SecureRandom random;
    private final Supplier<List<IceServer>> iceServers;
    private final long startNanos = System.nanoTime();

    Shell(
            Vertx vertx,
            AgentConfig config,
            Limits limits,
            AgentCounters counters,
            SecureRandom random,
            Supplier<List<IceServer>> iceServers) {
        this.vertx = vertx;
        this.config = config;
        this.limits = limits;
        this.counters = counters;
        this.random = random;
        this.iceServers = iceServers;
    }

    Vertx vertx() {
        return vertx;
    }

    AgentConfig config() {
        return config;
    }

    Limits limits() {
        return limits;
    }

    AgentCounters counters() {
        return counters;
    }

    /** Relays for browsers, with credentials that nobody has had yet. */
    List<IceServer> iceServers() {
        return iceServers.get();
    }

    /** Monotonic, ms, from 0. */
    long nowMs() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** An unguessable id. */
    String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Asks call control; never fails, a bus without an answer becomes a refusal.
     *
     * @param source where the question comes from
     */
    Future<Reply> ask(AgentMessage.Request request, RequestSource source) {
        return vertx.eventBus()
                .<Reply>request(
                        AgentMessage.REQUESTS,
                        request,
                        source.on(LocalCodec.options())
                                .setSendTimeout(limits.requestTimeoutMs() + BUS_SLACK_MS))
                .map(message -> message.body())
                .otherwise(Shell::refusal);
    }

    private static Reply refusal(Throwable failure) {
        boolean timeout =
                failure instanceof ReplyException e && e.failureType() == ReplyFailure.TIMEOUT;
        return timeout
                ? new Reply.Refused(AgentError.TIMEOUT, "no answer in time")
                : new Reply.Refused(AgentError.INTERNAL, "the gateway could not answer");
    }
}
