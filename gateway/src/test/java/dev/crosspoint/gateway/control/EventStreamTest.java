package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.access.AgentDirectory.AgentIdentity;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.control.EventReader.Event;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.gateway.switchboard.ControlMessage;
import dev.crosspoint.gateway.switchboard.LegNews;
import dev.crosspoint.signaling.api.AgentMessage.ContactGone;
import dev.crosspoint.signaling.api.AgentMessage.ContactSeen;
import dev.crosspoint.signaling.api.ContactView;
import dev.crosspoint.signaling.api.LegSound;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkStatus;
import dev.crosspoint.signaling.api.TrunkStatus.Condition;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everybody who listens is told how things are, then what changes, and is let go when it is time.
 */
@ExtendWith(VertxExtension.class)
@Timeout(value = 40, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class EventStreamTest {
    private static final String CLOSED = "crosspoint.api.streams.closed";

    /** Times that tests can wait for. */
    private static final StreamRules QUICK = new StreamRules(50, 20, 60_000, 64 * 1024, 2, 8, 4096);

    private final Document document = Document.ofResource();
    private Vertx vertx;
    private ControlServer server;
    private volatile boolean tokensAreGood = true;
    private volatile Set<Permission> permissions = Set.of(Permission.ACCESS_METRICS);

    @BeforeEach
    void given(Vertx given) {
        vertx = given;
    }

    private void serve(StreamRules rules) throws Exception {
        server =
                new ControlServer(
                        vertx,
                        this::agent,
                        (_, _) -> permissions,
                        ControlServer.PATIENT_MS,
                        ControlServer.PATIENT_MS,
                        rules);
    }

    private Optional<AgentIdentity> agent(String token) {
        return tokensAreGood ? CallCentre.byToken(token) : Optional.empty();
    }

    private EventReader listen(@Nullable String lastEventId) throws Exception {
        return listen(lastEventId, HttpVersion.HTTP_1_1);
    }

    private EventReader listen(@Nullable String lastEventId, HttpVersion version) throws Exception {
        return listen("", lastEventId, version);
    }

    private EventReader listen(String query, @Nullable String lastEventId, HttpVersion version)
            throws Exception {
        return EventReader.open(vertx, server.port(), query, "token-sue", lastEventId, version);
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void tellsHowThingsAreAndThenEveryChangeInOrder(HttpVersion version) throws Exception {
        var centre = new CallCentre(vertx);
        centre.open(FlowFixtures.straightToSales());
        serve(StreamRules.ORDINARY);
        var ann = centre.available("ann");
        var reader = listen(null, version);
        assertThat(reader.response.version()).isEqualTo(version);
        assertThat(reader.response.getHeader("content-type")).isEqualTo("text/event-stream");
        assertThat(reader.response.getHeader("cache-control")).isEqualTo("no-store");
        var first = reader.next();
        assertThat(first.type()).isEqualTo("snapshot");
        assertThat(first.data()).startsWith("{\"contacts\":[],\"agents\":[{\"agent\":\"ann\"");

        var contact = centre.connect(ann, centre.arrive("d1"));
        centre.hangsUp("d1");
        var seen = new ArrayList<Event>();
        seen.add(first);
        do {
            seen.add(reader.next());
        } while (!seen.getLast().data().contains("\"handled\":1"));

        assertThat(seen).extracting(Event::type).contains("call.seen", "agent.seen", "call.gone");
        assertThat(seen)
                .filteredOn(event -> event.type().equals("call.gone"))
                .extracting(Event::data)
                .containsExactly("{\"contactId\":\"" + contact + "\"}");
        assertThat(seen)
                .filteredOn(event -> event.type().equals("agent.seen"))
                .extracting(event -> document.parse(event.data()).path("state").textValue())
                .startsWith("busy")
                .endsWith("available");
        numbersHaveNoGaps(seen);
        seen.forEach(this::isAsDocumented);

        var late = listen(null, version).next();
        assertThat(late.id()).isEqualTo(seen.getLast().id());
        assertThat(document.parse(late.data()).path("contacts")).isEmpty();
    }

    @Test
    void tellsOfTrunksAndHowLegsSoundToWhomTheyBelong() throws Exception {
        var control = new ControlDouble(vertx);
        serve(StreamRules.ORDINARY);
        var reader = listen("?legs=true", null, HttpVersion.HTTP_1_1);
        reader.next();
        var unasked = listen(null);
        unasked.next();
        var other = new Tenant("somebody", "else");
        for (var tenant : List.of(other, CallCentre.TENANT)) {
            vertx.eventBus()
                    .publish(
                            TrunkStatus.CHANGES,
                            new TrunkStatus(tenant, "carrier", Condition.FAILING, 2, 0),
                            LocalCodec.options());
            vertx.eventBus()
                    .publish(
                            LegNews.eventsOf(tenant),
                            new LegNews(
                                    "c-1",
                                    "p-1",
                                    new LegSound(2.1, List.of("high-loss"), "Words are lost.")),
                            LocalCodec.options());
        }
        var trunk = reader.next();
        assertThat(trunk.type()).isEqualTo("trunk.changed");
        isAsDocumented(trunk);
        var leg = reader.next();
        assertThat(leg.type()).isEqualTo("leg.diagnosed");
        assertThat(leg.id()).isEmpty();
        isAsDocumented(leg);
        control.tell(new ContactGone("a"));
        assertThat(number(reader.next())).isEqualTo(number(trunk) + 1);

        // Many, and not for whoever did not ask.
        assertThat(unasked.next().type()).isEqualTo("trunk.changed");
        assertThat(unasked.next().type()).isEqualTo("call.gone");
    }

    private void isAsDocumented(Event event) {
        var events =
                Objects.requireNonNull(document.operations().get("GET /api/events"))
                        .path("x-events");
        assertThat(document.faults(events.path(event.type()), document.parse(event.data())))
                .as(event.toString())
                .isEmpty();
    }

    private static void numbersHaveNoGaps(List<Event> events) {
        for (int i = 1; i < events.size(); i++) {
            assertThat(number(events.get(i))).isEqualTo(number(events.get(i - 1)) + 1);
        }
    }

    private static long number(Event event) {
        return Long.parseLong(event.id().substring(event.id().lastIndexOf('-') + 1));
    }

    @Test
    void goesOnAfterTheLastEventThatAClientHad() throws Exception {
        var control = new ControlDouble(vertx);
        serve(QUICK);
        var reader = listen(null);
        var snapshot = reader.next();
        control.tell(new ContactGone("a"));
        control.tell(new ContactGone("b"));
        var a = reader.next();
        assertThat(reader.next().data()).contains("b");
        reader.leave();

        var back = listen(a.id());
        assertThat(back.next().data()).contains("\"b\"");
        control.tell(new ContactGone("c"));
        assertThat(back.next().data()).contains("\"c\"");
        back.leave();
        awaitClosed(2);

        assertThat(listen(snapshot.id()).next()).isEqualTo(a);
        assertThat(control.asked).hasSize(1);
    }

    @Test
    void givesASnapshotToWhoWasAwayForTooLongOrComesFromElsewhere() throws Exception {
        var control = new ControlDouble(vertx);
        serve(QUICK);
        var reader = listen(null);
        var first = reader.next();
        var last = first;
        for (int i = 0; i <= QUICK.ringEvents(); i++) {
            control.tell(new ContactSeen(view("c" + i, 10)));
            last = reader.next();
        }
        reader.leave();
        awaitClosed(1);

        int closed = 1;
        for (var id : List.of(first.id(), "elsewhere-3", last.id() + "0", "x", "-1")) {
            var back = listen(id);
            var again = back.next();
            assertThat(again.type()).as(id).isEqualTo("snapshot");
            assertThat(document.parse(again.data()).path("contacts"))
                    .hasSize(QUICK.ringEvents() + 1);
            back.leave();
            awaitClosed(++closed);
        }
    }

    @Test
    void beatsWhenThereIsNothingToSay() throws Exception {
        new ControlDouble(vertx);
        serve(QUICK);
        var reader = listen(null);
        reader.awaitComment();
        reader.awaitComment();
    }

    @Test
    void endsWithTheSignIn() throws Exception {
        new ControlDouble(vertx);
        serve(QUICK);
        var reader = listen(null);
        reader.next();

        tokensAreGood = false;

        reader.awaitEnd();
        assertThat(server.counted(CLOSED, "reason", "token-ended")).isEqualTo(1);
        assertThat(listen(null).response.statusCode()).isEqualTo(401);
    }

    @Test
    void endsWithThePermission() throws Exception {
        new ControlDouble(vertx);
        serve(QUICK);
        var reader = listen(null);
        reader.next();

        permissions = Set.of(Permission.BASIC_AGENT_ACCESS);

        reader.awaitEnd();
        assertThat(listen(null).response.statusCode()).isEqualTo(403);
    }

    @Test
    void endsWithTheListener() throws Exception {
        new ControlDouble(vertx);
        serve(StreamRules.ORDINARY);
        var reader = listen(null);
        reader.next();

        server.stop();

        reader.awaitEnd();
        // The client may hear of the end before the server's own handlers do.
        var open = server.meters.get("crosspoint.api.streams.open").gauge();
        Soon.until("the end of every stream", () -> open.value() == 0);
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void givesUpAClientThatDoesNotReadAndNoOther(HttpVersion version) throws Exception {
        var control = new ControlDouble(vertx);
        serve(QUICK);
        var slow = listen(null, version);
        slow.next();
        slow.response.pause();
        var sound = listen(null, version);
        sound.next();

        // What the two kernels keep for a client is not known, so until it is enough.
        int told = 0;
        while (server.counted(CLOSED, "reason", "slow-reader") == 0) {
            assertThat(told).as("events before anybody was given up").isLessThan(10_000);
            control.tell(new ContactSeen(view("c" + told, 20_000)));
            assertThat(sound.next().data()).contains("\"c" + told++ + "\"");
        }

        control.tell(new ContactGone("last"));
        assertThat(sound.next().data()).contains("last");
        assertThat(server.meters.get("crosspoint.api.streams.open").gauge().value()).isEqualTo(1);
        slow.response.resume();
        slow.awaitEnd();
    }

    @Test
    void letsAnAgentHaveOnlySoManyStreams() throws Exception {
        new ControlDouble(vertx);
        serve(QUICK);
        listen(null).next();
        var second = listen(null);
        second.next();

        assertThat(listen(null).response.statusCode()).isEqualTo(429);
        second.leave();
        awaitClosed(1);
        assertThat(listen(null).response.statusCode()).isEqualTo(200);
    }

    @Test
    void collectsOnlyWhileSomebodyListensOrMayComeBack() throws Exception {
        var control = new ControlDouble(vertx);
        serve(new StreamRules(50, 20, 100, 64 * 1024, 2, 8, 4096));
        var reader = listen(null);
        var first = reader.next();
        assertThat(((ControlMessage.Watch) control.nextAsked().body()).on()).isTrue();

        reader.leave();

        assertThat(((ControlMessage.Watch) control.nextAsked().body()).on()).isFalse();
        var again = listen(first.id()).next();
        assertThat(again.type()).isEqualTo("snapshot");
        assertThat(again.id()).isNotEqualTo(first.id());
    }

    @Test
    void answersHeadWithoutAStream() throws Exception {
        new ControlDouble(vertx);
        serve(QUICK);

        var head =
                ControlServer.await(server.request("sue", HttpMethod.HEAD, "/api/events").send());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.getHeader("content-type")).isEqualTo("text/event-stream");
        assertThat(server.meters.get("crosspoint.api.streams.open").gauge().value()).isZero();
    }

    /** Round trips on the listener's loop, until it has seen so many clients go. */
    private void awaitClosed(int clients) throws Exception {
        Soon.until(
                clients + " clients have gone",
                () -> {
                    server.get("bob", "/api/openapi.json");
                    return server.counted(CLOSED, "reason", "peer") >= clients;
                });
        assertThat(server.counted(CLOSED, "reason", "peer")).isEqualTo(clients);
    }

    private static ContactView view(String contact, int queueNameLength) {
        return new ContactView(
                contact,
                "inbound",
                new Private("+442079460123"),
                "q".repeat(queueNameLength),
                "waiting",
                0,
                List.of(),
                null,
                "off");
    }
}
