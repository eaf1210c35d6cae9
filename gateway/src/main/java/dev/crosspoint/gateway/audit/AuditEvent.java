package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.media.vault.KeyUse;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.Tenant;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody did. To audit more, add a {@link Deed}; the compiler then asks for its
 * words in {@code Words}.
 *
 * @param id by which it is in the trail once, however often it is told
 * @param when to the millisecond
 * @param tenant whose it was
 */
public record AuditEvent(UUID id, Instant when, Actor who, Origin from, Tenant tenant, Deed what) {

    public AuditEvent {
        when = when.truncatedTo(ChronoUnit.MILLIS);
    }

    /** An event of this moment, of which nothing is known but what it is. */
    public static AuditEvent now(Actor who, Tenant tenant, Deed what) {
        return now(who, Origin.UNKNOWN, tenant, what);
    }

    /** An event of this moment. */
    public static AuditEvent now(Actor who, Origin from, Tenant tenant, Deed what) {
        return new AuditEvent(UUID.randomUUID(), Instant.now(), who, from, tenant, what);
    }

    /** A use of a key, by the gateway. */
    public static AuditEvent of(KeyUse use) {
        return new AuditEvent(
                UUID.randomUUID(),
                use.when(),
                new Actor.Gateway(),
                new Origin(null, null, use.requestId()),
                new Tenant(use.tenant().account(), use.tenant().instance()),
                new Deed.UsedKey(use));
    }

    /**
     * Where it was asked from, as far as that is known.
     *
     * @param address IP address
     * @param userAgent of the browser or program, as it names itself; longer ones are cut
     * @param requestId by which others know the request
     */
    public record Origin(
            @Nullable String address, @Nullable String userAgent, @Nullable String requestId) {
        /** Nothing is known. */
        public static final Origin UNKNOWN = new Origin(null, null, null);

        private static final int MOST_CHARS = 256;

        public Origin {
            if (userAgent != null && userAgent.length() > MOST_CHARS) {
                userAgent = userAgent.substring(0, MOST_CHARS);
            }
        }

        /** From an address. */
        public static Origin of(String address) {
            return new Origin(address, null, null);
        }
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

        /** A name and its password were given, and whatever else was asked for. */
        record SignedIn(String agent) implements Deed {}

        /**
         * A wrong password, or a name that nobody has.
         *
         * @param agent empty for a name that nobody has: what was typed there may be a password
         */
        record FailedToSignIn(Optional<String> agent) implements Deed {}

        /**
         * The OpenID provider did not sign somebody in, or signed in somebody who may not come in.
         *
         * @param agent empty while it is not known who that is
         * @param reason a word, such as {@code no-profile}
         */
        record FailedAtProvider(Optional<String> agent, String reason) implements Deed {}

        /** A sign-in was ended because the OpenID provider no longer stands for it. */
        record EndedByProvider(String agent) implements Deed {}

        /** The password was right, and the code that had to come with it was not. */
        record FailedSecondFactor(String agent) implements Deed {}

        /** A recovery code took the place of a code, and is of no use any more. */
        record UsedRecoveryCode(String agent) implements Deed {}

        /** Somebody who is signed in showed once more to be that (step-up). */
        record ProvedAgain(String agent) implements Deed {}

        /** Somebody who is signed in could not show to be that. */
        record FailedToProve(String agent) implements Deed {}

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

        /**
         * Somebody read something through the control API, of which there is no deed of its own.
         *
         * @param method the protocol's word for it, such as {@code listUsers}
         * @param resource of what: its kind, a colon and its id; empty for a list
         * @param by criteria of a list and their values: ids and times
         */
        record ReadApi(String method, Optional<String> resource, SortedMap<String, String> by)
                implements Deed {
            public ReadApi {
                by = Collections.unmodifiableSortedMap(new TreeMap<>(by));
            }
        }

        /** A recording is about to be opened into a plain file for its owner. */
        record ExportedRecording(String recording) implements Deed {}

        /** A caller is not refused any more, before it would have ended by itself. */
        record LiftedDenial(String denial) implements Deed {}

        /** A key that data keys are wrapped with was used, or refused. */
        record UsedKey(KeyUse use) implements Deed {}

        /**
         * Somebody searched.
         *
         * @param what contacts, recordings, audit
         * @param by criteria and their values: ids and times; the value of one that is a number, a
         *     name or an attribute is {@link #HIDDEN}
         */
        record Searched(String what, SortedMap<String, String> by) implements Deed {
            /** Instead of a value that is nobody's business. */
            public static final String HIDDEN = "hidden";

            public Searched {
                by = Collections.unmodifiableSortedMap(new TreeMap<>(by));
            }
        }

        /** What is known of a contact was shown. */
        record ViewedContact(String contact) implements Deed {}

        /**
         * Keys of personal fields were destroyed, because their time was over.
         *
         * @param count how many
         */
        record DestroyedKeys(int count) implements Deed {}

        /**
         * Contacts were deleted, because their retention was over.
         *
         * @param count how many
         * @param before those that began before
         */
        record DeletedOldContacts(int count, Instant before) implements Deed {}

        /**
         * What agents did was deleted, because its retention was over.
         *
         * @param count how much
         * @param before what was done before
         */
        record DeletedOldAgentHistory(int count, Instant before) implements Deed {}

        /** A recording is about to be heard. */
        record PlayedRecording(String recording, Optional<String> contact) implements Deed {}

        /**
         * So much of a recording was sent to whoever listens.
         *
         * @param seconds in their order, without overlap
         */
        record ListenedTo(String recording, Optional<String> contact, List<Seconds> seconds)
                implements Deed {
            public ListenedTo {
                seconds = List.copyOf(seconds);
            }
        }

        /**
         * So much of a recording somebody's page says that it has played: what was sent is in
         * {@link ListenedTo}, what reached an ear nobody else knows.
         *
         * @param parts in their order, without overlap
         */
        record ReportedHeard(String recording, Optional<String> contact, List<Part> parts)
                implements Deed {
            public ReportedHeard {
                parts = List.copyOf(parts);
            }
        }

        /** What is known of a recording was shown: its wave form, who talks when. */
        record ViewedRecording(String recording, Optional<String> contact) implements Deed {}

        /** A recording is about to be sent as a file. */
        record DownloadedRecording(String recording, Optional<String> contact) implements Deed {}

        /**
         * A recording is about to be deleted.
         *
         * @param reason a word of a list, never free text: letters, digits, {@code -}
         */
        record DeletedRecording(String recording, Optional<String> contact, String reason)
                implements Deed {
            public DeletedRecording {
                if (!reason.matches("[A-Za-z0-9-]{1,64}")) {
                    throw new IllegalArgumentException("a reason is a word");
                }
            }
        }

        /** A recording may not be deleted from now on, or may be again. */
        record HeldRecording(String recording, boolean held) implements Deed {}

        /**
         * A setting was changed.
         *
         * @param setting its name; never its value
         * @param resource whose: its kind, a colon and its id
         */
        record ChangedSetting(String setting, String resource) implements Deed {}

        /**
         * Somebody asked for what is not theirs to have, another tenant's too (TEN-2).
         *
         * @param operation what was asked
         * @param resource of what: its kind, a colon and the id that was given
         */
        record WasRefused(String operation, String resource) implements Deed {}
    }

    /**
     * A part of a recording.
     *
     * @param from the first second, from 0
     * @param to behind the last one
     */
    public record Seconds(long from, long to) {
        public Seconds {
            if (from < 0 || to <= from) {
                throw new IllegalArgumentException("no part: " + from + " to " + to);
            }
        }
    }

    /**
     * A part of a recording, to the millisecond.
     *
     * @param fromMs from 0
     * @param toMs behind it
     */
    public record Part(long fromMs, long toMs) {
        public Part {
            if (fromMs < 0 || toMs <= fromMs) {
                throw new IllegalArgumentException("no part: " + fromMs + " to " + toMs);
            }
        }
    }
}
