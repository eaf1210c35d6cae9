package dev.crosspoint.gateway.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.signed.Canonical;
import dev.crosspoint.gateway.store.AuditEntry;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept: one JSON object with the members of AWS CloudTrail's records (KMS-9),
 * canonical, so that there is one way to hash it.
 */
final class EventJson {
    /** Of the members and what they mean. */
    private static final String VERSION = "1.0";

    /** Instead of an address, for what no person asked for just now. */
    private static final String INTERNAL = "internal";

    private EventJson() {}

    static byte[] bytes(AuditEvent event) {
        return Canonical.bytes(json(event));
    }

    private static JsonObject json(AuditEvent event) {
        var words = Words.of(event.what());
        var json =
                new JsonObject()
                        .put("eventVersion", VERSION)
                        .put("eventID", event.id().toString())
                        .put("eventTime", event.when().toString())
                        .put("eventName", words.name())
                        .put("eventSource", "crosspoint")
                        .put("userIdentity", identity(event))
                        .put("readOnly", words.readOnly())
                        .put("recipientAccountId", event.tenant().account())
                        .put("recipientInstanceId", event.tenant().instance());
        var from = event.from();
        put(json, "sourceIPAddress", from.address() == null ? inside(event.who()) : from.address());
        put(json, "userAgent", from.userAgent());
        put(json, "requestID", from.requestId());
        put(json, "errorCode", words.error());
        if (!words.parameters().isEmpty()) {
            json.put("requestParameters", words.parameters());
        }
        var resources = new JsonArray();
        for (var resource : words.resources()) {
            int colon = resource.indexOf(':');
            resources.add(
                    new JsonObject()
                            .put("type", resource.substring(0, Math.max(0, colon)))
                            .put("id", resource.substring(colon + 1)));
        }
        return json.put("resources", resources);
    }

    private static JsonObject identity(AuditEvent event) {
        return switch (event.who()) {
            case Actor.Gateway _ -> new JsonObject().put("type", "Gateway");
            case Actor.Agent(var id) ->
                    new JsonObject().put("type", "Agent").put("principalId", id);
            case Actor.Operator _ -> new JsonObject().put("type", "Operator");
            case Actor.Stranger _ -> {
                var nobody = new JsonObject().put("type", "Unknown");
                if (event.what() instanceof Deed.FailedToSignIn(var agent)) {
                    // Whose name was given, which is not who it was.
                    agent.ifPresent(id -> nobody.put("claimedId", id));
                }
                yield nobody;
            }
        };
    }

    private static @Nullable String inside(Actor who) {
        return switch (who) {
            case Actor.Gateway _, Actor.Operator _ -> INTERNAL;
            case Actor.Agent _, Actor.Stranger _ -> null;
        };
    }

    /**
     * An event as the store takes it, from its bytes: what it is found by is what they say.
     *
     * @throws IllegalArgumentException when they are none of {@link #bytes}
     */
    static AuditEntry entry(byte[] body) {
        try {
            var json = new JsonObject(new String(body, UTF_8));
            var identity = requireNonNull(json.getJsonObject("userIdentity"));
            var principal = identity.getString("principalId");
            return new AuditEntry(
                    UUID.fromString(requireNonNull(json.getString("eventID"))),
                    Instant.parse(requireNonNull(json.getString("eventTime"))),
                    requireNonNull(json.getString("eventName")),
                    principal == null ? identity.getString("claimedId") : principal,
                    resource(json, "recording"),
                    resource(json, "contact"),
                    body);
        } catch (DecodeException
                | ClassCastException
                | NullPointerException
                | DateTimeException e) {
            throw new IllegalArgumentException("not an event", e);
        }
    }

    private static @Nullable String resource(JsonObject json, String type) {
        var resources = requireNonNull(json.getJsonArray("resources"));
        for (int i = 0; i < resources.size(); i++) {
            var resource = resources.getJsonObject(i);
            if (type.equals(resource.getString("type"))) {
                // A text of the database has no NUL; whoever asked may have said one.
                return requireNonNull(resource.getString("id")).replace('\0', '_');
            }
        }
        return null;
    }

    private static void put(JsonObject json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
