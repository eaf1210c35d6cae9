package dev.crosspoint.gateway.doctor;

/**
 * Something that was looked at.
 *
 * @param area a word or two
 * @param what was seen, or why nothing was
 */
public record Check(String area, Outcome outcome, String what) {
    /** How it is. */
    public enum Outcome {
        OK,
        NOT_OK,
        NOT_KNOWN
    }

    static Check ok(String area, String what) {
        return new Check(area, Outcome.OK, what);
    }

    static Check notOk(String area, String what) {
        return new Check(area, Outcome.NOT_OK, what);
    }

    static Check notKnown(String area, String what) {
        return new Check(area, Outcome.NOT_KNOWN, what);
    }

    static Check of(boolean isOk, String area, String what) {
        return isOk ? ok(area, what) : notOk(area, what);
    }
}
