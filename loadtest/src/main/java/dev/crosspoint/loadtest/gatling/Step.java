package dev.crosspoint.loadtest.gatling;

import dev.crosspoint.loadtest.phone.PhoneBank;
import io.gatling.javaapi.core.Session;
import io.vertx.core.Future;

/** Something that a user does with a phone, and that takes time but no thread. */
@FunctionalInterface
public interface Step {
    /** Begins it; a future that fails fails the user. */
    Future<Took> take(PhoneBank bank, Session session);
}
