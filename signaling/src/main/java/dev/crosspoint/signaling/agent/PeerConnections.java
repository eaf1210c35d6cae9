package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.agent.SoftphoneLeg.Contact;
import dev.crosspoint.signaling.agent.SoftphoneLeg.PeerConnection;
import dev.crosspoint.signaling.agent.SoftphoneMethods.Step;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Legs that outlive their contacts: how they are named and proved, how long they stand, and what a
 * client is told when one is over. The peer connection of a leg goes by the leg's own id.
 */
final class PeerConnections {

    static final String ID = "peerConnectionId";

    private static final String TOKEN = "peerConnectionToken";

    /** The client counts too, and ends it first. */
    private static final int SLACK_MS = 5_000;

    private final @Nullable Agent agent;
    private final SoftphoneLegs legs;
    private final Supplier<String> secrets;
    private final List<String> notices = new ArrayList<>(0);

    /**
     * @param agent null on the direct socket
     * @param secrets unguessable texts
     */
    PeerConnections(@Nullable Agent agent, SoftphoneLegs legs, Supplier<String> secrets) {
        this.agent = agent;
        this.legs = legs;
        this.secrets = secrets;
    }

    /** Whether a request names a peer connection at all. */
    static boolean isNamed(Params params) throws BadParams {
        return params.optionalWord(ID) != null;
    }

    /** The leg that a request names and proves to know; null when there is none. */
    @Nullable SoftphoneLeg find(Params params) throws BadParams {
        String id = params.optionalWord(ID);
        var token = params.optionalSecret(TOKEN, SoftphoneMethods.MAX_TOKEN_LENGTH);
        SoftphoneLeg leg = id == null ? null : legs.get(id);
        boolean known =
                leg != null
                        && leg.peer != null
                        && token != null
                        && MessageDigest.isEqual(bytes(leg.peer.token()), bytes(token.value()));
        return known ? leg : null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** From now on the leg outlives its contact. */
    void grant(SoftphoneLeg leg, int standsMs) {
        leg.peer = new PeerConnection(secrets.get(), standsMs, leg.client);
    }

    /** An answer to an invite says what the peer connection is called. */
    static Answer named(SoftphoneLeg leg, Answer answer) {
        if (leg.peer != null && answer instanceof Answer.Result(var value)) {
            value.put(ID, leg.id)
                    .put(TOKEN, leg.peer.token())
                    .put("inactivityDuration", leg.peer.standsMs());
        }
        return answer;
    }

    /** The next contact on a leg that stands. */
    Step connect(Params params, @Nullable String connection) throws BadParams {
        var token = params.secret(SoftphoneMethods.TOKEN, SoftphoneMethods.MAX_TOKEN_LENGTH);
        var contact = Contact.of(params, token, connection);
        SoftphoneLeg leg = find(params);
        if (leg == null) {
            return stale();
        }
        return switch (leg.state) {
            case LegState.Idle s -> {
                leg.state = new LegState.Connecting(s.untilMs(), contact);
                yield new Step.Ask(leg.id, new AgentMessage.ConnectContact(agent, leg.id, token));
            }
            case LegState.Talking _ ->
                    leg.contact.is(contact)
                            ? SoftphoneMethods.done()
                            : SoftphoneMethods.refuse(RpcError.CONFLICT, "the leg has a contact");
            case LegState.Inviting _,
                    LegState.Invited _,
                    LegState.Accepting _,
                    LegState.Connecting _ ->
                    SoftphoneMethods.refuse(RpcError.CONFLICT, "the leg is being set up");
            case LegState.Ended _, LegState.Ending _ -> stale();
        };
    }

    /** The client has put its contact down; whether call control ends it or has is the same. */
    Step disconnect(Params params, long nowMs) throws BadParams {
        String contactId = Contact.idOf(params);
        SoftphoneLeg leg = find(params);
        if (leg == null) {
            return stale();
        }
        var now = leg.state instanceof LegState.Connecting c ? c.contact() : leg.contact;
        boolean isOther =
                !contactId.isEmpty() && !now.id().isEmpty() && !contactId.equals(now.id());
        return switch (leg.state) {
            case LegState.Idle _, LegState.Ended _, LegState.Ending _ -> SoftphoneMethods.done();
            case LegState.Inviting _ ->
                    SoftphoneMethods.refuse(RpcError.CONFLICT, "the leg is being set up");
            case LegState.Invited _,
                    LegState.Accepting _,
                    LegState.Talking _,
                    LegState.Connecting _ -> {
                if (isOther) {
                    yield SoftphoneMethods.done();
                }
                putDown(leg, nowMs);
                yield new Step.Ask(leg.id, new AgentMessage.DisconnectContact(agent, leg.id, true));
            }
        };
    }

    /** Call control's reply to {@link #connect}. */
    static void connected(SoftphoneLeg leg, LegState.Connecting state, Reply reply) {
        if (reply instanceof Reply.Done) {
            leg.contact = state.contact();
            leg.state = new LegState.Talking();
        } else {
            leg.state = new LegState.Idle(state.untilMs());
        }
    }

    private static Step stale() {
        return SoftphoneMethods.refuse(RpcError.BAD_PARAMS, AgentMessage.ConnectContact.STALE);
    }

    /**
     * The contact of a leg is over, and the leg stands.
     *
     * @return whether it is a leg that could
     */
    boolean onStandLeg(@Nullable SoftphoneLeg leg, long nowMs) {
        if (leg == null || leg.peer == null) {
            return false;
        }
        // Of a leg that is about to have the next contact it is said late.
        if (leg.state.isAlive() && !(leg.state instanceof LegState.Connecting)) {
            putDown(leg, nowMs);
        }
        return true;
    }

    /** The leg has no contact any more; it may yet have to be accepted. */
    private static void putDown(SoftphoneLeg leg, long nowMs) {
        leg.contact = leg.contact.gone();
        if (leg.state instanceof LegState.Talking || leg.state instanceof LegState.Connecting) {
            stand(leg, nowMs);
        }
    }

    /** The leg has no contact, from now on. */
    static void stand(SoftphoneLeg leg, long nowMs) {
        if (leg.peer != null) {
            leg.contact = leg.contact.gone();
            leg.state = new LegState.Idle(nowMs + leg.peer.standsMs() + SLACK_MS);
        }
    }

    /** Call control has ended a leg that stood. */
    void ended(SoftphoneLeg leg) {
        over(leg);
        boolean elsewhere =
                legs.any(other ->
                        other.peer != null
                                && other.state.isAlive()
                                && !Objects.equals(other.client, leg.client));
        if (elsewhere) {
            notice(leg, "quotaBreached");
        }
    }

    /** A leg has stood for too long. */
    void expired(SoftphoneLeg leg) {
        over(leg);
        notice(leg, "idleConnection");
    }

    /** The client closes it and does not answer. */
    private void over(SoftphoneLeg leg) {
        legs.remove(leg);
        String message =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("jsonrpc", "2.0")
                        .put("method", "PCBye")
                        // Where connect-rtc-js looks for it: not in the params.
                        .put(ID, leg.id)
                        .toString();
        notices.add(SoftphoneTopic.wrapFor(leg, message));
    }

    /** To all of a browser, which is known by its own name and only on the topic. */
    private void notice(SoftphoneLeg leg, String method) {
        if (leg.client != null && leg.contact.connection() != null) {
            ObjectNode nothing = JsonNodeFactory.instance.objectNode();
            notices.add(
                    SoftphoneTopic.wrapForClient(
                            leg.client, JsonRpc.notification(method, nothing)));
        }
    }

    /** What is to be said now, once. */
    List<String> due() {
        List<String> due = List.copyOf(notices);
        notices.clear();
        return due;
    }
}
