package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyUse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A deed in the words of {@code docs/audit.md}.
 *
 * @param name of the event
 * @param readOnly whether it leaves everything as it is
 * @param resources what it was done to, each a kind, a colon and an id
 * @param parameters what was asked for
 * @param error why it was not done; null when it was
 */
record Words(
        String name,
        boolean readOnly,
        List<String> resources,
        JsonObject parameters,
        @Nullable String error) {

    static Words of(Deed deed) {
        return switch (deed) {
            case Deed.OpenedPrivateTrunk opened -> {
                var transports = new JsonArray();
                opened.transports().forEach(transport -> transports.add(word(transport)));
                yield change("OpenPrivateTrunk", "trunk:" + opened.trunk())
                        .with("transports", transports)
                        .with("mediaSecurity", word(opened.media()));
            }
            case Deed.SignedIn(var agent) -> change("SignIn", "agent:" + agent);
            case Deed.FailedToSignIn(var agent) ->
                    new Words(
                            "SignIn",
                            false,
                            agent.map(id -> List.of("agent:" + id)).orElse(List.of()),
                            new JsonObject(),
                            "InvalidCredentials");
            case Deed.FailedAtProvider(var agent, var reason) ->
                    new Words(
                            "SignIn",
                            false,
                            agent.map(id -> List.of("agent:" + id)).orElse(List.of()),
                            new JsonObject().put("provider", reason),
                            "NotVouchedFor");
            case Deed.EndedByProvider(var agent) -> change("EndSignIn", "agent:" + agent);
            case Deed.FailedSecondFactor(var agent) -> failed("SignIn", agent, "InvalidCode");
            case Deed.UsedRecoveryCode(var agent) -> change("UseRecoveryCode", "agent:" + agent);
            case Deed.ProvedAgain(var agent) -> change("StepUp", "agent:" + agent);
            case Deed.FailedToProve(var agent) -> failed("StepUp", agent, "InvalidCredentials");
            case Deed.SignedOut(var agent) -> change("SignOut", "agent:" + agent);
            case Deed.Supervised supervised ->
                    new Words(
                                    "StartMonitoring",
                                    false,
                                    List.of(
                                            "contact:" + supervised.contact(),
                                            "agent:" + supervised.agent()),
                                    new JsonObject(),
                                    null)
                            .with("how", word(supervised.how()));
            case Deed.EndedSupervision(var contact) ->
                    change("StopMonitoring", "contact:" + contact);
            case Deed.DeniedCaller denied -> {
                var words =
                        change("DenyCaller", "denial:" + denied.denial())
                                .with("kind", word(denied.kind()));
                yield denied.until()
                        .map(until -> words.with("until", until.toString()))
                        .orElse(words);
            }
            case Deed.LiftedDenial(var denial) -> change("LiftDenial", "denial:" + denial);
            case Deed.UsedApi(var method, var resource) -> change(capital(method), resource);
            case Deed.ReadApi(var method, var resource, var by) -> {
                var words = read(capital(method), resource.stream().toList());
                yield by.isEmpty() ? words : words.with("by", criteria(by));
            }
            case Deed.ExportedRecording(var recording) ->
                    change("ExportRecording", "recording:" + recording);
            case Deed.UsedKey(var use) -> of(use);
            case Deed.Searched(var what, var by) ->
                    read("Search" + capital(what), List.of()).with("by", criteria(by));
            case Deed.ViewedContact(var contact) ->
                    read("ViewContact", List.of("contact:" + contact));
            case Deed.DestroyedKeys(int count) ->
                    change("DestroyKeys", "keys:contact-fields").with("count", count);
            case Deed.DeletedOldContacts(int count, var before) ->
                    change("DeleteContacts", "contacts:expired")
                            .with("count", count)
                            .with("before", before.toString());
            case Deed.DeletedOldAgentHistory(int count, var before) ->
                    change("DeleteAgentHistory", "agent-history:expired")
                            .with("count", count)
                            .with("before", before.toString());
            case Deed.PlayedRecording(var recording, var contact) ->
                    read("PlayRecording", about(recording, contact));
            case Deed.ListenedTo(var recording, var contact, var seconds) -> {
                var parts = new JsonArray();
                seconds.forEach(part ->
                        parts.add(new JsonObject().put("from", part.from()).put("to", part.to())));
                yield read("ListenToRecording", about(recording, contact)).with("seconds", parts);
            }
            case Deed.ReportedHeard(var recording, var contact, var parts) -> {
                var heard = new JsonArray();
                parts.forEach(part ->
                        heard.add(
                                new JsonObject()
                                        .put("from", part.fromMs())
                                        .put("to", part.toMs())));
                yield read("ReportListening", about(recording, contact))
                        .with("milliseconds", heard);
            }
            case Deed.ViewedRecording(var recording, var contact) ->
                    read("ViewRecording", about(recording, contact));
            case Deed.DownloadedRecording(var recording, var contact) ->
                    read("DownloadRecording", about(recording, contact));
            case Deed.DeletedRecording(var recording, var contact, var reason) ->
                    new Words(
                            "DeleteRecording",
                            false,
                            about(recording, contact),
                            new JsonObject().put("reason", reason),
                            null);
            case Deed.HeldRecording(var recording, boolean held) ->
                    change(held ? "HoldRecording" : "ReleaseRecording", "recording:" + recording);
            case Deed.ChangedSetting(var setting, var resource) ->
                    change("ChangeSetting", resource).with("setting", setting);
            case Deed.WasRefused(var operation, var resource) ->
                    new Words(
                            capital(operation),
                            true,
                            List.of(resource),
                            new JsonObject(),
                            "AccessDenied");
        };
    }

    /** In the words of AWS KMS, whoever guards the key. */
    private static Words of(KeyUse use) {
        var name =
                switch (use.what()) {
                    case DESCRIBE -> "DescribeKey";
                    case GRANT -> "CreateGrant";
                    case GENERATE -> "GenerateDataKey";
                    case GENERATE_WITHOUT_PLAINTEXT -> "GenerateDataKeyWithoutPlaintext";
                    case WRAP -> "Encrypt";
                    case UNWRAP -> "Decrypt";
                    case REWRAP -> "ReEncrypt";
                    case ROTATE -> "RotateKey";
                    case RETIRE -> "RetireKey";
                };
        var parameters = new JsonObject().put("keyId", use.keyId());
        var context = use.context();
        if (context != null) {
            var pairs = new JsonObject();
            context.pairs().forEach(pairs::put);
            parameters.put("encryptionContext", pairs);
        }
        return new Words(
                name,
                use.what().readOnly(),
                List.of("key:" + use.keyId()),
                parameters,
                use.failure() == null ? null : error(use.failure()));
    }

    private static String error(KeyFailure.Reason reason) {
        return switch (reason) {
            case DENIED -> "AccessDenied";
            case UNAVAILABLE -> "ServiceUnavailable";
            case INVALID -> "InvalidCiphertext";
        };
    }

    private static JsonObject criteria(Map<String, String> by) {
        var criteria = new JsonObject();
        by.forEach(criteria::put);
        return criteria;
    }

    private static Words failed(String name, String agent, String error) {
        return new Words(name, false, List.of("agent:" + agent), new JsonObject(), error);
    }

    private static Words change(String name, String resource) {
        return new Words(name, false, List.of(resource), new JsonObject(), null);
    }

    private static Words read(String name, List<String> resources) {
        return new Words(name, true, resources, new JsonObject(), null);
    }

    private static List<String> about(String recording, Optional<String> contact) {
        return Stream.concat(
                        Stream.of("recording:" + recording),
                        contact.map(id -> "contact:" + id).stream())
                .toList();
    }

    private Words with(String parameter, Object value) {
        return new Words(name, readOnly, resources, parameters.copy().put(parameter, value), error);
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
