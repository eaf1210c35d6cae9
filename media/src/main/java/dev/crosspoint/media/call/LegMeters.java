package dev.crosspoint.media.call;

import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.media.rtp.Quality;

/** What passes through a leg between two reports to call control. */
final class LegMeters {
    private final LegMeter heard = new LegMeter();
    private final LegMeter sent = new LegMeter();

    /** A frame or a packet of the peer's, -127 to 0 dBov. */
    void heard(int levelDbov) {
        heard.add(levelDbov);
    }

    /** A frame or a packet to the peer, -127 to 0 dBov. */
    void sent(int levelDbov) {
        sent.add(levelDbov);
    }

    /** Forgets what passed until now. */
    void restart() {
        heard.takeDbov();
        sent.takeDbov();
    }

    /** The report on what passed since the last one. */
    QualityReport take(
            Quality quality,
            long received,
            long sentPackets,
            long concealedMs,
            int playoutMs,
            boolean relayed) {
        return new QualityReport(
                heard.takeDbov(),
                sent.takeDbov(),
                received,
                sentPackets,
                quality.lossPercent(),
                quality.peerLossPercent(),
                quality.jitterMs(),
                quality.roundTripMs(),
                concealedMs,
                playoutMs,
                relayed);
    }
}
