package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.switchboard.LegNews;
import dev.crosspoint.signaling.api.AgentMessage.AgentSeen;
import dev.crosspoint.signaling.api.AgentMessage.ContactGone;
import dev.crosspoint.signaling.api.AgentMessage.ContactSeen;
import dev.crosspoint.signaling.api.AgentView;
import dev.crosspoint.signaling.api.ContactView;
import dev.crosspoint.signaling.api.LegSound;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkStatus;
import dev.crosspoint.signaling.api.TrunkStatus.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogTest {
    private final EventLog log = new EventLog("e-1", StreamRules.ORDINARY);

    @Test
    void printsEventsAsBrowsersReadThem() {
        assertThat(log.accept(new ContactGone("c\n\nid: forged")))
                .isEqualTo(
                        """
                        id: e-1-1
                        event: call.gone
                        data: {"contactId":"c\\n\\nid: forged"}

                        """);
    }

    @Test
    void tellsOfATrunkAsTheApiDoes() {
        var tenant = new Tenant("account", "main");
        var status = new TrunkStatus(tenant, "carrier", Condition.ASKS_FOR_REST, 3, 10);
        assertThat(log.accept(status))
                .isEqualTo(
                        """
                        id: e-1-1
                        event: trunk.changed
                        data: {"trunkId":"carrier","condition":"asks-for-rest","calls":3,"mostCalls":10}

                        """);
        assertThat(log.since("e-1-0")).hasValueSatisfying(all -> assertThat(all).hasSize(1));
    }

    /** The next says more than one that was missed. */
    @Test
    void tellsOfALegWithoutAnId() {
        var sound = new LegSound(2.345, List.of("high-loss"), "12 % of it is lost.");
        assertThat(EventLog.print(new LegNews("c", "p-2", sound)))
                .isEqualTo(
                        """
                        event: leg.diagnosed
                        data: {"contactId":"c","participant":"p-2","mos":2.35,"problems":["high-loss"],"sentence":"12 % of it is lost."}

                        """);
    }

    @Test
    void knowsHowThingsAre() {
        assertThat(log.snapshot())
                .isEqualTo("id: e-1-0\nevent: snapshot\ndata: {\"contacts\":[],\"agents\":[]}\n\n");
        log.accept(new ContactSeen(call("a", "flow")));
        log.accept(new ContactSeen(call("b", "waiting")));
        log.accept(new ContactSeen(call("a", "connected")));
        log.accept(new ContactGone("b"));
        log.accept(new AgentSeen(agent("ann", 7, "")));
        log.accept(new AgentSeen(agent("bob", 7, "")));
        log.accept(new AgentSeen(agent("bob", 0, "")));
        log.accept(new AgentSeen(agent("cat", 0, "a")));

        assertThat(log.snapshot())
                .startsWith("id: e-1-8\n")
                .contains("\"contactId\":\"a\",", "\"state\":\"connected\"", "\"ann\"", "\"cat\"")
                .doesNotContain("\"b\"", "flow", "bob");
    }

    @Test
    void knowsWhatSomebodyHasMissed() {
        var first = log.accept(new ContactGone("a"));
        var second = log.accept(new ContactGone("b"));

        assertThat(log.since("e-1-0")).contains(List.of(first, second));
        assertThat(log.since("e-1-1")).contains(List.of(second));
        assertThat(log.since("e-1-2")).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "e-1",
                "e-1-",
                "e-1-3",
                "e-1--1",
                "e-1-1 ",
                "e-2-1",
                "E-1-1",
                "e-1-0x1",
                "e-1-99999999999999999999",
                "e-1-\u0661"
            })
    void makesNothingOfIdsThatItHasNotGiven(String id) {
        log.accept(new ContactGone("a"));
        log.accept(new ContactGone("b"));

        assertThat(log.since(id)).isEmpty();
    }

    private static ContactView call(String contact, String state) {
        return new ContactView(
                contact, "inbound", new Private("1"), "q", state, 0, List.of(), null, "off");
    }

    private static AgentView agent(String id, long signedInMs, String contact) {
        return new AgentView(
                id, new Private(id), "s", 0, null, 0, contact, "softphone", signedInMs, 0, 0, 0);
    }
}
