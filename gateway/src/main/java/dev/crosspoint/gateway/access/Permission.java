package dev.crosspoint.gateway.access;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What somebody may do, in the words of Amazon Connect's security profiles. */
public enum Permission {
    // ---- handling contacts
    /** Take contacts, choose a state. */
    BASIC_AGENT_ACCESS("BasicAgentAccess"),
    /** Call numbers. */
    OUTBOUND_CALL_ACCESS("OutboundCallAccess"),

    // ---- supervising
    /** See queues, agents and live contacts. */
    ACCESS_METRICS("AccessMetrics"),
    /** Change others' states. Ours: Amazon Connect gives this with its reports. */
    CHANGE_AGENT_STATE("ChangeAgentState"),
    /** See and change who is denied. Ours: Amazon Connect has no such list. */
    DENY_CALLER("DenyCaller"),
    /** Join others' contacts. */
    MANAGER_BARGE_IN("ManagerBargeIn"),
    /** Listen to others' contacts, and whisper to the agent. */
    MANAGER_LISTEN_IN("ManagerListenIn"),
    /** End others' contacts. */
    STOP_CONTACT("StopContact"),
    /** Pause what is recorded of others' contacts. Ours. */
    SUSPEND_RECORDING("SuspendRecording"),
    /** Transfer others' contacts. */
    TRANSFER_CONTACT("TransferContact"),

    // ---- contacts and recordings
    /** See names, descriptions, attributes and references of contacts, and search by attributes. */
    CONTACT_ATTRIBUTES_VIEW("ContactAttributes.View"),
    /**
     * Search all contacts and see them with their numbers; see what recordings there are, and have
     * them delivered anew.
     */
    CONTACT_SEARCH_VIEW("ContactSearch.View"),
    /** Delete recordings, and keep them from being deleted. */
    DELETE_CALL_RECORDINGS("DeleteCallRecordings"),
    /** Get recordings as files. */
    DOWNLOAD_CALL_RECORDINGS("DownloadCallRecordings"),
    /** Play recordings, and see their wave form. */
    LISTEN_CALL_RECORDINGS("ListenCallRecordings"),
    /** Search and see the contacts that were one's own. */
    MY_CONTACTS_VIEW("MyContacts.View"),

    // ---- administration
    /** See who did what. Ours: Amazon Connect leaves that to AWS CloudTrail. */
    AUDIT_VIEW("AuditTrail.View"),
    /** Make and change security profiles. */
    SECURITY_PROFILES_EDIT("SecurityProfiles.Edit"),
    /** See security profiles. */
    SECURITY_PROFILES_VIEW("SecurityProfiles.View"),
    /** Make and change users. */
    USERS_EDIT("Users.Edit"),
    /** See users. */
    USERS_VIEW("Users.View");

    /** What an agent may do who is given nothing in particular. */
    public static final Set<Permission> OF_AGENTS =
            Set.of(BASIC_AGENT_ACCESS, OUTBOUND_CALL_ACCESS, MY_CONTACTS_VIEW);

    /** Whoever has one of these must sign in with a second factor (IAM-3). */
    private static final Set<Permission> ADMINISTRATIVE =
            Set.of(SECURITY_PROFILES_EDIT, USERS_EDIT);

    private final String word;

    Permission(String word) {
        this.word = word;
    }

    /** Its name in configuration, events and the audit trail. */
    public String word() {
        return word;
    }

    /** Whether somebody with these administers, and so has to prove more than a password. */
    public static boolean isAdministrative(Set<Permission> permissions) {
        return !Collections.disjoint(permissions, ADMINISTRATIVE);
    }

    /** The permission of that name. */
    public static Optional<Permission> of(String word) {
        return Stream.of(values()).filter(permission -> permission.word.equals(word)).findFirst();
    }

    /** All names, for whoever has to choose one. */
    public static String words() {
        return Stream.of(values()).map(Permission::word).collect(Collectors.joining(", "));
    }
}
