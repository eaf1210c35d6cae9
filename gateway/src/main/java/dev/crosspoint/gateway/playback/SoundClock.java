package dev.crosspoint.gateway.playback;

import java.util.Locale;

/**
 * Which time of a recording lies in which bytes of its file. Bytes pass by in order; what is said
 * of them is never less than what can be heard of them. For one pass.
 */
interface SoundClock {

    /** How many bytes before the first that counts have to pass by too. */
    int leadIn();

    /**
     * Bytes that come next.
     *
     * @param position of the first one in the file
     * @return the time whose sound is in them; {@link Span#NONE} when none is
     */
    Span pass(long position, byte[] bytes);

    /**
     * The clock of a file.
     *
     * @param format as the store has it: {@code wav-8-khz}, {@code wav-16-khz}, {@code ogg-opus}
     * @param durationMs how long it is
     */
    static SoundClock of(String format, long durationMs) {
        return isOgg(format) ? new OggClock(durationMs) : new WavClock(rateHz(format), durationMs);
    }

    /** What a file of a format is to a browser. */
    static String contentType(String format) {
        return isOgg(format) ? "audio/ogg; codecs=opus" : "audio/wav";
    }

    /** How the name of a file of a format ends. */
    static String ending(String format) {
        return isOgg(format) ? ".ogg" : ".wav";
    }

    private static boolean isOgg(String format) {
        return format.toLowerCase(Locale.ROOT).startsWith("ogg");
    }

    private static int rateHz(String format) {
        return format.contains("16") ? 16_000 : 8_000;
    }
}
