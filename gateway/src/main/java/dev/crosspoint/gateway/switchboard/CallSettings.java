package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallRules;
import dev.crosspoint.gateway.call.CallRules.Outbound;
import dev.crosspoint.gateway.call.RecordingRules;
import dev.crosspoint.signaling.api.SignalingConfig.TransferDirection;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of call control, checked across each other when built.
 *
 * @param tenants whom we work for
 * @param trunks those of the signalling plane; a number's or tenant's trunk must be among them
 * @param mediaLoops how many media loops there are, as in {@code MediaConfig}
 * @param ringSeconds how long a contact rings at one agent, s
 * @param outboundRingSeconds how long a called number may ring, s
 * @param joinSeconds how long an agent who accepted may take to send audio, s
 * @param rejoinSeconds how long a customer hears music while a lost agent comes back, s
 * @param requestTimeoutMs deadline of every request to media and trunks, ms
 * @param earlyMedia whether a flow's messages play before the call is answered (183); the call is
 *     answered when the flow wants input or the contact enters a queue
 * @param holdMusic WAV for customers who wait
 * @param ringback WAV that an agent hears while a called number rings and its network sends no
 *     audio
 * @param recording what becomes of a call that is to be recorded and cannot be
 */
public record CallSettings(
        List<TenantSettings> tenants,
        List<TrunkConfig> trunks,
        int mediaLoops,
        int ringSeconds,
        int outboundRingSeconds,
        int joinSeconds,
        int rejoinSeconds,
        int requestTimeoutMs,
        boolean earlyMedia,
        Path holdMusic,
        Path ringback,
        RecordingRules recording) {

    public CallSettings {
        tenants = List.copyOf(tenants);
        trunks = List.copyOf(trunks);
        require(mediaLoops > 0, "media loops are 1 or more: " + mediaLoops);
        require(ringSeconds > 0, "ring seconds are 1 or more: " + ringSeconds);
        require(outboundRingSeconds > 0, "outbound ring seconds are 1 or more");
        require(joinSeconds > 0, "join seconds are 1 or more: " + joinSeconds);
        require(rejoinSeconds > 0, "rejoin seconds are 1 or more: " + rejoinSeconds);
        require(requestTimeoutMs > 0, "the request timeout is 1 ms or more: " + requestTimeoutMs);
        var known = new HashSet<String>();
        for (var trunk : trunks) {
            require(known.add(trunk.id()), "trunk " + trunk.id() + " is there twice");
        }
        for (var tenant : tenants) {
            var outbound = tenant.outbound();
            require(
                    outbound == null || known.contains(outbound.trunk()),
                    "a tenant calls out by an unknown trunk: " + outbound);
            for (var number : tenant.numbers()) {
                require(
                        known.contains(number.trunk()),
                        "a number belongs to an unknown trunk: " + number.trunk());
            }
        }
    }

    /** What the calls of one of the tenants follow. */
    CallRules rulesFor(TenantSettings tenant) {
        return new CallRules(
                ringSeconds,
                TimeUnit.SECONDS.toNanos(joinSeconds),
                TimeUnit.SECONDS.toNanos(rejoinSeconds),
                outboundRingSeconds,
                earlyMedia,
                tenant.codecs(),
                holdMusic,
                ringback,
                tenant.defaultCountry(),
                outbound(tenant),
                tenant.agentRules(),
                tenant.queueNames(),
                referrers(),
                tenant.limits().maxParticipants(),
                tenant.limits().maxMonitors(),
                recording);
    }

    private Set<String> referrers() {
        return trunks.stream()
                .filter(trunk -> trunk.transfers().contains(TransferDirection.OUTBOUND))
                .map(TrunkConfig::id)
                .collect(Collectors.toSet());
    }

    private @Nullable Outbound outbound(TenantSettings tenant) {
        var settings = tenant.outbound();
        if (settings == null) {
            return null;
        }
        return trunks.stream()
                .filter(trunk -> trunk.id().equals(settings.trunk()))
                .findFirst()
                .map(trunk ->
                        new Outbound(
                                trunk.id(),
                                Translation.kind(trunk),
                                settings.callerId(),
                                settings.flow()))
                .orElse(null);
    }

    /** The defaults of the manual: 20 s of ringing, 45 s outbound, 20 s to come, 75 s to return. */
    public static CallSettings defaults(
            List<TenantSettings> tenants,
            List<TrunkConfig> trunks,
            int mediaLoops,
            Path holdMusic,
            Path ringback) {
        return new CallSettings(
                tenants,
                trunks,
                mediaLoops,
                20,
                45,
                20,
                75,
                4_000,
                false,
                holdMusic,
                ringback,
                RecordingRules.DEFAULT);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
