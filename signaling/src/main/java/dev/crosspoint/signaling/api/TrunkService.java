package dev.crosspoint.signaling.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a trunk beyond carrying calls.
 *
 * @param outbound how its turn comes among others, and how it is watched
 * @param limits what it may carry
 * @param registration what we register with it; null when it knows where we are
 * @param rules how it writes numbers and header fields
 * @param digits how its telephones are told of keys, and tell
 * @param clientCaPem certificates of authorities, or its own, one of which it has to show when it
 *     connects to us by TLS; null when it need not
 */
public record TrunkService(
        Outbound outbound,
        Limits limits,
        @Nullable Registration registration,
        Rules rules,
        Digits digits,
        @Nullable String clientCaPem) {
    /** A trunk that stands alone, is not watched, and may carry anything. */
    public static final TrunkService PLAIN =
            new TrunkService(
                    new Outbound(null, Outbound.USUAL_PRIORITY, Outbound.USUAL_WEIGHT, 0),
                    new Limits(0, 0),
                    null,
                    Rules.NONE,
                    Digits.USUAL,
                    null);

    /** The same with another way of keys. */
    public TrunkService with(Digits others) {
        return new TrunkService(outbound, limits, registration, rules, others, clientCaPem);
    }

    /**
     * Keys where no telephone events are agreed on, which there is no better way than.
     *
     * @param info whether they are told by SIP INFO; where not, as tones in the audio
     * @param form of that INFO
     * @param heardTones whether they are listened for in the trunk's audio
     */
    public record Digits(InfoUse info, InfoForm form, HeardTones heardTones) {
        /**
         * By INFO to who says that it takes that, and heard where they can come in no other way.
         */
        public static final Digits USUAL =
                new Digits(InfoUse.ALLOWED, InfoForm.RELAY, HeardTones.WITHOUT_EVENTS);
    }

    /** Whether keys are told by SIP INFO. */
    public enum InfoUse {
        /** To whoever names INFO in its Allow. */
        ALLOWED,
        /** To everybody. */
        ALWAYS,
        NEVER
    }

    /** What an INFO says of a key: there is no RFC. */
    public enum InfoForm {
        /** {@code application/dtmf-relay}: the key and how long it was pressed. */
        RELAY,
        /** {@code application/dtmf}: the key. */
        PLAIN
    }

    /** Whether keys are listened for in audio. */
    public enum HeardTones {
        /** Where no telephone events were agreed. */
        WITHOUT_EVENTS,
        /** In any case. */
        ALWAYS,
        NEVER
    }

    /**
     * When it is called, and how it is found out that it cannot be.
     *
     * @param group name that trunks of one tenant share which stand in for each other; null when it
     *     stands alone
     * @param priority 0 to 65535; the lowest that can be had goes first
     * @param weight 0 to 65535: its share of the calls among trunks of the same priority
     * @param probeSeconds it is asked by OPTIONS so often whether it is there, s; 0: never
     */
    public record Outbound(@Nullable String group, int priority, int weight, int probeSeconds) {
        /** The priority of a trunk that says none. */
        public static final int USUAL_PRIORITY = 1;

        /** The weight of a trunk that says none. */
        public static final int USUAL_WEIGHT = 100;

        /** The period of probes in a group that says none, s. */
        public static final int USUAL_PROBE_SECONDS = 30;
    }

    /**
     * What a trunk may carry, in both directions together.
     *
     * @param calls at a time; 0: any number
     * @param callsPerSecond new ones a second, and at once after a pause; 0: any number
     */
    public record Limits(int calls, int callsPerSecond) {}

    /**
     * Our address of record there, which its host is the registrar of.
     *
     * @param user user part
     * @param domain host part: a name, or an IP literal
     * @param seconds how long each registration is to hold, 60 to 86400
     */
    public record Registration(Private user, String domain, int seconds) {}

    /** How a trunk is told who calls. */
    public enum CallerId {
        /** From alone. */
        PLAIN,
        /** P-Asserted-Identity as well (RFC 3325). */
        ASSERTED,
        /** P-Asserted-Identity for the trunk, and nothing for whoever answers (RFC 3323). */
        WITHHELD
    }

    /**
     * Another beginning for numbers. Literal, so that no number can make it slow.
     *
     * @param prefix what a number has to begin with; empty: any number
     * @param instead what it begins with then
     */
    public record Prefix(String prefix, String instead) {}

    /**
     * How numbers are written in one direction. Of each list the first that fits is applied.
     *
     * @param called of whom is called
     * @param caller of who calls
     */
    public record Numbers(List<Prefix> called, List<Prefix> caller) {
        /** As they are. */
        public static final Numbers ALIKE = new Numbers(List.of(), List.of());

        public Numbers {
            called = List.copyOf(called);
            caller = List.copyOf(caller);
        }
    }

    /**
     * How a trunk writes numbers and header fields.
     *
     * @param callerId how it is told who calls
     * @param outbound how it wants numbers
     * @param inbound how its numbers become ours
     * @param setHeaders header fields of our INVITEs, by name, that others do not want or that
     *     stand there otherwise
     * @param removeHeaders header fields that it does not bear
     */
    public record Rules(
            CallerId callerId,
            Numbers outbound,
            Numbers inbound,
            Map<String, Private> setHeaders,
            Set<String> removeHeaders) {
        /** As everybody. */
        public static final Rules NONE =
                new Rules(CallerId.PLAIN, Numbers.ALIKE, Numbers.ALIKE, Map.of(), Set.of());

        public Rules {
            setHeaders = Map.copyOf(setHeaders);
            removeHeaders = Set.copyOf(removeHeaders);
        }
    }
}
