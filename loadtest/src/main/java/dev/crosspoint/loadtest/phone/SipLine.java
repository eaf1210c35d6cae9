package dev.crosspoint.loadtest.phone;

import dev.crosspoint.loadtest.sip.BadSip;
import dev.crosspoint.loadtest.sip.SipDialog;
import dev.crosspoint.loadtest.sip.SipMessage;
import dev.crosspoint.loadtest.sip.SipTexts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The calls of all telephones of a process, and which message is of which. On the loop. */
final class SipLine {
    /** RFC 3261's timers count from 500 ms. */
    private static final long TICK_MS = 50;

    private final Vertx vertx;
    private final SipWire wire;
    private final Map<String, SipDialog> dialogs = new HashMap<>();
    private Consumer<SipMessage> onInvite = _ -> {};

    SipLine(Vertx vertx, SipWire wire) {
        this.vertx = vertx;
        this.wire = wire;
    }

    /**
     * Opens it; answers the port.
     *
     * @param invites is given each call of the gateway's
     */
    Future<Integer> open(String address, int port, Consumer<SipMessage> invites) {
        onInvite = invites;
        vertx.setPeriodic(TICK_MS, _ -> onTick());
        return wire.open(address, port, this::onMessage);
    }

    void send(String message) {
        wire.send(message);
    }

    /** Messages of its call are the dialog's from now on, until it is over. */
    void follow(SipDialog dialog) {
        dialogs.put(dialog.callId(), dialog);
    }

    /** Calls that are not over. */
    int open() {
        return dialogs.size();
    }

    private void onMessage(byte[] data) {
        SipMessage message;
        try {
            message = SipMessage.read(data, data.length);
        } catch (BadSip _) {
            return; // A keep-alive, or nothing that we know.
        }
        SipDialog dialog = dialogs.get(message.callId());
        if (dialog != null) {
            dialog.onMessage(message, nowMs());
        } else if (message.method().equals("INVITE")) {
            onInvite.accept(message);
        } else if (!message.isResponse() && !message.method().equals("ACK")) {
            boolean outside = message.method().equals("OPTIONS");
            send(
                    SipTexts.lone(
                            message,
                            outside ? 200 : 481,
                            outside ? "OK" : "Call/Transaction Does Not Exist"));
        }
    }

    private void onTick() {
        long now = nowMs();
        for (SipDialog dialog : new ArrayList<>(dialogs.values())) {
            if (dialog.nextMs() - now <= 0) {
                dialog.onTime(now);
            }
            if (dialog.isOver()) {
                dialogs.remove(dialog.callId());
            }
        }
    }

    static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
