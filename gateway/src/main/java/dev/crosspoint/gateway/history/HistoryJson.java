package dev.crosspoint.gateway.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.store.AgentDeed;
import dev.crosspoint.gateway.store.AgentDeed.What;
import dev.crosspoint.gateway.store.PageKey;
import java.util.List;
import java.util.Locale;

/** What is told to programs. */
public final class HistoryJson {
    private HistoryJson() {}

    /** A record of a contact: ids, times, counts and the reason; nothing personal. */
    public static ObjectNode of(ContactRecord record) {
        var json = JsonNodeFactory.instance.objectNode();
        var times = record.times();
        json.put("contactId", record.contact().id());
        json.put("initialContactId", record.contact().initialId());
        json.put("previousContactId", record.contact().previousId());
        json.put("version", record.version());
        json.put("method", record.method().name().toLowerCase(Locale.ROOT));
        json.put("queue", record.queue());
        json.put("agent", record.agentId());
        json.put("initiatedMs", times.initiatedMs());
        json.put("queuedMs", times.queuedMs());
        json.put("connectedMs", times.connectedMs());
        json.put("endedMs", times.endedMs());
        json.put("holds", times.holds());
        json.put("holdMs", times.holdMs());
        json.put("longestHoldMs", times.longestHoldMs());
        json.put("afterWorkMs", times.afterWorkMs());
        json.put("disconnectReason", record.disconnectReason());
        var recordings = json.putArray("recordings");
        record.recordings().forEach(recordings::add);
        return json;
    }

    /**
     * A page of what an agent did.
     *
     * @param deeds one more than fits on the page shows that there is another
     */
    static ObjectNode page(List<AgentDeed> deeds, int limit) {
        var json = JsonNodeFactory.instance.objectNode();
        var activities = json.putArray("activities");
        deeds.stream().limit(limit).forEach(deed -> activities.add(of(deed)));
        if (deeds.size() > limit) {
            var last = deeds.get(limit - 1);
            json.put("next", new PageKey(last.at(), last.id().toString()).text());
        }
        return json;
    }

    private static ObjectNode of(AgentDeed deed) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("activityId", deed.id().toString());
        json.put("atMs", deed.at().toEpochMilli());
        json.put("kind", deed.kind());
        json.put("lastedMs", deed.lastedMs());
        switch (deed.what()) {
            case What.SignedIn _, What.SignedOut _ -> {}
            case What.ChangedState(var from, var to) -> json.put("from", from).put("to", to);
            case What.HadContact(var contact, var outcome) ->
                    json.put("contactId", contact).put("outcome", outcome);
        }
        return json;
    }
}
