package dev.crosspoint.gateway.legs;

import dev.crosspoint.gateway.legs.LegRecord.Heard;
import dev.crosspoint.gateway.legs.LegRecord.Keys;
import dev.crosspoint.gateway.legs.LegRecord.Passed;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.media.api.MediaEvent.Traffic;
import dev.crosspoint.signaling.api.Tenant;
import org.jspecify.annotations.Nullable;

/** What is noted of one leg. */
final class Page {
    /** Of a rate that comes once a second, so much of each: about five of them count. */
    private static final double SHARE = 0.2;

    private static final int SILENCE_DBOV = -127;

    final Tenant tenant;
    final String contactId;
    final String initialContactId;
    final @Nullable String trunk;
    final @Nullable String agent;
    final boolean outbound;
    final long beganMs;
    @Nullable SessionOutline offered;
    @Nullable SessionOutline agreed;
    String refusal = "";
    String end = "";
    int status;
    long endedMs;
    private @Nullable Passed traffic;
    private @Nullable Heard sound;
    private Keys keys = Keys.NONE;

    Page(
            Tenant tenant,
            String contactId,
            String initialContactId,
            @Nullable String trunk,
            @Nullable String agent,
            boolean outbound,
            long beganMs) {
        this.tenant = tenant;
        this.contactId = contactId;
        this.initialContactId = initialContactId;
        this.trunk = trunk;
        this.agent = agent;
        this.outbound = outbound;
        this.beganMs = beganMs;
    }

    void passed(Traffic now) {
        endedMs = 0; // It is there, whatever call it began in.
        traffic =
                new Passed(
                        now.received(),
                        now.sent(),
                        now.unauthentic(),
                        now.unprotected(),
                        now.strange(),
                        now.unexpected(),
                        now.expects(),
                        now.sends(),
                        now.keyed(),
                        now.tcp(),
                        // Where an agent is, is an agent's own business.
                        now.target() == null || trunk == null ? "" : Networks.of(now.target()),
                        now.strangeFrom() == null ? "" : Networks.of(now.strangeFrom()));
    }

    void sounds(QualityReport report) {
        boolean silent = report.inLevelDbov() <= SILENCE_DBOV;
        var before = sound;
        if (before == null) {
            sound =
                    new Heard(
                            1,
                            silent ? 1 : 0,
                            report.lossPercent(),
                            report.peerLossPercent(),
                            report.jitterMs(),
                            report.roundTripMs());
            return;
        }
        sound =
                new Heard(
                        before.reports() + 1,
                        silent ? before.silentSeconds() + 1 : 0,
                        towards(before.lossPercent(), report.lossPercent()),
                        towards(before.peerLossPercent(), report.peerLossPercent()),
                        towards(before.jitterMs(), report.jitterMs()),
                        before.roundTripMs() < 0 || report.roundTripMs() < 0
                                ? report.roundTripMs()
                                : towards(before.roundTripMs(), report.roundTripMs()));
    }

    private static double towards(double before, double now) {
        return before + SHARE * (now - before);
    }

    void event() {
        keys = new Keys(keys.events() + 1, keys.tones(), keys.info(), keys.refusedInfo());
    }

    void tone() {
        keys = new Keys(keys.events(), keys.tones() + 1, keys.info(), keys.refusedInfo());
    }

    void info() {
        keys = new Keys(keys.events(), keys.tones(), keys.info() + 1, keys.refusedInfo());
    }

    void refusedInfo(int count) {
        keys = new Keys(keys.events(), keys.tones(), keys.info(), keys.refusedInfo() + count);
    }

    void over(long atMs) {
        endedMs = endedMs == 0 ? atMs : endedMs;
    }

    LegRecord record() {
        return new LegRecord(
                contactId,
                initialContactId,
                trunk,
                agent,
                outbound,
                beganMs,
                endedMs,
                offered,
                agreed,
                refusal,
                status,
                end,
                traffic,
                sound,
                keys);
    }
}
