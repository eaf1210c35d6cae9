package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One thing that somebody did. To audit more, add a {@link Deed}; the compiler then asks for its
 * words in {@code AuditLine}.
 *
 * @param tenant whose it was
 */
public record AuditEvent(Instant when, Actor who, Tenant tenant, Deed what) {

    /** An event of this moment. */
    public static AuditEvent now(Actor who, Tenant tenant, Deed what) {
        return new AuditEvent(Instant.now(), who, tenant, what);
    }

    /** Who did it. */
    public sealed interface Actor {
        /** The gateway itself, as it was configured. */
        record Gateway() implements Actor {}

        /** Somebody who is signed in. */
        record Agent(String id) implements Actor {}

        /** Whoever may read the gateway's configuration and keys, and uses a command of it. */
        record Operator() implements Actor {}

        /** Somebody who has not proved to be anybody. */
        record Stranger() implements Actor {}
    }

    /** What was done, and to what. */
    public sealed interface Deed {

        /**
         * A trunk that need not be encrypted was opened, because it is declared private (SEC-4).
         */
        record OpenedPrivateTrunk(String trunk, List<Transport> transports, MediaSecurity media)
                implements Deed {
            public OpenedPrivateTrunk {
                transports = List.copyOf(transports);
            }
        }

        /** A name and its password were given. */
        record SignedIn(String agent) implements Deed {}

        /**
         * A wrong password, or a name that nobody has.
         *
         * @param agent empty for a name that nobody has: what was typed there may be a password
         */
        record FailedToSignIn(Optional<String> agent) implements Deed {}

        /**
         * A supervisor begins to listen to a contact, or does so in another way.
         *
         * @param contact the contact of the agent who is listened to
         */
        record Supervised(String contact, String agent, Supervision how) implements Deed {}

        /** A supervisor no longer listens to that contact. */
        record EndedSupervision(String contact) implements Deed {}

        /** A sign-in was ended by whoever had it. */
        record SignedOut(String agent) implements Deed {}

        /**
         * A caller is refused from now on (INP-4).
         *
         * @param until when that ends by itself; empty for never
         */
        record DeniedCaller(String denial, Denial.Kind kind, Optional<Instant> until)
                implements Deed {}

        /**
         * A program changed something through the control API.
         *
         * @param method the protocol's word for it, such as {@code end}
         * @param resource to what: its kind, a colon and its id
         */
        record UsedApi(String method, String resource) implements Deed {}

        /** A recording is about to be opened into a plain file for its owner. */
        record ExportedRecording(String recording) implements Deed {}

        /** A caller is not refused any more, before it would have ended by itself. */
        record LiftedDenial(String denial) implements Deed {}
    }
}
