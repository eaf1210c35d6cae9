package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.RequestSource;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.Consumer;

/**
 * One WebSocket: whole text messages in, text out, both within limits, and a declared code for
 * every close. Tells its listener once when it is lost for a reason that is not the listener's.
 */
final class AgentSocket {

    /** Text that may wait for a slow reader: twice what a whole replay can be. */
    private static final int MAX_WAITING_CHARACTERS = 2 * Limits.REPLAY_CHARACTERS;

    private static final int MAX_REASON_LENGTH = 100;

    private final Shell shell;
    private final ServerWebSocket socket;
    private final RequestSource source;
    private final String path;
    private final Heartbeat heartbeat = new Heartbeat();
    private final MessageAssembler assembler;
    private final long pingTimer;
    private Consumer<String> onText = _ -> {};
    private Runnable onLost = () -> {};
    private long cutTimer = -1;
    private int waitingCharacters;
    private boolean over;

    /**
     * @param source where it was opened
     * @param path {@code agent} or {@code rtc}, for counters
     */
    AgentSocket(Shell shell, ServerWebSocket socket, RequestSource source, String path) {
        this.shell = shell;
        this.socket = socket;
        this.source = source;
        this.path = path;
        this.assembler = new MessageAssembler(shell.config().maxMessageBytes());
        socket.frameHandler(this::onFrame);
        socket.closeHandler(_ -> onClosed());
        socket.exceptionHandler(this::onException);
        pingTimer = shell.vertx().setPeriodic(shell.limits().pingIntervalMs(), _ -> onPingTime());
    }

    /** Where it was opened. */
    RequestSource source() {
        return source;
    }

    /** Who hears of this socket from now on. */
    void listen(Consumer<String> textListener, Runnable lostListener) {
        onText = textListener;
        onLost = lostListener;
    }

    /** Sends a message; a peer that has let too much pile up is closed instead. */
    void send(String text) {
        if (waitingCharacters + text.length() > MAX_WAITING_CHARACTERS) {
            fail(CloseReason.SLOW_READER);
        } else {
            write(text);
        }
    }

    /** Sends a message that is left out when others wait. */
    void sendIfIdle(String text) {
        if (waitingCharacters > MAX_WAITING_CHARACTERS / 16) {
            shell.counters().oddity("quality-skipped");
        } else {
            write(text);
        }
    }

    /** What waits is counted here, from the write until the kernel has taken it. */
    private void write(String text) {
        if (!over && !socket.isClosed()) {
            waitingCharacters += text.length();
            socket.writeTextMessage(text).onComplete(_ -> waitingCharacters -= text.length());
        }
    }

    /** Closes; the listener knows and is not told. */
    void close(CloseReason reason, String text) {
        if (end(reason.label())) {
            String phrase = text.substring(0, Math.min(text.length(), MAX_REASON_LENGTH));
            socket.close(reason.code(), phrase);
            cutTimer = shell.vertx().setTimer(shell.limits().lingerMs(), _ -> cut());
        }
    }

    /** Closes for the socket's own reasons; the listener is told, but never from inside a send. */
    private void fail(CloseReason reason) {
        if (!over) {
            close(reason, reason.label());
            shell.vertx().runOnContext(_ -> onLost.run());
        }
    }

    private void onFrame(WebSocketFrame frame) {
        if (over) {
            return;
        }
        heartbeat.heard();
        switch (frame.type()) {
            case TEXT, CONTINUATION ->
                    onOutcome(assembler.onFragment(frame.binaryData().getBytes(), frame.isFinal()));
            case BINARY -> fail(CloseReason.BINARY);
            case PING, PONG, CLOSE -> {
                // Vert.x answers pings and close frames.
            }
        }
    }

    private void onOutcome(MessageAssembler.Outcome outcome) {
        switch (outcome) {
            case MessageAssembler.Outcome.Message message -> onText.accept(message.text());
            case MessageAssembler.Outcome.Partial _ -> {}
            case MessageAssembler.Outcome.Violation violation -> fail(violation.reason());
        }
    }

    private void onPingTime() {
        if (heartbeat.pings()) {
            socket.writePing(Buffer.buffer());
        } else {
            fail(CloseReason.DEAD);
        }
    }

    private void onClosed() {
        shell.vertx().cancelTimer(cutTimer);
        if (end("peer")) {
            onLost.run();
        }
    }

    /** A frame that breaks RFC 6455 or the size limit; Vert.x closes with the fitting code. */
    private void onException(Throwable failure) {
        if (!over && !(failure instanceof HttpClosedException)) {
            shell.counters().oddity("bad-frame");
        }
    }

    /** The peer has not closed its end; perhaps it does not even read. */
    private void cut() {
        shell.counters().oddity("cut");
        UpgradeGate.cut(socket);
    }

    private boolean end(String reason) {
        if (over) {
            return false;
        }
        over = true;
        shell.vertx().cancelTimer(pingTimer);
        shell.counters().closed(path, reason);
        return true;
    }
}
