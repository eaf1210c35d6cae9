package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.signaling.api.Private;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A flow run in virtual time, with its effects written down as short words. */
final class FlowWalk {
    private final FlowRunner runner;
    private long nowNanos = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(2); // The clock wraps soon.
    private FlowState state;
    private final List<String> heard = new ArrayList<>();

    FlowWalk(FlowBook book) {
        runner = new FlowRunner(book);
        var data =
                new ContactData(
                        Contact.first("c-1"),
                        Map.of(),
                        new Private("+442079460123"),
                        new Private("+442079460000"),
                        null);
        var step = runner.start("inbound", data, nowNanos);
        state = step.state();
        note(step);
    }

    FlowWalk ends() {
        return tell(new FlowInput.PromptEnded());
    }

    FlowWalk presses(String keys) {
        for (int i = 0; i < keys.length(); i++) {
            tell(new FlowInput.Digit(new Private(keys.substring(i, i + 1))));
        }
        return this;
    }

    FlowWalk passes(int seconds) {
        nowNanos += TimeUnit.SECONDS.toNanos(seconds);
        return tell(new FlowInput.TimePassed());
    }

    FlowWalk tell(FlowInput input) {
        var step = runner.step(state, input, nowNanos);
        state = step.state();
        note(step);
        return this;
    }

    /** What has happened since the last time this was asked. */
    List<String> heard() {
        var list = List.copyOf(heard);
        heard.clear();
        return list;
    }

    FlowState state() {
        return state;
    }

    String attribute(String name) {
        var value = state.data().attributes().get(name);
        return value == null ? "(none)" : value.value();
    }

    String stored() {
        var stored = state.data().storedInput();
        return stored == null ? "(none)" : stored.value();
    }

    private void note(FlowRunner.Step step) {
        for (var effect : step.effects()) {
            heard.add(
                    switch (effect) {
                        case FlowEffect.Play(Path prompt) -> "play " + prompt.getFileName();
                        case FlowEffect.StopPlay _ -> "stop";
                        case FlowEffect.WantInput _ -> "want input";
                        case FlowEffect.EnterQueue(var queue) -> "queue " + queue;
                        case FlowEffect.Disconnect(var why) -> "disconnect " + why;
                        case FlowEffect.Log(var flow, var action) -> "log " + flow + ":" + action;
                    });
        }
    }
}
