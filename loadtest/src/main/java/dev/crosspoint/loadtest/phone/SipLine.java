package dev.crosspoint.loadtest.phone;

import dev.crosspoint.loadtest.sip.BadSip;
import dev.crosspoint.loadtest.sip.SipDialog;
import dev.crosspoint.loadtest.sip.SipMessage;
import dev.crosspoint.loadtest.sip.SipTexts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The SIP socket that all telephones of a process share, and whose message is whose. */
final class SipLine {
    /** RFC 3261's timers count from 500 ms. */
    private static final long TICK_MS = 50;

    private static final int BUFFER_BYTES = 2 << 20;

    private final Vertx vertx;
    private final DatagramSocket socket;
    private final Target target;
    private final Map<String, SipDialog> dialogs = new HashMap<>();
    private Consumer<SipMessage> onInvite = _ -> {};

    SipLine(Vertx vertx, Target target) {
        this.vertx = vertx;
        this.target = target;
        this.socket =
                vertx.createDatagramSocket(
                        new DatagramSocketOptions().setReceiveBufferSize(BUFFER_BYTES));
    }

    /** Opens it on a port of its own choice; answers the port. */
    Future<Integer> open(String address, int port, Consumer<SipMessage> invites) {
        onInvite = invites;
        socket.handler(this::onDatagram);
        vertx.setPeriodic(TICK_MS, _ -> onTick());
        return socket.listen(port, address).map(open -> open.localAddress().port());
    }

    void send(String message) {
        var _ = socket.send(Buffer.buffer(message, "UTF-8"), target.sipPort(), target.host());
    }

    /** Messages of its call are the dialog's from now on, until it is over. */
    void follow(SipDialog dialog) {
        dialogs.put(dialog.callId(), dialog);
    }

    /** Calls that are not over. */
    int open() {
        return dialogs.size();
    }

    private void onDatagram(DatagramPacket packet) {
        byte[] data = packet.data().getBytes();
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
