package dev.crosspoint.media.sdp;

import dev.crosspoint.media.sdp.MediaPlan.Security;

/** Our audio line of an answer and what it settles. */
record Section(MediaDescription description, MediaPlan plan) {

    static MediaPlan plan(
            Payloads payloads,
            int ptimeMs,
            Route route,
            Security security,
            int levelId,
            boolean voipMetrics,
            Direction direction) {
        return new MediaPlan(
                payloads.codec(),
                payloads.sent(),
                payloads.received(),
                payloads.opus(),
                ptimeMs,
                payloads.digits(),
                payloads.comfortNoise() == null ? -1 : payloads.comfortNoise().payloadType(),
                levelId,
                voipMetrics,
                security,
                route.rtp(),
                route.rtcp(),
                route.rtcpMux(),
                route.ice(),
                direction);
    }
}
