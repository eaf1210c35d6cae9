package dev.crosspoint.gateway.search;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.archive.ContactReader.OpenedFields;
import dev.crosspoint.gateway.contact.LegQuality;
import dev.crosspoint.gateway.contact.Reference;
import dev.crosspoint.gateway.store.ContactRow;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.gateway.store.SealedKind;
import dev.crosspoint.signaling.api.Private;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Contacts as programs and pages see them; what is not known or not to be seen is not there. */
final class ContactView {
    private ContactView() {}

    /** One of a page, or of a chain. */
    static ObjectNode summary(ContactRow row, OpenedFields opened, long nowMs) {
        var contact = row.contact();
        var times = row.times();
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("contactId", contact.id())
                        .put("initialContactId", contact.initialId());
        put(json, "previousContactId", contact.previousId());
        json.put("method", word(row.method())).put("initiatedMs", times.initiatedMs());
        put(json, "queuedMs", times.queuedMs());
        put(json, "connectedMs", times.connectedMs());
        put(json, "endedMs", times.endedMs());
        put(json, "durationMs", row.durationMs());
        json.put("handleMs", times.handleMs(nowMs)).put("queue", row.queue());
        put(json, "agent", row.agentId());
        put(json, "disconnectReason", row.disconnectReason());
        row.worstMos().ifPresent(mos -> json.put("worstMos", mos));
        put(json, "number", opened.customerNumber());
        put(json, "systemNumber", opened.text(SealedKind.SYSTEM_NUMBER));
        put(json, "name", opened.text(SealedKind.NAME));
        kinds(json, "expired", opened.expired());
        kinds(json, "tampered", opened.tampered());
        return json;
    }

    static void states(ObjectNode json, List<RecordingState> states) {
        var array = json.putArray("recordingStates");
        states.forEach(state -> array.add(word(state)));
    }

    /** What nobody can read any more, or somebody has changed. */
    private static void kinds(ObjectNode json, String name, Collection<SealedKind> kinds) {
        if (!kinds.isEmpty()) {
            var array = json.putArray(name);
            kinds.stream().sorted().forEach(kind -> array.add(kind.field()));
        }
    }

    /** Adds all that is known of one. */
    static void details(
            ObjectNode json,
            ContactRow row,
            OpenedFields opened,
            List<Reference> references,
            List<Recording> recordings,
            List<ContactRow> chain) {
        var times = row.times();
        json.put("version", row.version())
                .put("holds", times.holds())
                .put("holdMs", times.holdMs())
                .put("longestHoldMs", times.longestHoldMs())
                .put("afterWorkMs", times.afterWorkMs());
        put(json, "description", opened.text(SealedKind.DESCRIPTION));
        var dialled = json.putArray("dialled");
        opened.dialled()
                .forEach(each ->
                        dialled.addObject()
                                .put("by", word(each.by()))
                                .put("number", each.number().value()));
        var attributes = json.putObject("attributes");
        opened.attributes().forEach((name, value) -> attributes.put(name, value.value()));
        var refs = json.putArray("references");
        references.forEach(each ->
                refs.addObject()
                        .put("kind", word(each.kind()))
                        .put("name", each.name())
                        .put("value", each.value().value()));
        var legs = json.putArray("legs");
        row.legs().forEach(leg -> put(legs.addObject(), leg));
        var recorded = json.putArray("recordings");
        recordings.forEach(each -> put(recorded.addObject(), each));
        var timeline = json.putArray("timeline");
        Moment.of(row, recordings, chain).stream()
                .sorted(Comparator.comparingLong(Moment::atMs))
                .forEach(moment -> moment.write(timeline.addObject()));
    }

    private static void put(ObjectNode json, LegQuality leg) {
        json.put("leg", leg.leg())
                .put("who", word(leg.who()))
                .put("codec", leg.codec())
                .put("packets", leg.packets())
                .put("lostPercent", leg.lostPercent())
                .put("jitterMs", leg.jitterMs())
                .put("mos", leg.mos());
        var roundTrip = leg.roundTripMs();
        if (roundTrip != null) {
            json.put("roundTripMs", roundTrip);
        }
    }

    private static void put(ObjectNode json, Recording recording) {
        json.put("recordingId", recording.id().value())
                .put("state", word(recording.state()))
                .put("startedMs", recording.facts().startedAt().toEpochMilli());
        var ended = recording.endedAt();
        put(json, "endedMs", ended == null ? null : ended.toEpochMilli());
        var audio = recording.audio();
        if (audio != null) {
            json.put("durationMs", audio.durationMs());
        }
        var sides = recording.facts().sides();
        put(json, "sides", sides == null ? null : word(sides));
        json.put("erased", recording.erasedAt() != null);
    }

    /**
     * Something that happened.
     *
     * @param about id of a recording or another contact
     */
    private record Moment(long atMs, String what, @Nullable String member, @Nullable String about) {

        static List<Moment> of(ContactRow row, List<Recording> recordings, List<ContactRow> chain) {
            var all = new ArrayList<Moment>();
            var times = row.times();
            all.add(new Moment(times.initiatedMs(), "initiated", null, null));
            add(all, times.queuedMs(), "queued");
            add(all, times.connectedMs(), "connected");
            for (var each : recordings) {
                var id = each.id().value();
                long began = each.facts().startedAt().toEpochMilli();
                all.add(new Moment(began, "recording-began", "recordingId", id));
                var ended = each.endedAt();
                if (ended != null) {
                    all.add(new Moment(ended.toEpochMilli(), "recording-ended", "recordingId", id));
                }
            }
            for (var each : chain) {
                if (row.contact().id().equals(each.contact().previousId())) {
                    all.add(
                            new Moment(
                                    each.times().initiatedMs(),
                                    "passed-on",
                                    "contactId",
                                    each.contact().id()));
                }
            }
            add(all, times.endedMs(), "ended");
            var ended = times.endedMs();
            if (ended != null && times.afterWorkMs() > 0) {
                add(all, ended + times.afterWorkMs(), "work-ended");
            }
            return all;
        }

        private static void add(List<Moment> all, @Nullable Long atMs, String what) {
            if (atMs != null) {
                all.add(new Moment(atMs, what, null, null));
            }
        }

        void write(ObjectNode json) {
            json.put("atMs", atMs).put("what", what);
            if (member != null) {
                json.put(member, about);
            }
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static void put(ObjectNode json, String name, @Nullable Long value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static void put(ObjectNode json, String name, Optional<Private> value) {
        value.ifPresent(text -> json.put(name, text.value()));
    }
}
