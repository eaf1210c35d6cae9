package dev.crosspoint.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.contact.Details;
import dev.crosspoint.signaling.api.Private;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Whatever a flow file holds, it is refused with faults or runs within its limits. */
class FlowLoaderFuzzTest {
    @FuzzTest(maxDuration = "5s")
    void loadsOrRefusesAnything(byte[] file) {
        var text = new String(file, StandardCharsets.UTF_8);
        switch (FlowFixtures.load(Map.of("inbound", text))) {
            case FlowLoader.Outcome.Refused refused -> assertThat(refused.faults()).isNotEmpty();
            case FlowLoader.Outcome.Loaded loaded -> run(loaded.book());
        }
    }

    private static void run(FlowBook book) {
        var runner = new FlowRunner(book, new FlowWorldDouble());
        var data =
                new ContactData(
                        Contact.first("c"),
                        Map.of(),
                        Details.NONE,
                        new Private("a"),
                        new Private("b"),
                        Map.of(),
                        null);
        for (var kind : FlowKind.values()) {
            run(runner, runner.start(kind, "inbound", data, FlowSettings.INITIAL, 0).state());
        }
    }

    private static void run(FlowRunner runner, FlowState first) {
        var state = first;
        for (int i = 0; i < 20; i++) {
            state = runner.step(state, new FlowInput.PromptEnded(), i).state();
            state = runner.step(state, new FlowInput.Digit(new Private("1")), i).state();
            state = runner.step(state, new FlowInput.TimePassed(), Long.MAX_VALUE / 2).state();
            state = runner.step(state, new FlowInput.QueueFull(), i).state();
            state = runner.step(state, new FlowInput.AgentUnavailable(), i).state();
            state = runner.step(state, new FlowInput.ThirdPartyConnected(), i).state();
            state = runner.step(state, new FlowInput.ThirdPartyLeft(), i).state();
            if (state.awaiting() instanceof Awaiting.Function(int ticket, _)) {
                state = runner.step(state, new FlowInput.FunctionFailed(ticket), i).state();
            }
        }
        assertThat(state.steps()).isLessThanOrEqualTo(FlowRunner.MAX_STEPS_PER_RUN);
    }
}
