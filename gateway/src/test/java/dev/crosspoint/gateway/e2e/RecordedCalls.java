package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Calls that run at the same time, one for each agent, and all that is delivered of them. */
final class RecordedCalls implements AutoCloseable {
    private static final List<String> STATES = List.of("open", "sealed", "uploading", "delivered");
    private static final List<Speaker> AGENTS = List.of(Speaker.ALICE, Speaker.BOB);
    private static final List<Speaker> CUSTOMERS =
            List.of(Speaker.CUSTOMER, Speaker.OTHER_CUSTOMER);

    private final Rig rig;
    private final Program program;
    private final Events events;
    private final List<RecordedCall> calls = new ArrayList<>();

    /** Something that is done in each call. */
    interface Step {
        void in(RecordedCall call) throws Exception;
    }

    private RecordedCalls(Rig rig) throws Exception {
        this.rig = rig;
        this.program = rig.program(Rig.CAROL);
        this.events = rig.events();
    }

    /** Customers call, Alice answers the first, Bob the second. */
    static RecordedCalls connect(Rig rig, RecordedCall.Plan... plans) throws Exception {
        var calls = new RecordedCalls(rig);
        for (int i = 0; i < plans.length; i++) {
            calls.calls.add(
                    RecordedCall.place(
                            rig, calls.events, plans[i], AGENTS.get(i), CUSTOMERS.get(i)));
        }
        calls.each(RecordedCall::connect);
        calls.talk();
        return calls;
    }

    RecordedCall first() {
        return calls.getFirst();
    }

    void each(Step step) throws Exception {
        for (var call : calls) {
            step.in(call);
        }
    }

    /** Waits for a second of conversation in all of them, at the same time. */
    void talk() throws Exception {
        var seconds = calls.stream().map(RecordedCall::nextSecond).toList();
        for (var second : seconds) {
            second.awaitEnd();
        }
    }

    /** Waits for what is delivered, and checks all of it. */
    void check(Delays delays) throws Exception {
        for (var call : calls) {
            if (call.mode().isOn()) {
                check(call, delays);
            } else {
                call.neverSaidThatItRecords();
            }
        }
        for (var call : calls) {
            if (!call.mode().isOn()) {
                assertThat(program.recordings(call.contact())).isEmpty();
            }
        }
    }

    private void check(RecordedCall call, Delays delays) throws Exception {
        for (var script : call.scripts().values()) {
            var last =
                    events.await(
                            0,
                            event -> isOf(event, call, script) && event.data().getBoolean("erased"),
                            "delivered " + script.agent());
            var row = row(call, script);
            assertThat(last.data()).isEqualTo(row);
            assertThat(states(row.getString("recordingId"))).isEqualTo(STATES);
            assertThat(row.getString("initialContactId")).isEqualTo(call.contact());
            assertThat(row.getString("agent")).isEqualTo(script.agent().agentId());
            Listening.check(script, call.mode(), Delivered.open(rig.home(), row));
            delays.add(row.getLong("deliveredMs") - script.endMs());
        }
        assertThat(program.recordings(call.contact())).hasSameSizeAs(call.scripts().keySet());
    }

    private static boolean isOf(Events.Told event, RecordedCall call, Script script) {
        return "recording.seen".equals(event.type())
                && call.contactOf(script.agent()).equals(event.data().getString("contactId"));
    }

    private JsonObject row(RecordedCall call, Script script) throws Exception {
        var rows = program.recordings(call.contactOf(script.agent()));
        var own =
                rows.stream()
                        .filter(row ->
                                call.contactOf(script.agent()).equals(row.getString("contactId")))
                        .toList();
        assertThat(own).hasSize(1);
        return own.getFirst();
    }

    /** As they were told, each once. */
    private List<String> states(String recording) {
        var states = new ArrayList<String>();
        for (var event :
                events.all(event -> recording.equals(event.data().getString("recordingId")))) {
            var state = event.data().getString("state");
            if (states.isEmpty() || !states.getLast().equals(state)) {
                states.add(state);
            }
        }
        return states;
    }

    @Override
    public void close() {
        calls.forEach(RecordedCall::close);
    }

    /** From the end of an agent's interval until its recording is delivered. */
    static final class Delays {
        private final List<Double> all = new ArrayList<>();

        void add(double ms) {
            all.add(ms);
        }

        void print(String what) {
            double[] sorted = all.stream().mapToDouble(ms -> ms).sorted().toArray();
            if (sorted.length > 0) {
                System.out.printf(
                        Locale.ROOT,
                        "from hang-up to delivered, %s: median %.0f ms, most %.0f ms of %d%n",
                        what,
                        sorted[sorted.length / 2],
                        sorted[sorted.length - 1],
                        sorted.length);
            }
        }
    }
}
