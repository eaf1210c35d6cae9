package dev.crosspoint.loadtest.gatling;

import io.gatling.javaapi.core.Session;

/**
 * What became of a step.
 *
 * @param session for the next one
 * @param ms what is logged as its response time; negative for the time that it took
 * @param as the name that it is logged under; empty for the step's own
 */
public record Took(Session session, double ms, String as) {
    /** A step that is logged under its own name. */
    public Took(Session session, double ms) {
        this(session, ms, "");
    }

    /** The same, logged under another name: what came of it was not what was asked for. */
    public Took as(String name) {
        return new Took(session, ms, name);
    }

    /** A step whose response time is the time that it took. */
    public static Took itsTime(Session session) {
        return new Took(session, -1);
    }
}
