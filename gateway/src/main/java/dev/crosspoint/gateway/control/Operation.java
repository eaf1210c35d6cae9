package dev.crosspoint.gateway.control;

import static dev.crosspoint.gateway.access.Permission.ACCESS_METRICS;
import static dev.crosspoint.gateway.access.Permission.AUDIT_VIEW;
import static dev.crosspoint.gateway.access.Permission.BASIC_AGENT_ACCESS;
import static dev.crosspoint.gateway.access.Permission.CONTACT_SEARCH_VIEW;
import static dev.crosspoint.gateway.access.Permission.DELETE_CALL_RECORDINGS;
import static dev.crosspoint.gateway.access.Permission.DENY_CALLER;
import static dev.crosspoint.gateway.access.Permission.DOWNLOAD_CALL_RECORDINGS;
import static dev.crosspoint.gateway.access.Permission.LISTEN_CALL_RECORDINGS;
import static dev.crosspoint.gateway.access.Permission.MY_CONTACTS_VIEW;
import static dev.crosspoint.gateway.access.Permission.SECURITY_PROFILES_EDIT;
import static dev.crosspoint.gateway.access.Permission.SECURITY_PROFILES_VIEW;
import static dev.crosspoint.gateway.access.Permission.USERS_EDIT;
import static dev.crosspoint.gateway.access.Permission.USERS_VIEW;

import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.audit.ShownId;
import dev.crosspoint.gateway.playback.Playback;
import dev.crosspoint.gateway.switchboard.Right;
import io.vertx.core.http.HttpMethod;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one table of what is served, and who may ask for it: whoever has one of the permissions, and
 * for some of it has just shown to be who that is. Whether it may be of this contact or this agent,
 * call control decides. What is not in the table is not there.
 */
@SuppressWarnings("ImmutableEnumChecker") // Methods have no setters, and sets are of Set.of.
enum Operation {
    /** The only one for anybody: it says what there is, and nothing of what happens. */
    READ_DOCUMENT(HttpMethod.GET, "/api/openapi.json", null),

    LIST_CONTACTS(HttpMethod.GET, "/api/contacts", Set.of(ACCESS_METRICS)),
    DIAL(HttpMethod.POST, "/api/contacts", Right.WORK.oneOf()),
    SHOW_CONTACT(
            HttpMethod.GET, "/api/contacts/:contactId", Set.of(BASIC_AGENT_ACCESS, ACCESS_METRICS)),

    ACCEPT("accept", Right.HANDLE.oneOfWithListeners()),
    REJECT("reject", Right.HANDLE.oneOfWithListeners()),
    HANG_UP("hangUp", Right.HANDLE.oneOfWithListeners()),
    END("end", Right.STOP.oneOfWithListeners()),
    HOLD("hold", Right.HANDLE.oneOfWithListeners()),
    MUTE("mute", Right.HANDLE.oneOfWithListeners()),
    PAUSE_RECORDING("pauseRecording", Right.PAUSE_RECORDING.oneOfWithListeners()),
    SEND_DIGITS("sendDigits", Right.HANDLE.oneOfWithListeners()),
    TRANSFER("transfer", Right.PASS_ON.oneOfWithListeners()),
    CONSULT("consult", Right.PASS_ON.oneOfWithListeners()),
    ADD("add", Right.PASS_ON.oneOfWithListeners()),
    COMPLETE("complete", Right.PASS_ON.oneOfWithListeners()),
    SWAP("swap", Right.PASS_ON.oneOfWithListeners()),
    JOIN("join", Right.PASS_ON.oneOfWithListeners()),
    CANCEL("cancel", Right.PASS_ON.oneOfWithListeners()),
    REMOVE("remove", Right.STOP.oneOfWithListeners()),
    SUPERVISE("supervise", Right.SUPERVISE.oneOf()),

    LIST_QUICK_CONNECTS(HttpMethod.GET, "/api/quick-connects", Right.WORK.oneOf()),

    LIST_AGENTS(HttpMethod.GET, "/api/agents", Set.of(ACCESS_METRICS)),
    SHOW_AGENT(HttpMethod.GET, "/api/agents/:agentId", Set.of(BASIC_AGENT_ACCESS, ACCESS_METRICS)),
    SET_STATE(HttpMethod.PUT, "/api/agents/:agentId/state", Right.CHOOSE_STATE.oneOf()),

    LIST_AGENT_HISTORY(HttpMethod.GET, "/api/agents/:agentId/history", Set.of(ACCESS_METRICS)),

    LIST_RECORDINGS(HttpMethod.GET, "/api/recordings", Set.of(CONTACT_SEARCH_VIEW)),
    SHOW_RECORDING(HttpMethod.GET, "/api/recordings/:recordingId", Set.of(CONTACT_SEARCH_VIEW)),
    DELIVER_RECORDING(
            HttpMethod.POST, "/api/recordings/:recordingId/deliver", Set.of(CONTACT_SEARCH_VIEW)),

    /** Changes nothing; what is looked for is in its body, because addresses end in logs. */
    SEARCH_CONTACT_RECORDS(
            HttpMethod.POST,
            "/api/contact-records/search",
            Set.of(CONTACT_SEARCH_VIEW, MY_CONTACTS_VIEW)),
    SHOW_CONTACT_RECORD(
            HttpMethod.GET,
            "/api/contact-records/:contactId",
            Set.of(CONTACT_SEARCH_VIEW, MY_CONTACTS_VIEW)),

    PLAY_RECORDING(
            HttpMethod.POST, "/api/recordings/:recordingId/plays", Set.of(LISTEN_CALL_RECORDINGS)),
    REPORT_HEARD(
            HttpMethod.POST,
            "/api/recordings/:recordingId/plays/:ticket/heard",
            Set.of(LISTEN_CALL_RECORDINGS)),
    READ_AUDIO(
            HttpMethod.GET, "/api/recordings/:recordingId/audio", Set.of(LISTEN_CALL_RECORDINGS)),
    SHOW_WAVEFORM(
            HttpMethod.GET,
            "/api/recordings/:recordingId/waveform",
            Set.of(LISTEN_CALL_RECORDINGS)),
    DOWNLOAD_RECORDING(
            HttpMethod.GET,
            "/api/recordings/:recordingId/download",
            Set.of(DOWNLOAD_CALL_RECORDINGS),
            Proof.RECENT),
    DELETE_RECORDING(
            HttpMethod.DELETE,
            "/api/recordings/:recordingId",
            Set.of(DELETE_CALL_RECORDINGS),
            Proof.RECENT),
    HOLD_RECORDING(
            HttpMethod.PUT, "/api/recordings/:recordingId/hold", Set.of(DELETE_CALL_RECORDINGS)),
    RELEASE_RECORDING(
            HttpMethod.DELETE,
            "/api/recordings/:recordingId/hold",
            Set.of(DELETE_CALL_RECORDINGS),
            Proof.RECENT),

    LIST_KEY_CHANGES(HttpMethod.GET, "/api/key-changes", Set.of(ACCESS_METRICS)),

    LIST_TRUNKS(HttpMethod.GET, "/api/trunks", Set.of(ACCESS_METRICS)),

    LIST_LEGS(HttpMethod.GET, "/api/legs", Set.of(ACCESS_METRICS)),

    LIST_NETWORK(HttpMethod.GET, "/api/network", Set.of(ACCESS_METRICS)),

    /** Whether audio would come through: an offer is answered, and nobody is called. */
    PREFLIGHT(HttpMethod.POST, "/api/preflight", Set.of(BASIC_AGENT_ACCESS)),

    LIST_AUDIT(HttpMethod.GET, "/api/audit", Set.of(AUDIT_VIEW)),

    LIST_DENIALS(HttpMethod.GET, "/api/denials", Set.of(DENY_CALLER)),
    DENY(HttpMethod.POST, "/api/denials", Set.of(DENY_CALLER)),
    LIFT(HttpMethod.DELETE, "/api/denials/:denialId", Set.of(DENY_CALLER)),

    LIST_USERS(HttpMethod.GET, "/api/users", Set.of(USERS_VIEW, USERS_EDIT)),
    CREATE_USER(HttpMethod.POST, "/api/users", Set.of(USERS_EDIT), Proof.RECENT),
    SHOW_USER(HttpMethod.GET, "/api/users/:userId", Set.of(USERS_VIEW, USERS_EDIT)),
    CHANGE_USER(HttpMethod.PATCH, "/api/users/:userId", Set.of(USERS_EDIT), Proof.RECENT),
    RESET_PASSWORD(HttpMethod.PUT, "/api/users/:userId/password", Set.of(USERS_EDIT), Proof.RECENT),
    RESET_SECOND_FACTOR(
            HttpMethod.DELETE,
            "/api/users/:userId/second-factor",
            Set.of(USERS_EDIT),
            Proof.RECENT),

    LIST_PROFILES(
            HttpMethod.GET,
            "/api/profiles",
            Set.of(SECURITY_PROFILES_VIEW, SECURITY_PROFILES_EDIT, USERS_EDIT)),
    SHOW_PROFILE(
            HttpMethod.GET,
            "/api/profiles/:profileName",
            Set.of(SECURITY_PROFILES_VIEW, SECURITY_PROFILES_EDIT, USERS_EDIT)),
    PUT_PROFILE(
            HttpMethod.PUT,
            "/api/profiles/:profileName",
            Set.of(SECURITY_PROFILES_EDIT),
            Proof.RECENT),
    DELETE_PROFILE(
            HttpMethod.DELETE,
            "/api/profiles/:profileName",
            Set.of(SECURITY_PROFILES_EDIT),
            Proof.RECENT),

    SHOW_ME(HttpMethod.GET, "/api/me", Set.of()),
    ENROL(HttpMethod.POST, "/api/me/second-factor", Set.of(), Proof.RECENT),
    CONFIRM_ENROLMENT(HttpMethod.PUT, "/api/me/second-factor", Set.of(), Proof.RECENT),
    NEW_RECOVERY_CODES(HttpMethod.POST, "/api/me/recovery-codes", Set.of(), Proof.RECENT),
    NEW_SIP_SECRET(HttpMethod.POST, "/api/me/sip-secret", Set.of(BASIC_AGENT_ACCESS), Proof.RECENT),
    DROP_SIP_SECRET(
            HttpMethod.DELETE, "/api/me/sip-secret", Set.of(BASIC_AGENT_ACCESS), Proof.RECENT),
    CHANGE_PASSWORD(HttpMethod.PUT, "/api/me/password", Set.of(), Proof.RECENT),

    WATCH(HttpMethod.GET, "/api/events", Set.of(ACCESS_METRICS));

    /** How lately somebody must have shown to be who that is. */
    enum Proof {
        /** At the sign-in. */
        SIGNED_IN,
        /** Within the last minutes: what must not be done at a desk that somebody left. */
        RECENT
    }

    private final HttpMethod method;
    private final String path;
    private final @Nullable Set<Permission> oneOf;
    private final String verb;
    private final Proof proof;

    Operation(HttpMethod method, String path, @Nullable Set<Permission> oneOf) {
        this(method, path, oneOf, Proof.SIGNED_IN);
    }

    Operation(HttpMethod method, String path, @Nullable Set<Permission> oneOf, Proof proof) {
        this(method, path, oneOf, "", proof);
    }

    Operation(String verb, Set<Permission> oneOf) {
        this(HttpMethod.POST, "/api/contacts/:contactId/" + verb, oneOf, verb, Proof.SIGNED_IN);
    }

    Operation(
            HttpMethod method,
            String path,
            @Nullable Set<Permission> oneOf,
            String verb,
            Proof proof) {
        this.method = method;
        this.path = path;
        this.oneOf = oneOf;
        this.verb = verb;
        this.proof = proof;
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

    /** Who answers it. */
    Room room() {
        return Room.of(this);
    }

    /**
     * Whether only the API can put it on record: it changes nothing, and its room says nothing of
     * it.
     */
    boolean isRecordedByTheApi() {
        return switch (room()) {
            case CALLS, RECORDINGS, TRUNKS, NETWORK -> isRead();
            case PEOPLE -> isRead() || this == ENROL;
            case DOOR -> this == WATCH;
            case PREFLIGHT -> true;
            case HISTORY, CONTACT_RECORDS, PLAYBACK, AUDIT -> false;
        };
    }

    /** What it is asked of a recording's sound or files; null for anything else. */
    Playback.@Nullable Wish wish() {
        return switch (this) {
            case PLAY_RECORDING -> Playback.Wish.PLAY;
            case REPORT_HEARD -> Playback.Wish.REPORT_HEARD;
            case READ_AUDIO -> Playback.Wish.AUDIO;
            case SHOW_WAVEFORM -> Playback.Wish.WAVEFORM;
            case DOWNLOAD_RECORDING -> Playback.Wish.DOWNLOAD;
            case DELETE_RECORDING -> Playback.Wish.DELETE;
            case HOLD_RECORDING -> Playback.Wish.HOLD;
            case RELEASE_RECORDING -> Playback.Wish.RELEASE;
            default -> null;
        };
    }

    /** Whether a browser asks for it by itself, which sends no header: a ticket will do. */
    boolean takesTickets() {
        return this == READ_AUDIO || this == DOWNLOAD_RECORDING;
    }

    /** Whether it takes more than a sign-in of this morning. */
    boolean needsRecentProof() {
        return proof == Proof.RECENT;
    }

    /** Whether whoever is signed in may ask for it: it is about that one and nobody else. */
    boolean isForEverybody() {
        return oneOf != null && oneOf.isEmpty();
    }

    /** Whether somebody who is signed in and has these may ask for it. */
    boolean allows(Set<Permission> permissions) {
        return oneOf == null || oneOf.isEmpty() || !Collections.disjoint(oneOf, permissions);
    }

    /** What somebody is told who has none of its permissions. */
    String lacking() {
        return Right.lacking(permissions());
    }

    /** The part of its address that names what it is about; empty when none does. */
    String parameter() {
        int colon = path.indexOf(':');
        return colon < 0 ? "" : path.substring(colon + 1).replaceAll("/.*$", "");
    }

    /** What kind of thing it is about, as the audit trail names it. */
    String resource() {
        int colon = path.indexOf(':');
        return colon < 0 ? "api" : path.substring(colon + 1).replaceAll("(Id|Name)(/.*)?$", "");
    }

    /** The thing itself, as the audit trail names it. */
    String resource(String id) {
        var kind = resource();
        boolean isPerson = kind.equals("user") || kind.equals("agent");
        return kind + ":" + (isPerson ? ShownId.ofPerson(id) : ShownId.of(id));
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
