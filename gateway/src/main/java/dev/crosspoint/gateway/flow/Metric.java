package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.FlowWorld.QueueView;

/** The numbers of a queue that flows can branch on. */
public enum Metric {
    AGENTS_AVAILABLE("NumberOfAgentsAvailable"),
    AGENTS_STAFFED("NumberOfAgentsStaffed"),
    AGENTS_ONLINE("NumberOfAgentsOnline"),

    /** In milliseconds, whatever its name says: so the flow designer writes the operands. */
    OLDEST_CONTACT_AGE("OldestContactInQueueAgeSeconds"),
    CONTACTS_WAITING("NumberOfContactsInQueue");

    private final String text;

    Metric(String text) {
        this.text = text;
    }

    /** The metric as flows write it. */
    public String text() {
        return text;
    }

    boolean isOfAgents() {
        return switch (this) {
            case AGENTS_AVAILABLE, AGENTS_STAFFED, AGENTS_ONLINE -> true;
            case OLDEST_CONTACT_AGE, CONTACTS_WAITING -> false;
        };
    }

    long of(QueueView queue) {
        return switch (this) {
            case AGENTS_AVAILABLE -> queue.agentsAvailable();
            case AGENTS_STAFFED -> queue.agentsStaffed();
            case AGENTS_ONLINE -> queue.agentsOnline();
            case OLDEST_CONTACT_AGE -> queue.oldestAgeMs();
            case CONTACTS_WAITING -> queue.contactsWaiting();
        };
    }
}
