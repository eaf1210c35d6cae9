package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.sip.message.Message;
import javax.sip.message.Response;

/**
 * What all calls of an endpoint share.
 *
 * @param wires the transports it has, with the ports it listens on
 * @param lingerMs 64 times T1: after that nothing of a finished exchange is still on its way
 */
record Core(
        Vertx vertx,
        SipSettings settings,
        SipUser user,
        Exchanges exchanges,
        Calls calls,
        LoneRequests lone,
        Map<Transport, Wire> wires,
        Map<Transport, Integer> ports,
        SecureRandom random,
        long lingerMs) {

    Core {
        wires = Map.copyOf(wires);
        ports = Map.copyOf(ports);
    }

    /**
     * A promise of the context that this is called on. What waits for it, and times out as well,
     * goes on there; {@link Future#timeout} of a promise without a context goes on elsewhere.
     */
    static <T> Promise<T> promise(Vertx vertx) {
        return ((VertxInternal) vertx).promise();
    }

    /**
     * Text nobody can guess, 128 bits: tags, branches and Call-IDs must be that (RFC 3261 19.3).
     */
    String token() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Our address in Via and Contact, for a peer. */
    String hostPort(Transport transport, InetAddress peer) {
        String host = settings.advertisedTo(peer);
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + ports.get(transport);
    }

    /** Whether an address is ours, in whichever family. */
    boolean isOwn(Transport transport, InetSocketAddress address) {
        Integer port = ports.get(transport);
        return port != null
                && address.getPort() == port
                && settings.isAdvertised(address.getAddress());
    }

    String contact(Transport transport, InetAddress peer) {
        return "<sip:%s;transport=%s>".formatted(hostPort(transport, peer), uriWord(transport));
    }

    /** A transport in a URI. */
    static String uriWord(Transport transport) {
        // RFC 7118 5.2.4: there is one word for both sorts of WebSocket
        return transport == Transport.WSS ? "ws" : transport.name().toLowerCase(Locale.ROOT);
    }

    /** Contact, Allow and Supported: what the far end needs to know for the rest of a dialog. */
    void introduce(Message message, SipCall call) {
        Flow flow = call.flow();
        introduce(message, call.peer(), flow.transport(), flow.partner());
    }

    /**
     * @param there where the far end is
     */
    void introduce(Message message, Admission.Peer peer, Transport transport, InetAddress there) {
        Messages.set(message, "Contact", contact(transport, there));
        Abilities.say(message, peer);
    }

    /** RFC 3261 14.2 and RFC 3311 5.2: to be tried again after 0 to 10 s, chosen at random. */
    Response later(Response response) {
        Messages.set(response, "Retry-After", String.valueOf(random.nextInt(10)));
        return response;
    }

    /** So many times T1, ms. */
    long t1s(int times) {
        return (long) times * settings.t1Ms();
    }
}
