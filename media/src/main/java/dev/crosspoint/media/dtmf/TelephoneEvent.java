package dev.crosspoint.media.dtmf;

/** The payload of a telephone event (RFC 4733 2.3): event, end bit and volume, duration. */
final class TelephoneEvent {
    static final int LENGTH = 4;

    /** What one segment of an event can last, timestamp units; longer ones are split. */
    static final int LONGEST_DURATION = 0xffff;

    static final int NO_DIGIT = -1;

    /** RFC 4733 3.2: the events 0 to 15, in their order. */
    private static final String DIGITS = "0123456789*#ABCD";

    private static final int END_BIT = 0x80;

    private TelephoneEvent() {}

    /** The event's number, or NO_DIGIT. */
    static int eventOf(char digit) {
        return DIGITS.indexOf(digit);
    }

    /** The event's digit; NO_DIGIT for a hook flash and other things that are no keys. */
    static int digitOf(int event) {
        return event < DIGITS.length() ? DIGITS.charAt(event) : NO_DIGIT;
    }

    /** 0 to 255. */
    static int event(byte[] payload, int offset) {
        return payload[offset] & 0xff;
    }

    static boolean ended(byte[] payload, int offset) {
        return (payload[offset + 1] & END_BIT) != 0;
    }

    /** Units of the RTP clock since the segment's timestamp, 0 to LONGEST_DURATION. */
    static int duration(byte[] payload, int offset) {
        return ((payload[offset + 2] & 0xff) << 8) | (payload[offset + 3] & 0xff);
    }

    /**
     * @param volume power below 0 dBm0, 0 to 63 dB
     */
    static int write(byte[] out, int offset, int event, boolean ended, int volume, int duration) {
        out[offset] = (byte) event;
        out[offset + 1] = (byte) ((ended ? END_BIT : 0) | volume);
        out[offset + 2] = (byte) (duration >> 8);
        out[offset + 3] = (byte) duration;
        return LENGTH;
    }
}
