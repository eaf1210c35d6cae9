package dev.crosspoint.gateway.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.store.KeyChange;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingPage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Recordings as programs see them: no number, no name; what is not known is not there. */
final class RecordingView {
    private RecordingView() {}

    static ObjectNode of(RecordingPage page) {
        var json = JsonNodeFactory.instance.objectNode();
        var array = json.putArray("recordings");
        page.recordings().forEach(recording -> array.add(of(recording)));
        var next = page.next();
        if (next != null) {
            json.put("next", next.text());
        }
        return json;
    }

    static ObjectNode of(List<KeyChange> changes) {
        var json = JsonNodeFactory.instance.objectNode();
        var array = json.putArray("keyChanges");
        changes.forEach(change -> array.add(of(change)));
        return json;
    }

    private static ObjectNode of(KeyChange change) {
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", change.id())
                        .put("fromKey", change.fromKey())
                        .put("toKey", change.toKey())
                        .put("state", change.state().name().toLowerCase(Locale.ROOT))
                        .put("startedMs", change.startedAt().toEpochMilli())
                        .put("total", change.total())
                        .put("done", change.done());
        put(json, "finishedMs", change.finishedAt());
        put(json, "error", change.error());
        return json;
    }

    static ObjectNode of(Recording recording) {
        var facts = recording.facts();
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("recordingId", recording.id().value())
                        .put("state", recording.state().name().toLowerCase(Locale.ROOT))
                        .put("sinceMs", recording.stateSince().toEpochMilli())
                        .put("startedMs", facts.startedAt().toEpochMilli())
                        .put("recovered", recording.recovered());
        put(json, "contactId", facts.contactId());
        put(json, "initialContactId", facts.initialContactId());
        put(json, "agent", facts.agentId());
        put(json, "queue", facts.queue());
        var segment = facts.segment();
        if (segment != null) {
            json.put("segment", segment);
        }
        var sides = facts.sides();
        put(json, "sides", sides == null ? null : sides.name().toLowerCase(Locale.ROOT));
        put(json, "endedMs", recording.endedAt());
        var audio = recording.audio();
        if (audio != null) {
            json.put("format", audio.format())
                    .put("durationMs", audio.durationMs())
                    .put("concealedMs", audio.concealedMs())
                    .put("gaps", audio.gaps());
        }
        var trying = recording.trying();
        json.put("attempts", trying.attempts());
        put(json, "reason", trying.reason());
        put(json, "nextAttemptMs", trying.nextAt());
        var delivered = recording.delivered();
        if (delivered != null) {
            json.put("location", delivered.location())
                    .put("deliveredMs", delivered.at().toEpochMilli());
        }
        var held = recording.hold();
        if (held != null) {
            json.put("heldMs", held.at().toEpochMilli()).put("heldBy", held.by());
        }
        var deleted = recording.deleted();
        if (deleted != null) {
            json.put("deletedMs", deleted.at().toEpochMilli())
                    .put("deletedBy", deleted.by())
                    .put("deleteReason", deleted.reason())
                    .put("removed", deleted.removed());
        }
        return json.put("erased", recording.erasedAt() != null);
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static void put(ObjectNode json, String name, @Nullable Instant at) {
        if (at != null) {
            json.put(name, at.toEpochMilli());
        }
    }
}
