package dev.crosspoint.gateway.legs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.legs.LegRecord.Heard;
import dev.crosspoint.gateway.legs.LegRecord.Keys;
import dev.crosspoint.gateway.legs.LegRecord.Passed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Legs as JSON; what is not known is left out. */
public final class LegJson {
    private LegJson() {}

    public static void write(LegRecord leg, ObjectNode json) {
        json.put("contactId", leg.contactId()).put("initialContactId", leg.initialContactId());
        text(json, "trunk", leg.trunk());
        text(json, "agent", leg.agent());
        json.put("outbound", leg.outbound())
                .put("beganMs", leg.beganMs())
                .put("endedMs", leg.endedMs());
        session(json, "offered", leg.offered());
        session(json, "agreed", leg.agreed());
        text(json, "refusal", leg.refusal());
        if (leg.status() != 0) {
            json.put("status", leg.status());
        }
        text(json, "end", leg.end());
        var passed = leg.traffic();
        if (passed != null) {
            json.putObject("traffic")
                    .put("received", passed.received())
                    .put("sent", passed.sent())
                    .put("unauthentic", passed.unauthentic())
                    .put("unprotected", passed.unprotected())
                    .put("strange", passed.strange())
                    .put("unexpected", passed.unexpected())
                    .put("expects", passed.expects())
                    .put("sends", passed.sends())
                    .put("keyed", passed.keyed())
                    .put("tcp", passed.tcp())
                    .put("target", passed.target())
                    .put("strangeFrom", passed.strangeFrom());
        }
        var sound = leg.sound();
        if (sound != null) {
            json.putObject("sound")
                    .put("reports", sound.reports())
                    .put("silentSeconds", sound.silentSeconds())
                    .put("lossPercent", sound.lossPercent())
                    .put("peerLossPercent", sound.peerLossPercent())
                    .put("jitterMs", sound.jitterMs())
                    .put("roundTripMs", sound.roundTripMs());
        }
        json.putObject("keys")
                .put("events", leg.keys().events())
                .put("tones", leg.keys().tones())
                .put("info", leg.keys().info())
                .put("refusedInfo", leg.keys().refusedInfo());
    }

    private static void session(ObjectNode json, String name, @Nullable SessionOutline session) {
        if (session == null) {
            return;
        }
        var object = json.putObject(name).put("protocol", session.protocol());
        session.codecs().forEach(object.putArray("codecs")::add);
        session.suites().forEach(object.putArray("suites")::add);
        object.put("telephoneEvents", session.telephoneEvents())
                .put("network", session.network())
                .put("direction", session.direction());
    }

    private static void text(ObjectNode json, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.put(name, value);
        }
    }

    /** What {@link #write} has written; members that are missing are as good as nothing. */
    public static LegRecord read(JsonNode json) {
        var passed = json.path("traffic");
        var sound = json.path("sound");
        var keys = json.path("keys");
        return new LegRecord(
                json.path("contactId").asText(),
                json.path("initialContactId").asText(),
                text(json, "trunk"),
                text(json, "agent"),
                json.path("outbound").asBoolean(),
                json.path("beganMs").asLong(),
                json.path("endedMs").asLong(),
                session(json.path("offered")),
                session(json.path("agreed")),
                json.path("refusal").asText(),
                json.path("status").asInt(),
                json.path("end").asText(),
                passed.isMissingNode()
                        ? null
                        : new Passed(
                                passed.path("received").asLong(),
                                passed.path("sent").asLong(),
                                passed.path("unauthentic").asLong(),
                                passed.path("unprotected").asLong(),
                                passed.path("strange").asLong(),
                                passed.path("unexpected").asLong(),
                                passed.path("expects").asBoolean(),
                                passed.path("sends").asBoolean(),
                                passed.path("keyed").asBoolean(),
                                passed.path("tcp").asBoolean(),
                                passed.path("target").asText(),
                                passed.path("strangeFrom").asText()),
                sound.isMissingNode()
                        ? null
                        : new Heard(
                                sound.path("reports").asLong(),
                                sound.path("silentSeconds").asLong(),
                                sound.path("lossPercent").asDouble(),
                                sound.path("peerLossPercent").asDouble(),
                                sound.path("jitterMs").asDouble(),
                                sound.path("roundTripMs").asDouble(-1)),
                new Keys(
                        keys.path("events").asLong(),
                        keys.path("tones").asLong(),
                        keys.path("info").asLong(),
                        keys.path("refusedInfo").asLong()));
    }

    private static @Nullable SessionOutline session(JsonNode json) {
        return json.isMissingNode()
                ? null
                : new SessionOutline(
                        json.path("protocol").asText(),
                        texts(json.path("codecs")),
                        texts(json.path("suites")),
                        json.path("telephoneEvents").asBoolean(),
                        json.path("network").asText(),
                        json.path("direction").asText());
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.has(name) ? json.path(name).asText() : null;
    }
}
