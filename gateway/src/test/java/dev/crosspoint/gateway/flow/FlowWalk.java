package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.contact.Details;
import dev.crosspoint.gateway.routing.Standing;
import dev.crosspoint.signaling.api.Private;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A flow run in virtual time, with its effects written down as short words. */
final class FlowWalk {
    private final FlowRunner runner;
    private long nowNanos = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(2); // The clock wraps soon.
    private FlowState state;
    private final List<String> heard = new ArrayList<>();

    FlowWalk(FlowBook book) {
        this(book, new FlowWorldDouble(), FlowKind.INBOUND, FlowSettings.INITIAL);
    }

    FlowWalk(FlowBook book, FlowWorld world, FlowKind kind, FlowSettings settings) {
        runner = new FlowRunner(book, world);
        var data =
                new ContactData(
                        Contact.first("c-1"),
                        Map.of(),
                        Details.NONE,
                        new Private("+442079460123"),
                        new Private("+442079460000"),
                        Map.of(),
                        null);
        var step = runner.start(kind, "inbound", data, settings, nowNanos);
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
        return shown(state.data().storedInput());
    }

    private void note(FlowRunner.Step step) {
        for (var effect : step.effects()) {
            heard.add(word(effect));
        }
    }

    private static String word(FlowEffect effect) {
        return switch (effect) {
            case FlowEffect.Play(Path prompt, boolean endless) ->
                    (endless ? "play on " : "play ") + prompt.getFileName();
            case FlowEffect.StopPlay _ -> "stop";
            case FlowEffect.WantInput _ -> "want input";
            case FlowEffect.EnterQueue(var queue, var standing, boolean agents) ->
                    "queue " + queue + word(standing) + (agents ? " with agents" : "");
            case FlowEffect.ChangeQueue(var queue, var standing, boolean agents) ->
                    "change to " + queue + word(standing) + (agents ? " with agents" : "");
            case FlowEffect.Reroute(var standing) -> "reroute" + word(standing);
            case FlowEffect.OfferAgent(var agent) -> "offer " + agent;
            case FlowEffect.CallThirdParty(
                            var number,
                            int limit,
                            var digits,
                            var caller,
                            boolean returns) ->
                    "call %s for %d s, keys %s, from %s, %s"
                            .formatted(
                                    number.value(),
                                    limit,
                                    shown(digits),
                                    shown(caller),
                                    returns ? "and back" : "for good");
            case FlowEffect.DropThirdParty _ -> "drop";
            case FlowEffect.InvokeFunction(int ticket, var call) ->
                    "ask #%d %s for %d s about %s with %s"
                            .formatted(
                                    ticket,
                                    call.url().uri().getPath(),
                                    call.limitSeconds(),
                                    call.queueName(),
                                    parameters(call));
            case FlowEffect.Disconnect(var why) -> "disconnect " + why;
            case FlowEffect.Over(var why) -> "over " + why;
            case FlowEffect.Log(var flow, var action) -> "log " + flow + ":" + action;
        };
    }

    private static String word(Standing standing) {
        return standing.equals(Standing.ORDINARY)
                ? ""
                : " at "
                        + standing.priority()
                        + " "
                        + standing.adjustSeconds()
                        + " "
                        + standing.criteria();
    }

    private static String parameters(FunctionCall call) {
        var parameters = new TreeMap<String, String>();
        call.parameters().forEach((name, value) -> parameters.put(name, value.value()));
        return parameters.toString();
    }

    private static String shown(@Nullable Private value) {
        return value == null ? "(none)" : value.value();
    }
}
