package dev.crosspoint.gateway.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something an agent did, as it is kept (PII-2).
 *
 * @param id its own, by which it is kept once
 * @param at when, ms are exact
 * @param what see {@link What}
 * @param lastedMs of what ended by it; 0 for a sign-in
 */
public record AgentDeed(UUID id, String agentId, Instant at, What what, long lastedMs) {

    /** What it was. */
    public sealed interface What {
        /** A session began. */
        record SignedIn() implements What {}

        /** The session ended. */
        record SignedOut() implements What {}

        /** One state followed another. */
        record ChangedState(String from, String to) implements What {}

        /**
         * The agent has a contact no more.
         *
         * @param outcome {@code handled}, {@code missed}, {@code rejected}, {@code failed}, {@code
         *     withdrawn}, or {@code monitored} for a supervisor
         */
        record HadContact(String contactId, String outcome) implements What {}
    }

    /** Its name in the table and to programs. */
    public String kind() {
        return switch (what) {
            case What.SignedIn _ -> "signed-in";
            case What.SignedOut _ -> "signed-out";
            case What.ChangedState _ -> "state";
            case What.HadContact _ -> "contact";
        };
    }

    static What what(
            String kind,
            @Nullable String from,
            @Nullable String to,
            @Nullable String contactId,
            @Nullable String outcome) {
        return switch (kind) {
            case "signed-in" -> new What.SignedIn();
            case "signed-out" -> new What.SignedOut();
            case "state" -> new What.ChangedState(requireNonNull(from), requireNonNull(to));
            case "contact" ->
                    new What.HadContact(requireNonNull(contactId), requireNonNull(outcome));
            default -> throw new IllegalStateException("no deed of an agent: " + kind);
        };
    }
}
