package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sockets of {@code /agent} from their first message on, and the sessions they belong to. */
final class AgentDesk {

    /** A socket that has not said who it is by then is closed, ms. */
    private static final int START_WITHIN_MS = 10_000;

    private static final int MAX_TOKEN_LENGTH = 4096;

    private record Session(AgentSession core, SessionHost host) {}

    private final Shell shell;
    private final Map<String, Session> sessions = new HashMap<>();

    AgentDesk(Shell shell) {
        this.shell = shell;
    }

    /**
     * A new socket.
     *
     * @param arrived run when it has proved itself or is gone
     */
    void onSocket(AgentSocket socket, Runnable arrived) {
        new Arrival(socket, arrived);
    }

    /** The server stops. Sessions are not told to call control as lost: it stops too. */
    void stop() {
        new ArrayList<>(sessions.values()).forEach(session -> session.host.stop());
    }

    /** One socket on its way to a session. */
    private final class Arrival {
        private final AgentSocket socket;
        private final Runnable arrived;
        private final long timer;
        private boolean authenticating;
        private boolean over;

        Arrival(AgentSocket socket, Runnable arrived) {
            this.socket = socket;
            this.arrived = arrived;
            this.timer = shell.vertx().setTimer(START_WITHIN_MS, _ -> onTooLate());
            socket.listen(this::onText, this::leave);
        }

        private void onTooLate() {
            leave();
            socket.close(CloseReason.TOO_LATE, CloseReason.TOO_LATE.label());
        }

        /** It is no longer an arrival. */
        private void leave() {
            over = true;
            shell.vertx().cancelTimer(timer);
            arrived.run();
        }

        private void onText(String text) {
            if (over) {
                return;
            }
            switch (JsonRpc.parse(text)) {
                case RpcFrame.Request request -> {
                    if (authenticating || !request.method().equals(AgentMethods.START)) {
                        refuse(request.id(), RpcError.NOT_STARTED, "session.start comes first");
                    } else {
                        start(request);
                    }
                }
                case RpcFrame.Malformed m -> refuse(m.id(), m.error(), m.message());
                case RpcFrame.Notification _, RpcFrame.Response _ ->
                        refuse(null, RpcError.NOT_STARTED, "session.start comes first");
            }
        }

        private void start(RpcFrame.Request request) {
            Params params = new Params(request.params());
            try {
                Private token = params.secret("token", MAX_TOKEN_LENGTH);
                String wanted = params.optionalWord("session");
                long lastSeq = params.countOrMissing("lastSeq");
                authenticating = true;
                Session known = wanted == null ? null : sessions.get(wanted);
                if (known == null) {
                    open(request.id(), token);
                } else {
                    resume(request.id(), token, known.core.agent(), lastSeq);
                }
            } catch (BadParams e) {
                refuse(request.id(), RpcError.BAD_PARAMS, e.sentence());
            }
        }

        /** A session under a fresh id, whose events are collected from before it exists. */
        private void open(RpcId id, Private token) {
            String session = shell.newId();
            EventFeed events = new EventFeed(shell.vertx(), session);
            shell.ask(new AgentMessage.Authenticate(session, token), socket.source())
                    .onSuccess(reply -> {
                        if (reply instanceof Reply.Authenticated who && !over) {
                            begin(id, who, events);
                            return;
                        }
                        events.stop();
                        if (reply instanceof Reply.Authenticated who) {
                            // The socket did not wait for the answer.
                            shell.ask(new AgentMessage.SessionLost(who.agent()), socket.source());
                        } else {
                            refuse(id, reply);
                        }
                    });
        }

        private void begin(RpcId id, Reply.Authenticated who, EventFeed events) {
            String session = who.agent().session();
            AgentSession core =
                    new AgentSession(
                            who,
                            shell.limits(),
                            shell.counters(),
                            shell::newId,
                            shell::iceServers,
                            shell.nowMs());
            SessionHost host =
                    new SessionHost(shell, core, events, () -> {}, () -> sessions.remove(session));
            sessions.put(session, new Session(core, host));
            leave();
            host.attach(socket, () -> core.onSocket(id, false, -1, shell.nowMs()));
        }

        private void resume(RpcId id, Private token, Agent owner, long lastSeq) {
            shell.ask(new AgentMessage.Authenticate(owner.session(), token), socket.source())
                    .onSuccess(reply -> {
                        Session known = sessions.get(owner.session());
                        if (over) {
                            return;
                        }
                        if (!(reply instanceof Reply.Authenticated who)) {
                            refuse(id, reply);
                        } else if (!who.agent().equals(owner)) {
                            refuse(id, RpcError.ACCESS_DENIED, "the session is not this agent's");
                        } else if (known == null) {
                            // Its grace ended while the token was looked at.
                            open(id, token);
                        } else {
                            leave();
                            known.host.attach(
                                    socket,
                                    () -> known.core.onSocket(id, true, lastSeq, shell.nowMs()));
                        }
                    });
        }

        private void refuse(RpcId id, Reply reply) {
            Answer.Failure failure =
                    AgentMethods.answer(reply) instanceof Answer.Failure f
                            ? f
                            : new Answer.Failure(RpcError.INTERNAL, "not an answer to a token");
            refuse(id, failure.error(), failure.message());
        }

        private void refuse(@Nullable RpcId id, RpcError error, String message) {
            if (over) {
                return;
            }
            shell.counters().request(AgentMethods.START, error.label());
            socket.send(JsonRpc.answer(id, Answer.failure(error, message), false));
            leave();
            CloseReason reason =
                    switch (error) {
                        case TIMEOUT -> CloseReason.TOO_LATE;
                        case INTERNAL -> CloseReason.FAULT;
                        case PARSE_ERROR,
                                INVALID_REQUEST,
                                UNKNOWN_METHOD,
                                BAD_PARAMS,
                                NOT_STARTED,
                                ACCESS_DENIED,
                                NOT_FOUND,
                                CONFLICT,
                                BUSY,
                                RATE_LIMITED ->
                                CloseReason.NOT_ALLOWED;
                    };
            socket.close(reason, reason.label());
        }
    }
}
