package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.Permission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The security profiles that every tenant has, by the names of Amazon Connect. Nobody changes them.
 */
public final class DefaultProfiles {
    public static final String ADMIN = "Admin";
    public static final String CALL_CENTER_MANAGER = "CallCenterManager";
    public static final String QUALITY_ANALYST = "QualityAnalyst";
    public static final String AGENT = "Agent";

    private static final Map<String, Set<Permission>> ALL = new LinkedHashMap<>();

    static {
        ALL.put(ADMIN, Set.of(Permission.values()));
        ALL.put(
                CALL_CENTER_MANAGER,
                // Not what is left when something is taken away: a new permission is nobody's at
                // first.
                EnumSet.of(
                        Permission.ACCESS_METRICS,
                        Permission.BASIC_AGENT_ACCESS,
                        Permission.CHANGE_AGENT_STATE,
                        Permission.CONTACT_ATTRIBUTES_VIEW,
                        Permission.CONTACT_SEARCH_VIEW,
                        Permission.DENY_CALLER,
                        Permission.DOWNLOAD_CALL_RECORDINGS,
                        Permission.LISTEN_CALL_RECORDINGS,
                        Permission.MANAGER_BARGE_IN,
                        Permission.MANAGER_LISTEN_IN,
                        Permission.MY_CONTACTS_VIEW,
                        Permission.OUTBOUND_CALL_ACCESS,
                        Permission.SECURITY_PROFILES_VIEW,
                        Permission.STOP_CONTACT,
                        Permission.SUSPEND_RECORDING,
                        Permission.TRANSFER_CONTACT,
                        Permission.USERS_VIEW));
        ALL.put(
                QUALITY_ANALYST,
                EnumSet.of(
                        Permission.ACCESS_METRICS,
                        Permission.CONTACT_ATTRIBUTES_VIEW,
                        Permission.CONTACT_SEARCH_VIEW,
                        Permission.LISTEN_CALL_RECORDINGS,
                        Permission.MANAGER_LISTEN_IN,
                        Permission.MY_CONTACTS_VIEW));
        ALL.put(AGENT, Permission.OF_AGENTS);
    }

    private DefaultProfiles() {}

    /** What each allows, by its name. */
    public static Map<String, Set<Permission>> all() {
        return Map.copyOf(ALL);
    }
}
