package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.access.AccessRules;
import dev.crosspoint.gateway.access.AgentDirectory;
import dev.crosspoint.gateway.access.AgentDirectory.AgentIdentity;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.access.SecurityProfiles;
import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.bookkeeping.Books;
import dev.crosspoint.gateway.call.MediaDouble;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.routing.AgentActivity;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaAddress;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The office of {@link Office} on a real event bus, with the real verticle. Media and trunks are
 * doubles that enforce the rules of the real ones; what they were asked, and what agents were told,
 * arrives in queues that are waited on.
 */
public final class CallCentre {
    public static final Tenant TENANT = Office.TENANT;
    public static final String CUSTOMER = Office.CUSTOMER;

    public final BlockingQueue<MediaCommand> toMedia = new LinkedBlockingQueue<>();
    public final BlockingQueue<TrunkMessage.Command> toTrunks = new LinkedBlockingQueue<>();
    public final Queue<AuditEvent> audited = new ConcurrentLinkedQueue<>();

    /** Every contact record, in order. */
    public final Queue<ContactRecord> records = new ConcurrentLinkedQueue<>();

    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public volatile boolean mediaAnswers = true;
    public volatile boolean recordTakes = true;
    public AccessRules rules = AccessRules.NONE;

    private final MediaDouble media = new MediaDouble();
    private final TrunkDouble trunks = new TrunkDouble();
    private final Map<String, BlockingQueue<AgentMessage.Event>> told = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private int legs;

    /** Doubles on a bus, and nobody to speak to them yet. */
    public CallCentre(Vertx vertx) {
        this.vertx = vertx;
        var bus = vertx.eventBus();
        LocalCodec.installOn(bus);
        for (int loop = 0; loop < 2; loop++) {
            bus.<MediaCommand>localConsumer(
                    MediaAddress.ofLoop(loop),
                    message -> {
                        var reply = answer(message.body());
                        if (reply != null) {
                            message.reply(reply, LocalCodec.options());
                        }
                    });
        }
        bus.<TrunkMessage.Command>localConsumer(
                TrunkMessage.COMMANDS,
                message -> {
                    TrunkMessage.Reply reply;
                    synchronized (trunks) {
                        reply = trunks.on(message.body());
                    }
                    toTrunks.add(message.body());
                    message.reply(reply, LocalCodec.options());
                });
    }

    private @Nullable MediaReply answer(MediaCommand command) {
        toMedia.add(command);
        synchronized (media) {
            return mediaAnswers ? media.on(command) : null;
        }
    }

    /** Opens with these flows. */
    public void open(FlowBook flows) throws Exception {
        open(OfficeSettings.of(flows, false), null);
    }

    /** Opens with several tenants instead, and with people who sign in elsewhere. */
    public void open(
            FlowBook flows,
            Map<Tenant, List<String>> agents,
            AgentDirectory directory,
            SecurityProfiles profiles)
            throws Exception {
        open(OfficeSettings.ofTenants(flows, agents), directory, profiles, null);
    }

    void open(CallSettings settings, @Nullable DemoCaller demo) throws Exception {
        open(settings, CallCentre::byToken, Office::permissions, demo);
    }

    private void open(
            CallSettings settings,
            AgentDirectory directory,
            SecurityProfiles profiles,
            @Nullable DemoCaller demo)
            throws Exception {
        await(
                vertx.deployVerticle(
                        new CallVerticle(
                                settings,
                                directory,
                                profiles,
                                demo,
                                meters,
                                audited::add,
                                this::before,
                                gate(),
                                books(),
                                new SecureRandom())));
    }

    /** By the rules that the test sets before it opens. */
    private TenantGate gate() {
        return new TenantGate(Map.of(TENANT, rules), audited::add, meters, System::nanoTime);
    }

    private Future<Void> before(AuditEvent event) {
        if (!recordTakes) {
            return Future.failedFuture("no record");
        }
        audited.add(event);
        return Future.succeededFuture();
    }

    private Books books() {
        return new Books() {
            @Override
            public void take(ContactRecord record) {
                records.add(record);
            }

            @Override
            public void take(AgentActivity activity, long atMs) {}
        };
    }

    /** Whoever says {@code token-} and an agent's id is that agent. */
    public static Optional<AgentIdentity> byToken(String token) {
        return Office.byToken(token);
    }

    /** What the agents of the office may do: sue everything, the others what agents may. */
    public static Set<Permission> permissions(Tenant tenant, String agentId) {
        if (!tenant.equals(TENANT) || !Office.AGENTS.contains(agentId)) {
            return Set.of();
        }
        return agentId.equals("sue") ? Set.of(Permission.values()) : Permission.OF_AGENTS;
    }

    // --- agents ---

    /** Signs in at a page, which collects what it is told. */
    public Agent signIn(String agentId) throws Exception {
        return signIn(TENANT, agentId, "token-" + agentId);
    }

    /** Likewise, by the token of a sign-in that is good. */
    public Agent signIn(Tenant tenant, String agentId, String token) throws Exception {
        var session = "session-" + agentId;
        var queue = new LinkedBlockingQueue<AgentMessage.Event>();
        if (told.putIfAbsent(session, queue) == null) {
            vertx.eventBus()
                    .<AgentMessage.Event>localConsumer(
                            AgentMessage.eventsFor(session), message -> queue.add(message.body()));
        }
        ask(new AgentMessage.Authenticate(session, new Private(token)));
        return new Agent(tenant, agentId, session);
    }

    /** Likewise, and takes contacts. */
    public Agent available(String agentId) throws Exception {
        var agent = signIn(agentId);
        ask(new AgentMessage.SetState(agent, "available"));
        return agent;
    }

    /** Lets an agent talk to the caller of a call: accept, softphone, first audio of both. */
    public String connect(Agent agent, MediaCommand.OpenCall open) throws Exception {
        var contact = next(agent, AgentMessage.ContactOffered.class).contactId();
        ask(new AgentMessage.OnContact(agent, contact, new ContactVerb.Accept()));
        flow(open, next(toMedia, MediaCommand.AnswerLeg.class).leg());
        connectSoftphone(agent, open);
        next(agent, AgentMessage.ContactConnected.class);
        return contact;
    }

    /** Lets a softphone talk whose contact was accepted. */
    public void connectSoftphone(Agent agent, MediaCommand.OpenCall open) throws Exception {
        var token = next(agent, AgentMessage.ContactAccepted.class).contactToken();
        var leg = "leg-" + ++legs;
        ask(new AgentMessage.Invite(agent, leg, token, new Private("offer"), List.of(), false));
        flow(open, new LegId(leg));
    }

    /** Audio of a leg arrives. */
    public void flow(MediaCommand.OpenCall open, LegId leg) {
        tell(open, new MediaEvent.LegFlowing(open.tenant(), open.call(), leg));
    }

    /** The next event of a type that an agent is told; others before it are passed over. */
    public <T extends AgentMessage.Event> T next(Agent agent, Class<T> type)
            throws InterruptedException {
        return next(told.getOrDefault(agent.session(), new LinkedBlockingQueue<>()), type);
    }

    /** Asks as an agent's page does. */
    public AgentMessage.Reply ask(AgentMessage.Request request) throws Exception {
        return await(
                vertx.eventBus()
                        .<AgentMessage.Reply>request(
                                AgentMessage.REQUESTS, request, LocalCodec.options())
                        .map(message -> message.body()));
    }

    // --- customers ---

    /** A customer calls; media is asked to open the call. */
    public MediaCommand.OpenCall arrive(String dialog) throws Exception {
        return arrive(TENANT, OfficeSettings.CARRIER, dialog);
    }

    /** Likewise, at one of several tenants. */
    public MediaCommand.OpenCall arrive(Tenant tenant, String dialog) throws Exception {
        return arrive(tenant, OfficeSettings.trunkOf(tenant), dialog);
    }

    private MediaCommand.OpenCall arrive(Tenant tenant, String trunk, String dialog)
            throws Exception {
        synchronized (trunks) {
            trunks.invited(dialog);
        }
        says(
                new TrunkMessage.CallArrived(
                        tenant,
                        dialog,
                        trunk,
                        Office.ADDRESS,
                        new Private(CUSTOMER),
                        new Private(Office.OUR_NUMBER),
                        new Private("offer"),
                        Map.of(),
                        null));
        return next(toMedia, MediaCommand.OpenCall.class);
    }

    /** Whoever is called on a dialog answers. */
    public void answers(String dialog) {
        synchronized (trunks) {
            trunks.dialog(dialog).stage = TrunkDouble.Stage.ANSWERED;
        }
        says(new TrunkMessage.CallAnswered(TENANT, dialog, new Private("sdp")));
    }

    /** The far end hangs up. */
    public void hangsUp(String dialog) {
        synchronized (trunks) {
            trunks.endedByPeer(dialog);
        }
        says(new TrunkMessage.CallEnded(TENANT, dialog, "bye"));
    }

    private void says(TrunkMessage.Event event) {
        vertx.eventBus().publish(TrunkMessage.EVENTS, event, LocalCodec.options());
    }

    void tell(MediaCommand.OpenCall open, MediaEvent event) {
        vertx.eventBus().publish(open.events(), event, LocalCodec.options());
    }

    /** The next one of a type; others before it are passed over. */
    public static <T> T next(BlockingQueue<? super T> queue, Class<T> type)
            throws InterruptedException {
        while (true) {
            var next = queue.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no " + type.getSimpleName() + " came");
            }
            if (type.isInstance(next)) {
                return type.cast(next);
            }
        }
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
