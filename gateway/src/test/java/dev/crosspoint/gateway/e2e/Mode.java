package dev.crosspoint.gateway.e2e;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a flow has recorded. */
enum Mode {
    OFF(Rig.DIALLED, Rig.EXPERTS_NUMBER),
    AGENT(Rig.AGENT_RECORDED, Rig.EXPERT_RECORDED),
    CUSTOMER(Rig.CUSTOMER_RECORDED, Rig.EXPERTS_CUSTOMER_RECORDED),
    BOTH(Rig.BOTH_RECORDED, Rig.EXPERT_AND_CUSTOMER_RECORDED);

    private final String service;
    private final String experts;

    Mode(String service, String experts) {
        this.service = service;
        this.experts = experts;
    }

    /** What to dial, to come to the agent who serves the queue, or the expert. */
    String number(Speaker agent) {
        return agent == Speaker.ALICE ? service : experts;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isOn() {
        return this != OFF;
    }

    /** Who of those on the right is recorded. */
    Set<Speaker> right(Set<Speaker> right) {
        return this == AGENT || this == BOTH ? right : Set.of();
    }

    /** Who of those on the left is recorded. */
    Set<Speaker> left(Set<Speaker> left) {
        return switch (this) {
            case OFF, AGENT -> Set.of();
            case CUSTOMER -> left.stream().filter(Speaker::isCustomer).collect(Collectors.toSet());
            case BOTH -> left;
        };
    }
}
