package dev.crosspoint.gateway.page;

import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.Event;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.AgentMessage.Request;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactView;
import dev.crosspoint.signaling.api.ContactView.Participant;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Call control by the word of a test: one agent, one contact, everything is granted. */
final class ScriptedControl {
    static final String CONTACT = "contact-1";

    private final Vertx vertx;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Message<Request>> invites = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Agent agent;
    private volatile @Nullable Reply dialReply;
    private volatile @Nullable Reply tokenReply;

    ScriptedControl(Vertx vertx) {
        this.vertx = vertx;
        vertx.eventBus().<Request>localConsumer(AgentMessage.REQUESTS, this::onRequest);
    }

    /** What was asked since the last time, in order. */
    Queue<Request> requests() {
        return requests;
    }

    /** The invite that waits for {@link #answerInvite}. */
    @Nullable Private pendingOffer() {
        var message = invites.peek();
        return message != null && message.body() instanceof AgentMessage.Invite invite
                ? invite.sdp()
                : null;
    }

    List<String> pendingCandidates() {
        var message = invites.element();
        return message.body() instanceof AgentMessage.Invite invite
                ? invite.candidates()
                : List.of();
    }

    void answerInvite(String sdp, List<String> candidates) {
        invites.remove().reply(new Reply.Invited(new Private(sdp), candidates));
    }

    void answerDialsWith(Reply reply) {
        dialReply = reply;
    }

    /** From now on, until it is null; then tokens are good again. */
    void answerTokensWith(@Nullable Reply reply) {
        tokenReply = reply;
    }

    void offer(int ringSeconds) {
        send(
                new AgentMessage.ContactOffered(
                        CONTACT,
                        "inbound",
                        new Private("+4930123456"),
                        "Service",
                        new Private(""),
                        Map.of("topic", new Private("Billing")),
                        ringSeconds,
                        "softphone"));
    }

    void send(Event event) {
        var known = agent;
        if (known == null) {
            throw new IllegalStateException("nobody has signed in");
        }
        vertx.eventBus().send(AgentMessage.eventsFor(known.session()), event, LocalCodec.options());
    }

    private void onRequest(Message<Request> message) {
        var request = message.body();
        requests.add(request);
        switch (request) {
            case AgentMessage.Authenticate _ when tokenReply != null -> message.reply(tokenReply);
            case AgentMessage.Authenticate it -> {
                var who = new Agent(new Tenant("acme", "main"), "alice", it.session());
                agent = who;
                message.reply(
                        new Reply.Authenticated(
                                who,
                                new Private("Alice Baker"),
                                List.of("BasicAgentAccess", "OutboundCallAccess"),
                                List.of("softphone")));
            }
            case AgentMessage.Refresh _ -> {
                state("offline", List.of("available", "lunch"));
                message.reply(new Reply.Done());
            }
            case AgentMessage.SetState it -> {
                message.reply(new Reply.Done());
                state(it.state(), List.of("available", "lunch", "offline"));
            }
            case AgentMessage.OnContact it -> {
                message.reply(new Reply.Done());
                onVerb(it.verb());
            }
            case AgentMessage.ListQuickConnects _ ->
                    message.reply(new Reply.QuickConnects(List.of()));
            case AgentMessage.Dial _ -> message.reply(dialReply);
            case AgentMessage.Invite _ -> invites.add(message);
            case AgentMessage.SessionLost _,
                    AgentMessage.SetDevice _,
                    AgentMessage.Watch _,
                    AgentMessage.CallDemoCustomer _,
                    AgentMessage.AcceptInvite _,
                    AgentMessage.Bye _ ->
                    message.reply(new Reply.Done());
        }
    }

    private void onVerb(ContactVerb verb) {
        switch (verb) {
            case ContactVerb.Accept _ ->
                    send(new AgentMessage.ContactAccepted(CONTACT, new Private("contact-token")));
            case ContactVerb.Reject _ ->
                    send(new AgentMessage.ContactEnded(CONTACT, "rejected", "Declined."));
            case ContactVerb.HangUp _ ->
                    send(new AgentMessage.ContactEnded(CONTACT, "agent-hung-up", "Over."));
            case ContactVerb.Mute mute -> roster(mute.muted());
            default -> {}
        }
    }

    private void roster(boolean muted) {
        var number = new Private("+4930123456");
        var alice = new Private("Alice Baker");
        send(
                new AgentMessage.ContactRoster(
                        CONTACT,
                        "p2",
                        new ContactView(
                                CONTACT,
                                "inbound",
                                number,
                                "Service",
                                "connected",
                                System.currentTimeMillis(),
                                List.of(
                                        new Participant(
                                                "p1",
                                                "customer",
                                                "",
                                                number,
                                                "",
                                                "connected",
                                                false,
                                                false),
                                        new Participant(
                                                "p2",
                                                "agent",
                                                "alice",
                                                alice,
                                                CONTACT,
                                                "connected",
                                                false,
                                                muted)),
                                null)));
    }

    private void state(String state, List<String> allowed) {
        send(
                new AgentMessage.StateChanged(
                        state,
                        System.currentTimeMillis(),
                        allowed.stream().filter(other -> !other.equals(state)).toList(),
                        null,
                        0,
                        "softphone"));
    }
}
