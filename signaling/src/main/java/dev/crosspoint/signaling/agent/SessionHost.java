package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.RequestSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what a session's core asks for: its socket, its timer, its questions and its events.
 * A failure of one session closes that session's socket and nothing else.
 */
final class SessionHost {

    private static final Logger LOG = LoggerFactory.getLogger(SessionHost.class);

    private final Shell shell;
    private final SessionCore core;
    private final EventFeed events;
    private final Runnable onProven;
    private final Runnable onForgotten;
    private final Alarm alarm;
    private @Nullable AgentSocket socket;
    private boolean forgotten;

    /**
     * @param events of this session, read from the first socket on
     * @param onProven called when the peer has proved who it is
     * @param onForgotten called once, when the session is no more
     */
    SessionHost(
            Shell shell,
            SessionCore core,
            EventFeed events,
            Runnable onProven,
            Runnable onForgotten) {
        this.shell = shell;
        this.core = core;
        this.events = events;
        this.onProven = onProven;
        this.onForgotten = onForgotten;
        this.alarm = new Alarm(shell.vertx(), shell::nowMs, this::onDue);
    }

    /** Gives the session a socket, which replaces the one it had. */
    void attach(AgentSocket fresh, Supplier<List<Effect>> greeting) {
        AgentSocket old = socket;
        socket = fresh;
        fresh.listen(
                text -> input(() -> core.onText(text, shell.nowMs())), () -> onSocketLost(fresh));
        if (old != null) {
            old.close(CloseReason.REPLACED, CloseReason.REPLACED.label());
        }
        input(greeting);
        events.listen(event ->
                input(() -> core.onEvent(event, System.currentTimeMillis(), shell.nowMs())));
    }

    /** The server stops: no more effects, no more events. */
    void stop() {
        AgentSocket open = socket;
        forget();
        if (open != null) {
            open.close(CloseReason.STOPPING, CloseReason.STOPPING.label());
        }
    }

    private void onSocketLost(AgentSocket lost) {
        if (socket == lost) {
            socket = null;
            input(() -> core.onSocketLost(shell.nowMs()));
        }
    }

    private void onDue() {
        input(() -> core.onDeadline(shell.nowMs()));
    }

    private void input(Supplier<List<Effect>> step) {
        if (forgotten) {
            return;
        }
        try {
            step.get().forEach(this::perform);
        } catch (RuntimeException e) {
            // Where it happened, not what it says: a library's message might quote a person.
            StackTraceElement[] stack = e.getStackTrace();
            LOG.error(
                    "a session failed, its socket is closed: {} at {}",
                    e.getClass().getName(),
                    stack.length == 0 ? "an unknown place" : stack[0]);
            closeSocket(CloseReason.FAULT, CloseReason.FAULT.label());
        }
        if (!forgotten) {
            alarm.setTo(core.nextDeadlineMs());
        }
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Send send -> {
                if (socket != null) {
                    socket.send(send.text());
                }
            }
            case Effect.SendIfIdle send -> {
                if (socket != null) {
                    socket.sendIfIdle(send.text());
                }
            }
            case Effect.Ask ask ->
                    shell.ask(ask.request(), source())
                            .onSuccess(reply ->
                                    input(() -> core.onReply(ask.call(), reply, shell.nowMs())));
            case Effect.Tell tell -> shell.ask(tell.request(), source());
            case Effect.Proven _ -> onProven.run();
            case Effect.Close close -> closeSocket(close.reason(), close.text());
            case Effect.Forget _ -> forget();
        }
    }

    /** Of the socket that it has, and of none when that is gone. */
    private RequestSource source() {
        return socket == null ? RequestSource.UNKNOWN : socket.source();
    }

    /** The core hears of it after the rest of its effects, unless one of them was to forget. */
    private void closeSocket(CloseReason reason, String text) {
        AgentSocket open = socket;
        if (open != null) {
            socket = null;
            open.close(reason, text);
            shell.vertx()
                    .runOnContext(_ -> {
                        if (socket == null) {
                            input(() -> core.onSocketLost(shell.nowMs()));
                        }
                    });
        }
    }

    private void forget() {
        if (!forgotten) {
            forgotten = true;
            socket = null;
            alarm.cancel();
            events.stop();
            onForgotten.run();
        }
    }
}
