package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentView;
import dev.crosspoint.signaling.api.ContactView;
import dev.crosspoint.signaling.api.Tenant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The live contacts of each tenant, and the sessions that are told of every change, of agents too.
 */
final class Watchers {
    private final Map<Tenant, Map<String, ContactView>> views = new HashMap<>();
    private final Map<Tenant, Set<String>> sessions = new HashMap<>();

    /** A session wants to know; it is told what there is. */
    List<Errand> watch(Tenant tenant, String session) {
        sessions.computeIfAbsent(tenant, _ -> new LinkedHashSet<>()).add(session);
        return live(tenant).stream().map(view -> seen(session, view)).toList();
    }

    /** A session no longer wants to know, or is gone. */
    void forget(Tenant tenant, String session) {
        sessions.getOrDefault(tenant, new LinkedHashSet<>()).remove(session);
    }

    /** Whether anybody would be told. */
    boolean isWatched(Tenant tenant) {
        return !sessions.getOrDefault(tenant, Set.of()).isEmpty();
    }

    /** The live contacts of a tenant, oldest first. */
    List<ContactView> live(Tenant tenant) {
        return List.copyOf(views.getOrDefault(tenant, Map.of()).values());
    }

    /** A contact has changed. */
    List<Errand> seen(Tenant tenant, ContactView view) {
        views.computeIfAbsent(tenant, _ -> new LinkedHashMap<>()).put(view.contactId(), view);
        return toAll(tenant, new AgentMessage.ContactSeen(view));
    }

    /** A contact is over. */
    List<Errand> gone(Tenant tenant, String contactId) {
        views.getOrDefault(tenant, new LinkedHashMap<>()).remove(contactId);
        return toAll(tenant, new AgentMessage.ContactGone(contactId));
    }

    /** An agent has changed. */
    List<Errand> seen(Tenant tenant, AgentView view) {
        return toAll(tenant, new AgentMessage.AgentSeen(view));
    }

    private List<Errand> toAll(Tenant tenant, AgentMessage.Event event) {
        return sessions.getOrDefault(tenant, Set.of()).stream()
                .map(session -> (Errand) new Errand.ToSession(session, event))
                .toList();
    }

    private static Errand seen(String session, ContactView view) {
        return new Errand.ToSession(session, new AgentMessage.ContactSeen(view));
    }
}
