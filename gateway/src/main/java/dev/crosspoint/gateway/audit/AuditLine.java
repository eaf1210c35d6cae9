package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** An event in the words of {@code docs/audit.md}: one JSON object, no line break. */
final class AuditLine {
    private AuditLine() {}

    static String of(AuditEvent event) {
        var line =
                new JsonObject()
                        .put("time", event.when().toString())
                        .put("who", who(event.who()))
                        .put("what", what(event.what()))
                        .put("account", event.tenant().account())
                        .put("instance", event.tenant().instance())
                        .put("resource", resource(event.what()));
        if (event.what() instanceof Deed.OpenedPrivateTrunk opened) {
            var transports = new JsonArray();
            opened.transports().forEach(transport -> transports.add(word(transport)));
            line.put("transports", transports).put("mediaSecurity", word(opened.media()));
        }
        if (event.what() instanceof Deed.Supervised supervised) {
            line.put("agent", supervised.agent()).put("how", word(supervised.how()));
        }
        if (event.what() instanceof Deed.UsedApi used) {
            line.put("method", used.method());
        }
        if (event.what() instanceof Deed.DeniedCaller denied) {
            line.put("kind", word(denied.kind()));
            denied.until().ifPresent(until -> line.put("until", until.toString()));
        }
        return line.encode();
    }

    private static String who(Actor who) {
        return switch (who) {
            case Actor.Gateway _ -> "gateway";
            case Actor.Agent(var id) -> "agent:" + id;
            case Actor.Operator _ -> "operator";
            case Actor.Stranger _ -> "stranger";
        };
    }

    private static String what(Deed what) {
        return switch (what) {
            case Deed.OpenedPrivateTrunk _ -> "opened-private-trunk";
            case Deed.SignedIn _ -> "signed-in";
            case Deed.FailedToSignIn _ -> "failed-to-sign-in";
            case Deed.SignedOut _ -> "signed-out";
            case Deed.Supervised _ -> "supervised";
            case Deed.EndedSupervision _ -> "ended-supervision";
            case Deed.UsedApi _ -> "used-api";
            case Deed.DeniedCaller _ -> "denied-caller";
            case Deed.ExportedRecording _ -> "exported-recording";
            case Deed.LiftedDenial _ -> "lifted-denial";
        };
    }

    private static String resource(Deed what) {
        return switch (what) {
            case Deed.OpenedPrivateTrunk opened -> "trunk:" + opened.trunk();
            case Deed.SignedIn(var agent) -> "agent:" + agent;
            case Deed.FailedToSignIn(var agent) -> agent.map(id -> "agent:" + id).orElse("agent");
            case Deed.SignedOut(var agent) -> "agent:" + agent;
            case Deed.Supervised supervised -> "contact:" + supervised.contact();
            case Deed.EndedSupervision(var contact) -> "contact:" + contact;
            case Deed.UsedApi used -> used.resource();
            case Deed.DeniedCaller denied -> "denial:" + denied.denial();
            case Deed.ExportedRecording(var recording) -> "recording:" + recording;
            case Deed.LiftedDenial(var denial) -> "denial:" + denial;
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
