package dev.crosspoint.media.call;

import dev.crosspoint.media.api.MediaEvent.QualityReport;

/** What passes through a leg between two reports to call control. */
final class LegMeters {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final LegTimer.Deadlines deadlines;
    private final ReceivePath receive;
    private final SendPath send;
    private final ControlPath control;
    private final LegMeter heard = new LegMeter();
    private final LegMeter sent = new LegMeter();

    LegMeters(
            LegTimer.Deadlines deadlines,
            ReceivePath receive,
            SendPath send,
            ControlPath control,
            long nowNanos) {
        this.deadlines = deadlines;
        this.receive = receive;
        this.send = send;
        this.control = control;
        expectReport(nowNanos);
    }

    /** A frame or a packet of the peer's, -127 to 0 dBov. */
    void heard(int levelDbov) {
        heard.add(levelDbov);
    }

    /** A frame or a packet to the peer, -127 to 0 dBov. */
    void sent(int levelDbov) {
        sent.add(levelDbov);
    }

    /** Forgets what passed until now. */
    void restart(long nowNanos) {
        heard.takeDbov();
        sent.takeDbov();
        expectReport(nowNanos);
    }

    /** Once when a second has passed since the last time. */
    boolean takeDue(long nowNanos) {
        boolean due = deadlines.isDue(LegTimer.QUALITY, nowNanos);
        if (due) {
            deadlines.again(LegTimer.QUALITY, SECOND_NANOS, nowNanos);
        }
        return due;
    }

    private void expectReport(long nowNanos) {
        deadlines.set(LegTimer.QUALITY, nowNanos + SECOND_NANOS);
    }

    /**
     * The report on what passed since the last one; to be asked for once a second, of which it
     * closes one.
     *
     * @param concealedMs what the holder's decoder has made up
     * @param playoutMs how long it waits before it decodes
     */
    QualityReport take(long concealedMs, int playoutMs) {
        return new QualityReport(
                heard.takeDbov(),
                sent.takeDbov(),
                receive.accepted(),
                send.sent(),
                receive.stats().closeSecond(),
                control.losses().percent(),
                receive.stats().jitterMs(),
                control.reporter().roundTripMs(),
                concealedMs,
                playoutMs);
    }
}
