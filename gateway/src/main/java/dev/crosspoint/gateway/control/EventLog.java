package dev.crosspoint.gateway.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.history.HistoryMessage;
import dev.crosspoint.gateway.recording.RecordingMessage;
import dev.crosspoint.gateway.switchboard.LegNews;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentView;
import dev.crosspoint.signaling.api.ContactView;
import dev.crosspoint.signaling.api.TrunkStatus;
import dev.crosspoint.signaling.client.ReplayBuffer;
import dev.crosspoint.signaling.json.EventJson;
import dev.crosspoint.signaling.json.ViewJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happens in one tenant, as Server-Sent Events (WHATWG HTML 9.2): how things are now, and what
 * somebody who was away has missed. Pure.
 */
final class EventLog {
    private final String epoch;
    private final ReplayBuffer ring;
    private final Map<String, ContactView> contacts = new LinkedHashMap<>();
    private final Map<String, AgentView> agents = new LinkedHashMap<>();

    /**
     * A log in which nothing has happened.
     *
     * @param epoch distinguishes its ids from those of every other log; one line
     */
    EventLog(String epoch, StreamRules rules) {
        this.epoch = epoch;
        this.ring = new ReplayBuffer(rules.ringEvents(), rules.ringCharacters());
    }

    /** Takes an event, and answers with its text for everybody who listens. */
    String accept(AgentMessage.Watched event) {
        switch (event) {
            case AgentMessage.ContactSeen(var view) -> contacts.put(view.contactId(), view);
            case AgentMessage.ContactGone(var contact) -> contacts.remove(contact);
            case AgentMessage.AgentSeen(var view) -> {
                if (view.signedInMs() == 0 && view.contactId().isEmpty()) {
                    agents.remove(view.agentId());
                } else {
                    agents.put(view.agentId(), view);
                }
            }
        }
        var body = EventJson.of(event).orElseThrow();
        return add(body.type(), body.data());
    }

    /** Takes news of a recording, likewise; how recordings are now is in no snapshot. */
    String accept(RecordingMessage.Seen news) {
        return add("recording.seen", news.json());
    }

    /** Takes news of a contact that was written down, likewise. */
    String accept(HistoryMessage.Recorded news) {
        return add("contact.recorded", news.json());
    }

    /** Takes news of a trunk, likewise. */
    String accept(TrunkStatus news) {
        return add("trunk.changed", Findings.write(news, JsonNodeFactory.instance.objectNode()));
    }

    /**
     * News of how a leg has sounded. Without an id: the next comes in five seconds, and nobody who
     * was away misses it, who might miss something else for it.
     */
    static String print(LegNews news) {
        var data = JsonNodeFactory.instance.objectNode();
        data.put("contactId", news.contactId()).put("participant", news.participant());
        var sound = news.sound();
        data.put("mos", Math.round(sound.mos() * 100) / 100.0);
        var problems = data.putArray("problems");
        sound.problems().forEach(problems::add);
        data.put("sentence", sound.sentence());
        return "event: leg.diagnosed\ndata: " + data + "\n\n";
    }

    private String add(String type, ObjectNode data) {
        var text = print(ring.lastSeq() + 1, type, data);
        ring.add(text);
        return text;
    }

    /** How things are now. */
    String snapshot() {
        var data = JsonNodeFactory.instance.objectNode();
        var live = data.putArray("contacts");
        contacts.values().forEach(view -> ViewJson.write(view, live.addObject()));
        var present = data.putArray("agents");
        agents.values().forEach(view -> ViewJson.write(view, present.addObject()));
        return print(ring.lastSeq(), "snapshot", data);
    }

    /**
     * What has happened since an event; empty when that cannot be told any more.
     *
     * @param lastEventId anything a client sends
     */
    Optional<List<String>> since(String lastEventId) {
        var prefix = epoch + "-";
        if (!lastEventId.startsWith(prefix)) {
            return Optional.empty();
        }
        var number = lastEventId.substring(prefix.length());
        return number.matches("[0-9]{1,18}")
                ? ring.since(Long.parseLong(number))
                : Optional.empty();
    }

    /** JSON has no line breaks, so the data is one line. */
    private String print(long number, String type, ObjectNode data) {
        return "id: " + epoch + "-" + number + "\nevent: " + type + "\ndata: " + data + "\n\n";
    }
}
