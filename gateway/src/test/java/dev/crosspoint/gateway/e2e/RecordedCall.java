package dev.crosspoint.gateway.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.Ear;
import dev.crosspoint.media.codec.Codec;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A customer who calls one of our numbers, the agent who answers, and what the recordings of both
 * have to be. Each step of a story is done on the page, and noted when the gateway tells of it.
 */
final class RecordedCall implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** What a customer's telephone speaks. */
    enum Trunk {
        /** baresip: PCMU over SRTP, TLS. One at a time. */
        SRTP,
        /** sipp: mu-law in clear. */
        PCMU,
        /** sipp: A-law in clear. */
        PCMA
    }

    /** What is special about a call. */
    record Plan(Mode mode, Trunk trunk) {}

    private final Rig rig;
    private final Events events;
    private final Plan plan;
    private final Speaker agent;
    private final Speaker customer;
    private final AgentPage page;
    private final @Nullable SippCustomer sipp;
    private final Map<Speaker, Script> scripts = new EnumMap<>(Speaker.class);
    private final Map<Speaker, String> contacts = new EnumMap<>(Speaker.class);
    private int place;
    private String contact = "";

    private RecordedCall(Rig rig, Events events, Plan plan, Speaker agent, Speaker customer)
            throws IOException {
        this.rig = rig;
        this.events = events;
        this.plan = plan;
        this.agent = agent;
        this.customer = customer;
        this.page = rig.colleague(agent.agentId());
        this.place = events.count();
        this.sipp = dial();
    }

    /** Dials; an agent is offered the call. */
    static RecordedCall place(Rig rig, Events events, Plan plan, Speaker agent, Speaker customer)
            throws IOException {
        return new RecordedCall(rig, events, plan, agent, customer);
    }

    private @Nullable SippCustomer dial() throws IOException {
        var number = plan.mode().number(agent);
        if (plan.trunk() == Trunk.SRTP) {
            rig.callFromBaresip(number);
            return null;
        }
        var codec = plan.trunk() == Trunk.PCMA ? Codec.PCMA : Codec.PCMU;
        return SippCustomer.call(rig, number, codec, customer.hz());
    }

    /** The agent answers, and the customer hears it. */
    void connect() throws InterruptedException {
        page.answer();
        joins(agent, customer);
        if (sipp == null) {
            // Before that the newest of its recordings is that of another call.
            rig.customer().await("CALL_ESTABLISHED", LIMIT);
        }
        customerHears(agent);
        page.awaitRecording(plan.mode().isOn() ? "on" : "off");
    }

    Mode mode() {
        return plan.mode();
    }

    Speaker agent() {
        return agent;
    }

    Speaker customer() {
        return customer;
    }

    /** The agent's page. */
    AgentPage page() {
        return page;
    }

    /** The contact that the call began with. */
    String contact() {
        return contact;
    }

    /** An agent's own contact. */
    String contactOf(Speaker who) {
        return requireNonNull(contacts.get(who));
    }

    Map<Speaker, Script> scripts() {
        return scripts;
    }

    /** Of the agent who answered. */
    Script script() {
        return script(agent);
    }

    Script script(Speaker who) {
        return requireNonNull(scripts.get(who));
    }

    // ---- what happens

    /** When the gateway told that the call is so; ms since 1970. */
    double when(Predicate<View> so, String what) {
        var seen =
                events.await(
                        place,
                        event ->
                                "call.seen".equals(event.type())
                                        && isThis(new View(event.data()))
                                        && so.test(new View(event.data())),
                        what);
        place = seen.place();
        return seen.atMs();
    }

    private boolean isThis(View view) {
        return contact.isEmpty() || contact.equals(view.contactId());
    }

    /** An agent's interval begins. */
    void joins(Speaker who, Speaker... hears) {
        double at = when(view -> view.isConnected(who), who + " is connected");
        var view = new View(events.all(event -> event.place() == place).getFirst().data());
        contact = view.contactId();
        contacts.put(who, view.contactOf(who));
        var script = new Script(who);
        script.hears(at, hears);
        scripts.put(who, script);
    }

    /** An agent's interval ends. */
    double leaves(Speaker who) {
        var gone = events.await(place, event -> isWithout(event, who), who + " has left");
        place = gone.place();
        script(who).end(gone.atMs());
        return gone.atMs();
    }

    private boolean isWithout(Events.Told event, Speaker who) {
        return contact.equals(event.data().getString("contactId"))
                && switch (event.type()) {
                    case "call.gone" -> true;
                    case "call.seen" -> !new View(event.data()).isConnected(who);
                    default -> false;
                };
    }

    /** Waits for a second of conversation. */
    void talk() throws InterruptedException {
        nextSecond().awaitEnd();
    }

    /** The second of conversation that begins now. */
    Second nextSecond() {
        var ear = ear();
        return new Second(ear, ear.heardMs() + 1000);
    }

    /** Of what a customer's telephone hears, as it counts. */
    record Second(Ear ear, int endMs) {
        void awaitEnd() throws InterruptedException {
            ear.awaitHeard(endMs, 10_000);
        }
    }

    void customerHears(Speaker... others) throws InterruptedException {
        var tones = new Integer[others.length];
        for (int i = 0; i < tones.length; i++) {
            tones[i] = others[i].hz();
        }
        Rig.awaitHears(ear(), tones);
    }

    void customerHearsMusic() throws InterruptedException {
        Rig.awaitHears(ear(), Rig.MUSIC_HZ);
    }

    private Ear ear() {
        return sipp == null ? rig.customer().ear() : sipp.ear();
    }

    /** The agent hangs up, and the call is over. */
    void hangUp() throws Exception {
        page.hangUp();
        leaves(agent);
        awaitOver();
    }

    /** Waits until the customer's telephone knows that it is over. */
    void awaitOver() throws Exception {
        if (sipp == null) {
            rig.customer().await("CALL_CLOSED", LIMIT);
        } else {
            sipp.awaitHungUp();
        }
    }

    /** What everybody was told of a call that is not recorded. */
    void neverSaidThatItRecords() {
        assertThat(
                        events.all(event ->
                                "call.seen".equals(event.type())
                                        && contact.equals(event.data().getString("contactId"))))
                .isNotEmpty()
                .allMatch(event -> "off".equals(new View(event.data()).recording()));
    }

    @Override
    public void close() {
        if (sipp != null) {
            sipp.close();
        }
    }
}
