package dev.crosspoint.gateway.call;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The settings that a tenant's calls follow, in the units they count in. */
record CallRules(
        int ringSeconds,
        long openingNanos,
        long joinNanos,
        int outboundRingSeconds,
        boolean earlyMedia,
        CodecPolicy codecs,
        Path holdMusic,
        Path ringback) {

    /**
     * Longest wait for media's answer and the caller's ACK: past 64*T1 (RFC 3261 17.1.1.2) the
     * trunk has given up by itself.
     */
    private static final long OPENING_SECONDS = 40;

    static CallRules of(CallSettings settings, TenantSettings tenant) {
        return new CallRules(
                settings.ringSeconds(),
                TimeUnit.SECONDS.toNanos(OPENING_SECONDS),
                TimeUnit.SECONDS.toNanos(settings.rejoinSeconds()),
                settings.outboundRingSeconds(),
                settings.earlyMedia(),
                tenant.codecs(),
                settings.holdMusic(),
                settings.ringback());
    }

    long ringNanos() {
        return TimeUnit.SECONDS.toNanos(ringSeconds);
    }

    /** The trunk gives up first; this is for the case that it never says so. */
    long callingNanos() {
        return TimeUnit.SECONDS.toNanos(outboundRingSeconds + 10L);
    }
}
