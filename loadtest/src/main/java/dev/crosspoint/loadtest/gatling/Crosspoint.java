package dev.crosspoint.loadtest.gatling;

import dev.crosspoint.loadtest.phone.PhoneBank;
import io.gatling.javaapi.core.ActionBuilder;

/** The words of scenarios with phones. */
public final class Crosspoint {
    private Crosspoint() {}

    /** The protocol of a simulation. */
    public static CrosspointProtocol crosspoint(PhoneBank bank) {
        return new CrosspointProtocol(bank);
    }

    /** A step that is a request in Gatling's statistics. */
    public static ActionBuilder step(String name, Step step) {
        return new StepBuilder(name, step, true);
    }

    /** A step that is in the statistics only when it fails: waiting for others is no response. */
    public static ActionBuilder quietly(String name, Step step) {
        return new StepBuilder(name, step, false);
    }
}
