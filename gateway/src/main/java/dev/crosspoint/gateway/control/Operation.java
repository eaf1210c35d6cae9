package dev.crosspoint.gateway.control;

import static dev.crosspoint.gateway.access.Permission.ACCESS_METRICS;
import static dev.crosspoint.gateway.access.Permission.BASIC_AGENT_ACCESS;
import static dev.crosspoint.gateway.access.Permission.CHANGE_AGENT_STATE;
import static dev.crosspoint.gateway.access.Permission.DENY_CALLER;
import static dev.crosspoint.gateway.access.Permission.MANAGER_BARGE_IN;
import static dev.crosspoint.gateway.access.Permission.MANAGER_LISTEN_IN;
import static dev.crosspoint.gateway.access.Permission.STOP_CONTACT;
import static dev.crosspoint.gateway.access.Permission.TRANSFER_CONTACT;

import dev.crosspoint.gateway.access.Permission;
import io.vertx.core.http.HttpMethod;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one table of what is served, and who may ask for it: whoever has one of the permissions.
 * Whether it may be of this contact or this agent, call control decides. What is not in the table
 * is not there.
 */
@SuppressWarnings("ImmutableEnumChecker") // Methods have no setters, and sets are of Set.of.
enum Operation {
    /** The only one for anybody: it says what there is, and nothing of what happens. */
    READ_DOCUMENT(HttpMethod.GET, "/api/openapi.json", null),

    LIST_CONTACTS(HttpMethod.GET, "/api/contacts", Set.of(ACCESS_METRICS)),
    DIAL(HttpMethod.POST, "/api/contacts", Set.of(BASIC_AGENT_ACCESS)),
    SHOW_CONTACT(
            HttpMethod.GET, "/api/contacts/:contactId", Set.of(BASIC_AGENT_ACCESS, ACCESS_METRICS)),

    ACCEPT("accept", BASIC_AGENT_ACCESS),
    REJECT("reject", BASIC_AGENT_ACCESS),
    HANG_UP("hangUp", BASIC_AGENT_ACCESS),
    END("end", BASIC_AGENT_ACCESS, STOP_CONTACT),
    HOLD("hold", BASIC_AGENT_ACCESS),
    MUTE("mute", BASIC_AGENT_ACCESS),
    SEND_DIGITS("sendDigits", BASIC_AGENT_ACCESS),
    TRANSFER("transfer", BASIC_AGENT_ACCESS, TRANSFER_CONTACT),
    CONSULT("consult", BASIC_AGENT_ACCESS, TRANSFER_CONTACT),
    ADD("add", BASIC_AGENT_ACCESS, TRANSFER_CONTACT),
    COMPLETE("complete", BASIC_AGENT_ACCESS, TRANSFER_CONTACT),
    SWAP("swap", BASIC_AGENT_ACCESS, TRANSFER_CONTACT),
    JOIN("join", BASIC_AGENT_ACCESS, TRANSFER_CONTACT),
    CANCEL("cancel", BASIC_AGENT_ACCESS, TRANSFER_CONTACT),
    REMOVE("remove", BASIC_AGENT_ACCESS, STOP_CONTACT),
    SUPERVISE("supervise", MANAGER_LISTEN_IN, MANAGER_BARGE_IN),

    LIST_QUICK_CONNECTS(HttpMethod.GET, "/api/quick-connects", Set.of(BASIC_AGENT_ACCESS)),

    LIST_AGENTS(HttpMethod.GET, "/api/agents", Set.of(ACCESS_METRICS)),
    SHOW_AGENT(HttpMethod.GET, "/api/agents/:agentId", Set.of(BASIC_AGENT_ACCESS, ACCESS_METRICS)),
    SET_STATE(
            HttpMethod.PUT,
            "/api/agents/:agentId/state",
            Set.of(BASIC_AGENT_ACCESS, CHANGE_AGENT_STATE)),

    LIST_DENIALS(HttpMethod.GET, "/api/denials", Set.of(DENY_CALLER)),
    DENY(HttpMethod.POST, "/api/denials", Set.of(DENY_CALLER)),
    LIFT(HttpMethod.DELETE, "/api/denials/:denialId", Set.of(DENY_CALLER)),

    WATCH(HttpMethod.GET, "/api/events", Set.of(ACCESS_METRICS));

    private final HttpMethod method;
    private final String path;
    private final @Nullable Set<Permission> oneOf;
    private final String verb;

    Operation(HttpMethod method, String path, @Nullable Set<Permission> oneOf) {
        this(method, path, oneOf, "");
    }

    Operation(String verb, Permission... oneOf) {
        this(HttpMethod.POST, "/api/contacts/:contactId/" + verb, Set.of(oneOf), verb);
    }

    Operation(HttpMethod method, String path, @Nullable Set<Permission> oneOf, String verb) {
        this.method = method;
        this.path = path;
        this.oneOf = oneOf;
        this.verb = verb;
    }

    HttpMethod method() {
        return method;
    }

    /** Its address, with a colon before what varies. */
    String path() {
        return path;
    }

    /** The verb it says of a contact; empty for what is no verb. */
    String verb() {
        return verb;
    }

    boolean isOpen() {
        return oneOf == null;
    }

    /** Whether it changes nothing, so that HEAD may ask for it too. */
    boolean isRead() {
        return method.equals(HttpMethod.GET);
    }

    /** Whether somebody with these may ask for it. */
    boolean allows(Set<Permission> permissions) {
        return oneOf == null || !Collections.disjoint(oneOf, permissions);
    }

    /** What somebody is told who has none of its permissions. */
    String lacking() {
        return "your security profile lacks "
                + permissions().stream()
                        .map(Permission::word)
                        .sorted()
                        .collect(Collectors.joining(" or "));
    }

    /** Its name in the document and in counters. */
    String word() {
        var words = name().toLowerCase(Locale.ROOT).split("_", 0);
        for (int i = 1; i < words.length; i++) {
            words[i] = words[i].substring(0, 1).toUpperCase(Locale.ROOT) + words[i].substring(1);
        }
        return String.join("", words);
    }

    Set<Permission> permissions() {
        return oneOf == null ? Set.of() : oneOf;
    }

    /** Every method that an address takes, separated by commas. */
    static String methods(String path) {
        return List.of(values()).stream()
                .filter(operation -> operation.path.equals(path))
                .map(operation -> operation.isRead() ? "GET,HEAD" : operation.method.name())
                .sorted()
                .collect(Collectors.joining(","));
    }
}
