package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.Private;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sockets of {@code /rtc} and the legs they belong to. */
final class DirectDesk {

    private record Leg(DirectSession core, SessionHost host) {}

    private final Shell shell;
    private final Map<String, Leg> legs = new HashMap<>();

    DirectDesk(Shell shell) {
        this.shell = shell;
    }

    /** Whether a client token belongs to a leg of that call. */
    boolean knows(String callId, String clientToken) {
        Leg leg = legs.get(ClientTokens.legOf(clientToken));
        return leg != null && leg.core.accepts(callId, clientToken, shell.nowMs());
    }

    /**
     * A first socket.
     *
     * @param arrived run when it has proved itself or is gone
     */
    void onSocket(
            AgentSocket socket, String callId, @Nullable Private contactCtx, Runnable arrived) {
        String id = shell.newId();
        DirectSession core =
                new DirectSession(
                        id,
                        callId,
                        contactCtx,
                        shell.limits(),
                        shell.counters(),
                        shell::newId,
                        shell.nowMs());
        SessionHost host =
                new SessionHost(
                        shell,
                        core,
                        new EventFeed(shell.vertx(), id),
                        arrived,
                        () -> {
                            legs.remove(id);
                            arrived.run();
                        });
        legs.put(id, new Leg(core, host));
        host.attach(socket, List::of);
    }

    /** A socket that comes back with a token that {@link #knows} said yes to. */
    void onSocket(AgentSocket socket, String clientToken) {
        Leg leg = legs.get(ClientTokens.legOf(clientToken));
        if (leg == null) {
            // The leg ended between the upgrade's decision and the handshake.
            socket.close(CloseReason.NOT_ALLOWED, CloseReason.NOT_ALLOWED.label());
        } else {
            leg.host.attach(socket, () -> leg.core.onSocket(shell.nowMs()));
        }
    }

    /** The server stops. */
    void stop() {
        new ArrayList<>(legs.values()).forEach(leg -> leg.host.stop());
    }
}
