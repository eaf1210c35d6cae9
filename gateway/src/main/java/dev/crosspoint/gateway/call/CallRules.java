package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.signaling.api.Private;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a tenant's calls follow, in the units they count in.
 *
 * @param ringSeconds how long a contact rings at one agent, s
 * @param joinNanos how long an agent who accepted may take to send audio, ns
 * @param rejoinNanos how long an agent whose audio was lost may take to send it again, ns
 * @param outboundRingSeconds how long a called number may ring, s
 * @param earlyMedia whether a flow's messages play before the call is answered (183)
 * @param codecs what is preferred where there is a choice
 * @param holdMusic WAV for whoever waits
 * @param ringback WAV for whoever waits for a called number
 * @param defaultCountry region (ISO 3166 alpha-2) of numbers without a country code
 * @param outbound the way to call somebody; null when the tenant has none
 * @param agents by id
 * @param queues names by id
 * @param referrers ids of the trunks that transfer calls for us
 * @param maxParticipants most people in one conversation, without supervisors who are not heard
 * @param maxMonitors most supervisors who listen to one contact
 * @param recording what becomes of a call that is to be recorded and cannot be
 */
public record CallRules(
        int ringSeconds,
        long joinNanos,
        long rejoinNanos,
        int outboundRingSeconds,
        boolean earlyMedia,
        CodecPolicy codecs,
        Path holdMusic,
        Path ringback,
        String defaultCountry,
        @Nullable Outbound outbound,
        Map<String, AgentRule> agents,
        Map<String, String> queues,
        Set<String> referrers,
        int maxParticipants,
        int maxMonitors,
        RecordingRules recording) {

    /**
     * Longest wait for media's answer and the caller's ACK: past 64*T1 (RFC 3261 17.1.1.2) the
     * trunk has given up by itself.
     */
    private static final long OPENING_SECONDS = 40;

    /** A flow can wait for days; a customer who was told to expect an agent cannot. */
    private static final long WHISPER_SECONDS = 60;

    public CallRules {
        agents = Map.copyOf(agents);
        queues = Map.copyOf(queues);
        referrers = Set.copyOf(referrers);
    }

    /**
     * The trunk that calls go out by, and the number they show.
     *
     * @param flow the outbound whisper flow of customers whom agents call; null for none
     */
    public record Outbound(
            String trunk, LegKind kind, PhoneNumber callerId, @Nullable String flow) {}

    /**
     * What calls need to know of an agent.
     *
     * @param deskPhone the telephone that may carry the agent's audio; null when none is switched
     *     on
     */
    public record AgentRule(Private displayName, @Nullable PhoneNumber deskPhone) {}

    /** Longest that a customer's call is prepared. */
    long openingNanos() {
        return TimeUnit.SECONDS.toNanos(OPENING_SECONDS);
    }

    /** Longest that a whisper flow keeps two people from each other. */
    long whisperNanos() {
        return TimeUnit.SECONDS.toNanos(WHISPER_SECONDS);
    }

    AgentRule agent(String agentId) {
        var rule = agents.get(agentId);
        if (rule == null) {
            throw new IllegalArgumentException("no agent " + agentId);
        }
        return rule;
    }

    Path file(Sound sound) {
        return switch (sound) {
            case MUSIC -> holdMusic;
            case RINGBACK -> ringback;
        };
    }

    long ringNanos() {
        return TimeUnit.SECONDS.toNanos(ringSeconds);
    }

    /** The trunk gives up first; this is for the case that it never says so. */
    static long callingNanos(int ringSeconds) {
        return TimeUnit.SECONDS.toNanos(ringSeconds + 10L);
    }
}
