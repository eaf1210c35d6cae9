package dev.crosspoint.gateway.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.gateway.legs.LegJson;
import dev.crosspoint.gateway.switchboard.ControlMessage.Finding;
import dev.crosspoint.signaling.api.TrunkStatus;
import dev.crosspoint.signaling.json.ViewJson;
import java.util.Locale;

/** What was found, as JSON. */
final class Findings {
    private Findings() {}

    static Answer answer(Finding finding) {
        var json = JsonNodeFactory.instance.objectNode();
        switch (finding) {
            case Finding.Contacts(var views) -> {
                var array = json.putArray("contacts");
                views.forEach(view -> ViewJson.write(view, array.addObject()));
            }
            case Finding.Contact(var view) -> ViewJson.write(view, json);
            case Finding.QuickConnects(var entries) -> ViewJson.write(entries, json);
            case Finding.Agents(var views) -> {
                var array = json.putArray("agents");
                views.forEach(view -> ViewJson.write(view, array.addObject()));
            }
            case Finding.Agent agent -> write(agent, json);
            case Finding.Legs(var records) -> {
                var array = json.putArray("legs");
                records.forEach(leg -> LegJson.write(leg, array.addObject()));
            }
            case Finding.Denials(var entries) -> {
                var array = json.putArray("denials");
                entries.forEach(denial -> write(denial, array.addObject()));
            }
            case Finding.Refused(var error, var reason) -> {
                return new Answer.Failed(Answer.problem(error), reason);
            }
        }
        return new Answer.Found(json);
    }

    static Answer answer(TrunkStatus.All found) {
        var json = JsonNodeFactory.instance.objectNode();
        var array = json.putArray("trunks");
        found.trunks().forEach(trunk -> write(trunk, array.addObject()));
        return new Answer.Found(json);
    }

    static ObjectNode write(TrunkStatus trunk, ObjectNode json) {
        return json.put("trunkId", trunk.trunk())
                .put(
                        "condition",
                        trunk.condition().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("calls", trunk.calls())
                .put("mostCalls", trunk.mostCalls());
    }

    private static void write(Finding.Agent agent, ObjectNode json) {
        ViewJson.write(agent.view(), json);
        json.put("totalSignedInMs", agent.totalSignedInMs());
        var inState = json.putObject("inStateMs");
        agent.inStateMs().forEach(inState::put);
        var changes = json.putArray("changes");
        for (var change : agent.changes()) {
            changes.addObject()
                    .put("atMs", change.atMs())
                    .put("from", change.from())
                    .put("lastedMs", change.lastedMs())
                    .put("to", change.to());
        }
    }

    static ObjectNode write(Denial.Shown denial, ObjectNode json) {
        var until = denial.until();
        json.put("id", denial.id()).put("kind", denial.kind().name().toLowerCase(Locale.ROOT));
        return until == null ? json.putNull("untilMs") : json.put("untilMs", until.toEpochMilli());
    }
}
