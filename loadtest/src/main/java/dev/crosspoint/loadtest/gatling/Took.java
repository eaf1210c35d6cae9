package dev.crosspoint.loadtest.gatling;

import io.gatling.javaapi.core.Session;

/**
 * What became of a step.
 *
 * @param session for the next one
 * @param ms what is logged as its response time; negative for the time that it took
 */
public record Took(Session session, double ms) {
    /** A step whose response time is the time that it took. */
    public static Took itsTime(Session session) {
        return new Took(session, -1);
    }
}
