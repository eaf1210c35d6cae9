package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.MediaEvent.QualityReport;

/**
 * What arrives from an agent's microphone, by the reports of its leg, one a second.
 *
 * @param received packets at the last report
 * @param missing reports in a row without a new packet
 * @param silent reports in a row with nothing but digital silence
 */
public record Microphone(long received, int missing, int silent) {
    static final String OK = "ok";
    static final Microphone UNKNOWN = new Microphone(-1, 0, 0);

    /** Nobody is quiet like this for so long: a room and a breath have a level. */
    private static final int DEAD_SECONDS = 5;

    private static final int DIGITAL_SILENCE_DBOV = -127;

    Microphone after(QualityReport report) {
        return new Microphone(
                report.received(),
                report.received() == received ? missing + 1 : 0,
                report.received() != received && report.inLevelDbov() == DIGITAL_SILENCE_DBOV
                        ? silent + 1
                        : 0);
    }

    /** The word that the agent is told. */
    String state() {
        if (missing >= DEAD_SECONDS) {
            return "no-packets";
        }
        return silent >= DEAD_SECONDS ? "silent" : OK;
    }
}
