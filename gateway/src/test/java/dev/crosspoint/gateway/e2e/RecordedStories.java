package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.e2e.RecordedCall.Plan;
import dev.crosspoint.gateway.e2e.RecordedCalls.Delays;
import java.io.IOException;
import java.time.Duration;

/**
 * What happens in recorded calls, step by step, each for calls that differ in what is recorded and
 * in what the customer's telephone speaks.
 */
final class RecordedStories {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Rig rig;
    private final Delays delays;
    private final Plan[] plans;

    private RecordedStories(Rig rig, Delays delays, Plan... plans) {
        this.rig = rig;
        this.delays = delays;
        this.plans = plans;
    }

    /** Stories of calls that are like this, at the same time. */
    static RecordedStories of(Rig rig, Delays delays, Plan... plans) {
        return new RecordedStories(rig, delays, plans);
    }

    // ---- an agent and a customer

    void plain() throws Exception {
        try (var calls = RecordedCalls.connect(rig, plans)) {
            calls.each(RecordedCall::hangUp);
            calls.check(delays);
        }
    }

    /** The agent goes on talking, but hears nobody; the customer hears music. */
    void hold() throws Exception {
        try (var calls = RecordedCalls.connect(rig, plans)) {
            calls.each(call -> {
                call.page().holdAll();
                call.script().hears(call.when(view -> view.isHeld(call.customer()), "held"));
                call.customerHearsMusic();
            });
            calls.talk();
            calls.each(call -> {
                call.page().resumeAll();
                call.script()
                        .hears(
                                call.when(view -> !view.isHeld(call.customer()), "taken back"),
                                call.customer());
            });
            calls.talk();
            calls.each(RecordedCall::hangUp);
            calls.check(delays);
        }
    }

    void mute() throws Exception {
        try (var calls = RecordedCalls.connect(rig, plans)) {
            for (boolean muted : new boolean[] {true, false}) {
                calls.each(call -> {
                    call.page().muteSelf(muted);
                    double at = call.when(view -> view.isMuted(call.agent()) == muted, "muted");
                    call.script().says(at, !muted);
                });
                calls.talk();
            }
            calls.each(RecordedCall::hangUp);
            calls.check(delays);
        }
    }

    /** Twice, and it is still paused when the agent hangs up. */
    void pauseOnThePage() throws Exception {
        try (var calls = RecordedCalls.connect(rig, plans)) {
            for (int round = 0; round < 2; round++) {
                calls.each(RecordedStories::pauseOnThePage);
                calls.talk();
                if (round == 0) {
                    calls.each(RecordedStories::resumeOnThePage);
                    calls.talk();
                }
            }
            calls.each(RecordedCall::hangUp);
            calls.check(delays);
        }
    }

    private static void pauseOnThePage(RecordedCall call) {
        if (call.mode().isOn()) {
            call.page().pauseRecording();
            call.script()
                    .paused(call.when(view -> "paused".equals(view.recording()), "paused"), true);
        } else {
            assertThat(call.page().the("pause-recording").isVisible()).isFalse();
        }
    }

    private static void resumeOnThePage(RecordedCall call) {
        if (call.mode().isOn()) {
            call.page().resumeRecording();
            call.script()
                    .paused(call.when(view -> "on".equals(view.recording()), "resumed"), false);
        }
    }

    /** A program of the agent's pauses; the customer is put on hold meanwhile and taken back. */
    void pauseByProgram() throws Exception {
        try (var calls = RecordedCalls.connect(rig, plans)) {
            calls.each(call -> pauseByProgram(call, true));
            calls.each(call -> {
                call.page().holdAll();
                call.script().hears(call.when(view -> view.isHeld(call.customer()), "held"));
            });
            calls.talk();
            calls.each(call -> pauseByProgram(call, false));
            calls.talk();
            calls.each(call -> {
                call.page().resumeAll();
                call.script()
                        .hears(
                                call.when(view -> !view.isHeld(call.customer()), "taken back"),
                                call.customer());
            });
            calls.talk();
            calls.each(RecordedCall::hangUp);
            calls.check(delays);
        }
    }

    private void pauseByProgram(RecordedCall call, boolean paused) throws IOException {
        var program = rig.program(call.agent().agentId());
        var contact = call.contactOf(call.agent());
        if (!call.mode().isOn()) {
            assertThatThrownBy(() -> program.pauseRecording(contact, paused))
                    .hasMessageContaining("409");
            return;
        }
        program.pauseRecording(contact, paused);
        var state = paused ? "paused" : "on";
        call.script().paused(call.when(view -> state.equals(view.recording()), state), paused);
        call.page().awaitRecording(state);
    }

    /** Signalling is away for a moment; sound is not. */
    void cutWebSocket() throws Exception {
        try (var calls = RecordedCalls.connect(rig, plans)) {
            rig.proxy().cut();
            // One after the other: sockets need their time to come back.
            calls.each(RecordedCall::talk);
            calls.each(RecordedCall::talk);
            calls.each(call -> call.page().awaitHears(call.customer().hz()));
            calls.each(RecordedCall::hangUp);
            calls.check(delays);
        }
    }

    /** The recording goes on with another leg of the same agent. */
    void reloadPage() throws Exception {
        try (var calls = RecordedCalls.connect(rig, plans)) {
            calls.each(call -> {
                call.script().shaky(now(), true);
                call.page().page().reload();
                double gone = call.when(view -> !view.isConnected(call.agent()), "gone");
                call.script().says(gone, false);
                call.script().hears(gone);
                call.page().awaitConnected();
                double back = call.when(view -> view.isConnected(call.agent()), "back");
                call.script().says(back, true);
                call.script().hears(back, call.customer());
                call.script().shaky(back, true);
                call.customerHears(call.agent());
                call.script().shaky(now(), false);
            });
            calls.talk();
            calls.each(RecordedCall::hangUp);
            calls.check(delays);
        }
    }

    // ---- others come

    /** The customer goes to Bob: two contacts, two recordings, music in none of them. */
    void blindToAgent() throws Exception {
        var bob = rig.colleague(Rig.BOB);
        try (var calls = RecordedCalls.connect(rig, plans)) {
            var call = calls.first();
            call.page().transferTo(Rig.BOB_NAME);
            call.script().hears(call.when(view -> "blind".equals(view.handover()), "passing on"));
            call.customerHearsMusic();
            bob.answer();
            call.joins(Speaker.BOB, call.customer());
            call.leaves(call.agent());
            bob.awaitRecording(call.mode().isOn() ? "on" : "off");
            call.customerHears(Speaker.BOB);
            bob.hangUp();
            call.leaves(Speaker.BOB);
            call.awaitOver();
            calls.check(delays);
        }
    }

    /** What customer and external say to each other is not recorded. */
    void blindToNumber() throws Exception {
        try (var calls = RecordedCalls.connect(rig, plans)) {
            var call = calls.first();
            call.page().transferTo(Rig.EXTERNAL);
            call.script().hears(call.when(view -> "blind".equals(view.handover()), "passing on"));
            call.leaves(call.agent());
            rig.outside().await("CALL_ESTABLISHED", Rig.EXTERNAL, LIMIT);
            call.customerHears(Speaker.EXTERNAL);
            call.talk();
            rig.outside().hangUp(Rig.EXTERNAL);
            call.awaitOver();
            calls.check(delays);
        }
    }

    /** Alice asks Bob while the customer waits, comes back once, and leaves them alone. */
    void warm() throws Exception {
        var bob = rig.colleague(Rig.BOB);
        try (var calls = RecordedCalls.connect(rig, plans)) {
            var call = calls.first();
            call.page().consult(Rig.BOB_NAME);
            call.script().hears(call.when(view -> "consult".equals(view.handover()), "asking"));
            bob.answer();
            call.joins(Speaker.BOB, Speaker.ALICE);
            call.script().hears(call.script(Speaker.BOB).startMs(), Speaker.BOB);
            call.page().awaitHears(Rig.BOB_HZ);
            bob.awaitHears(Rig.AGENT_HZ);
            call.customerHearsMusic();

            call.page().swap();
            double swapped = call.when(view -> !view.isHeld(call.customer()), "swapped");
            call.script().hears(swapped, call.customer());
            call.script(Speaker.BOB).hears(swapped);
            call.customerHears(Speaker.ALICE);

            call.page().swap();
            double back = call.when(view -> view.isHeld(call.customer()), "swapped again");
            call.script().hears(back, Speaker.BOB);
            call.script(Speaker.BOB).hears(back, Speaker.ALICE);
            call.talk();

            call.page().complete();
            double left = call.leaves(Speaker.ALICE);
            call.script(Speaker.BOB).hears(left, call.customer());
            call.customerHears(Speaker.BOB);
            bob.hangUp();
            call.leaves(Speaker.BOB);
            call.awaitOver();
            calls.check(delays);
        }
    }

    /** Somebody outside joins and leaves. */
    void conference() throws Exception {
        try (var calls = RecordedCalls.connect(rig, plans)) {
            var call = calls.first();
            call.page().add(Rig.EXTERNAL);
            double joined = call.when(view -> view.isConnected(Speaker.EXTERNAL), "joined");
            call.script().hears(joined, call.customer(), Speaker.EXTERNAL);
            call.customerHears(Speaker.ALICE, Speaker.EXTERNAL);
            call.page().awaitHears(call.customer().hz(), Rig.EXTERNAL_HZ);
            rig.outside().await("CALL_ESTABLISHED", Rig.EXTERNAL, LIMIT);
            rig.outside().hangUp(Rig.EXTERNAL);
            double parted = call.when(view -> !view.isConnected(Speaker.EXTERNAL), "parted");
            call.script().hears(parted, call.customer());
            call.talk();
            call.hangUp();
            calls.check(delays);
        }
    }

    /** Two agents at the same time: two recordings that overlap; either pauses both. */
    void secondAgent() throws Exception {
        var bob = rig.colleague(Rig.BOB);
        try (var calls = RecordedCalls.connect(rig, plans)) {
            var call = calls.first();
            call.page().add(Rig.BOB_NAME);
            bob.answer();
            call.joins(Speaker.BOB, call.customer(), Speaker.ALICE);
            call.script().hears(call.script(Speaker.BOB).startMs(), call.customer(), Speaker.BOB);
            call.customerHears(Speaker.ALICE, Speaker.BOB);
            bob.pauseRecording();
            double paused = call.when(view -> "paused".equals(view.recording()), "paused");
            call.scripts().values().forEach(script -> script.paused(paused, true));
            call.talk();
            call.page().resumeRecording();
            double resumed = call.when(view -> "on".equals(view.recording()), "resumed");
            call.scripts().values().forEach(script -> script.paused(resumed, false));
            call.talk();
            call.page().leave();
            double left = call.leaves(Speaker.ALICE);
            call.script(Speaker.BOB).hears(left, call.customer());
            call.talk();
            bob.hangUp();
            call.leaves(Speaker.BOB);
            call.awaitOver();
            calls.check(delays);
        }
    }

    /** Who listens or whispers is in no recording; who barges in is heard, and is. */
    void supervisor() throws Exception {
        var carol = rig.colleague(Rig.CAROL);
        try (var calls = RecordedCalls.connect(rig, plans)) {
            var call = calls.first();
            var supervisor = SupervisorPage.on(carol);
            supervisor.monitor(Rig.AGENT_NAME);
            carol.awaitHears(call.customer().hz(), Rig.AGENT_HZ);
            carol.awaitRecording(call.mode().isOn() ? "on" : "off");
            supervisor.whisper(Rig.AGENT_NAME);
            call.page().awaitHears(call.customer().hz(), Rig.CAROL_HZ);
            call.talk();
            supervisor.barge(Rig.AGENT_NAME);
            double barged = call.when(view -> view.isConnected(Speaker.CAROL), "barged in");
            call.script().hears(barged, call.customer(), Speaker.CAROL);
            call.customerHears(Speaker.ALICE, Speaker.CAROL);
            supervisor.silent();
            double silent = call.when(view -> !view.isConnected(Speaker.CAROL), "silent");
            call.script().hears(silent, call.customer());
            call.talk();
            supervisor.leave();
            call.hangUp();
            calls.check(delays);
        }
    }

    private static double now() {
        return System.currentTimeMillis();
    }
}
