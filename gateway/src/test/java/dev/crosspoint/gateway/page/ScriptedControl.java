package dev.crosspoint.gateway.page;

import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.Event;
import dev.crosspoint.signaling.api.AgentMessage.QuickConnect;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.AgentMessage.Request;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Call control by the word of a test: one agent with one contact. What is asked is granted, unless
 * the test has said otherwise; what comes of it, the test tells.
 */
final class ScriptedControl {
    static final String CONTACT = "contact-1";

    /** What the agent can be set to, besides where it is. */
    private static final List<String> STATES = List.of("available", "lunch", "offline");

    private static final List<QuickConnect> QUICK_CONNECTS =
            List.of(
                    new QuickConnect(new Private("Bob Castle"), new Target.ToAgent("bob"), true),
                    new QuickConnect(new Private("Carol Diaz"), new Target.ToAgent("carol"), false),
                    new QuickConnect(new Private("Sales"), new Target.ToQueue("sales"), null),
                    new QuickConnect(
                            new Private("Opening hours"), new Target.ToFlow("hours"), null));

    private final Vertx vertx;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Message<Request>> invites = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Agent agent;
    private volatile @Nullable Reply dialReply;
    private volatile @Nullable Reply tokenReply;
    private volatile @Nullable Reply verbReply;
    private volatile @Nullable Reply watchReply;
    private volatile List<String> permissions = List.of();
    private volatile List<String> devices = List.of();
    private volatile String device = "softphone";
    private volatile String told = "offline";

    ScriptedControl(Vertx vertx) {
        this.vertx = vertx;
        forget();
        vertx.eventBus().<Request>localConsumer(AgentMessage.REQUESTS, this::onRequest);
    }

    /** As it was before the first test. */
    void forget() {
        requests.clear();
        invites.clear();
        dialReply = null;
        tokenReply = null;
        verbReply = null;
        watchReply = null;
        permissions = List.of("BasicAgentAccess", "OutboundCallAccess");
        devices = List.of("softphone");
        device = "softphone";
    }

    // --- what the test says ---

    /** What the agent's security profile allows from the next session on. */
    void permit(String... names) {
        permissions = List.of(names);
    }

    /** The agent has a desk phone from the next session on. */
    void switchOnDeskPhone() {
        devices = List.of("softphone", "desk-phone");
    }

    void answerDialsWith(Reply reply) {
        dialReply = reply;
    }

    /** From now on, until it is null; then tokens are good again. */
    void answerTokensWith(@Nullable Reply reply) {
        tokenReply = reply;
    }

    /** From now on, whatever is asked of a contact. */
    void answerVerbsWith(@Nullable Reply reply) {
        verbReply = reply;
    }

    void answerWatchingWith(Reply reply) {
        watchReply = reply;
    }

    void offer(int ringSeconds) {
        offer("inbound", "Service", "", ringSeconds, "softphone");
    }

    void offer(String direction, String queue, String from, int ringSeconds, String carriedBy) {
        var number = direction.equals("internal") ? "" : CallScript.CUSTOMER;
        send(
                new AgentMessage.ContactOffered(
                        CONTACT,
                        direction,
                        new Private(number),
                        queue,
                        new Private(from),
                        Map.of("topic", new Private("Billing")),
                        ringSeconds,
                        carriedBy));
    }

    void accept() {
        send(new AgentMessage.ContactAccepted(CONTACT, new Private("contact-token")));
    }

    void connected() {
        send(new AgentMessage.ContactConnected(CONTACT, System.currentTimeMillis()));
    }

    void show(CallScript call) {
        show(call, CallScript.SELF);
    }

    /**
     * Shows a call to the page.
     *
     * @param self the participant that the page's agent is, or would be
     */
    void show(CallScript call, String self) {
        send(new AgentMessage.ContactRoster(CONTACT, self, call.view()));
    }

    void end(String reason, String sentence) {
        send(new AgentMessage.ContactEnded(CONTACT, reason, sentence));
    }

    /** Tells the agent's state, in which it may choose any other. */
    void state(String state, @Nullable String next, long endsMs) {
        told = state;
        var allowed = STATES.stream().filter(other -> !other.equals(state)).toList();
        send(
                new AgentMessage.StateChanged(
                        state, System.currentTimeMillis(), allowed, next, endsMs, device, devices));
    }

    void send(Event event) {
        var known = agent;
        if (known == null) {
            throw new IllegalStateException("nobody has signed in");
        }
        vertx.eventBus().send(AgentMessage.eventsFor(known.session()), event, LocalCodec.options());
    }

    // --- what the page asks ---

    /** What was asked since the last time, in order. */
    Queue<Request> requests() {
        return requests;
    }

    /** What was asked of contacts, in order. */
    List<ContactVerb> verbs() {
        return requests.stream()
                .filter(AgentMessage.OnContact.class::isInstance)
                .map(request -> ((AgentMessage.OnContact) request).verb())
                .toList();
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
                                who, new Private("Alice Baker"), permissions, devices));
            }
            case AgentMessage.Refresh _ -> {
                state("offline", null, 0);
                message.reply(new Reply.Done());
            }
            case AgentMessage.SetState it -> {
                message.reply(new Reply.Done());
                if (told.equals("busy")) {
                    state("busy", it.state(), 0);
                } else {
                    state(it.state(), null, 0);
                }
            }
            case AgentMessage.SetDevice it -> {
                message.reply(new Reply.Done());
                device = it.device();
                state("offline", null, 0);
            }
            case AgentMessage.OnContact _ when verbReply != null -> message.reply(verbReply);
            case AgentMessage.OnContact it -> {
                message.reply(new Reply.Done());
                onVerb(it.verb());
            }
            case AgentMessage.ListQuickConnects _ ->
                    message.reply(new Reply.QuickConnects(QUICK_CONNECTS));
            case AgentMessage.Dial _ -> message.reply(dialReply);
            case AgentMessage.Invite _ -> invites.add(message);
            case AgentMessage.Watch _ when watchReply != null -> message.reply(watchReply);
            case AgentMessage.SessionLost _,
                    AgentMessage.Watch _,
                    AgentMessage.CallDemoCustomer _,
                    AgentMessage.AcceptInvite _,
                    AgentMessage.ConnectContact _,
                    AgentMessage.DisconnectContact _,
                    AgentMessage.Bye _ ->
                    message.reply(new Reply.Done());
        }
    }

    private void onVerb(ContactVerb verb) {
        switch (verb) {
            case ContactVerb.Accept _ -> accept();
            case ContactVerb.Reject _ -> end("rejected", "You declined the call.");
            case ContactVerb.HangUp _ -> end("agent-hung-up", "You ended the call.");
            default -> {}
        }
    }
}
