package dev.crosspoint.gateway.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import java.util.Optional;

/** What is asked about people and what they may do. */
public sealed interface PeopleMessage {

    /** Event-bus address that takes all questions. */
    String ADDRESS = "people";

    /** Who asks. */
    By by();

    /**
     * Whoever asks.
     *
     * @param token of the sign-in, which goes on after a change of its own person
     */
    record By(Tenant tenant, String user, Private token, Origin from) {}

    /** Everybody. */
    record ListUsers(By by) implements PeopleMessage {}

    /** One of them. */
    record ShowUser(By by, String id) implements PeopleMessage {}

    /**
     * Somebody new.
     *
     * @param password to be changed at the first sign-in
     */
    record CreateUser(By by, String id, Private name, List<String> profiles, Private password)
            implements PeopleMessage {
        public CreateUser {
            profiles = List.copyOf(profiles);
        }
    }

    /** What is empty stays. */
    record ChangeUser(
            By by,
            String id,
            Optional<Private> name,
            Optional<List<String>> profiles,
            Optional<Boolean> disabled)
            implements PeopleMessage {}

    /**
     * Another password for somebody.
     *
     * @param password to be changed at the next sign-in
     */
    record ResetPassword(By by, String id, Private password) implements PeopleMessage {}

    /** Somebody's second factor is gone. */
    record ResetSecondFactor(By by, String id) implements PeopleMessage {}

    /** Every security profile. */
    record ListProfiles(By by) implements PeopleMessage {}

    /** One of them. */
    record ShowProfile(By by, String name) implements PeopleMessage {}

    /**
     * A profile is made, or allows something else.
     *
     * @param permissions words
     */
    record PutProfile(By by, String name, List<String> permissions) implements PeopleMessage {
        public PutProfile {
            permissions = List.copyOf(permissions);
        }
    }

    /** A profile is gone. */
    record DeleteProfile(By by, String name) implements PeopleMessage {}

    /** Who asks, and what that is allowed. */
    record ShowMe(By by) implements PeopleMessage {}

    /** A second factor of the own; not in force before it is confirmed. */
    record Enrol(By by) implements PeopleMessage {}

    /** It is, with a code of it. */
    record ConfirmEnrolment(By by, String code) implements PeopleMessage {}

    /** Other recovery codes of the own. */
    record NewRecoveryCodes(By by) implements PeopleMessage {}

    /** Another secret for SIP phones of the own; those that have the old one are signed out. */
    record NewSipSecret(By by) implements PeopleMessage {}

    /** No SIP phones of the own any more. */
    record DropSipSecret(By by) implements PeopleMessage {}

    /** Another password of the own. */
    record ChangePassword(By by, Private password) implements PeopleMessage {}

    /** An answer. */
    sealed interface Answer {}

    /** It is so. */
    record Found(ObjectNode json) implements Answer {
        @Override
        public String toString() {
            return "Found[" + json.size() + "]";
        }
    }

    /** Somebody or something is there that was not. */
    record Made(String location, ObjectNode json) implements Answer {
        @Override
        public String toString() {
            return "Made[" + location + "]";
        }
    }

    /** It is done. */
    record Done() implements Answer {}

    /** There is nobody, or nothing, of that name. */
    record Missing() implements Answer {}

    /**
     * It may not be.
     *
     * @param why a sentence, safe to show
     */
    record NotAllowed(String why) implements Answer {}

    /** It is not of the right form. */
    record Wrong(String why) implements Answer {}

    /** It cannot be as things are. */
    record Conflict(String why) implements Answer {}

    /** A password that is not good enough. */
    record WeakPassword() implements Answer {}

    /** The database or the key service does not answer. */
    record Unavailable() implements Answer {}
}
