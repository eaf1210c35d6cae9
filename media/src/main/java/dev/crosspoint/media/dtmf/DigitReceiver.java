package dev.crosspoint.media.dtmf;

import dev.crosspoint.media.rtp.RtpPacket;

/**
 * Hears the digits that a peer sends as telephone events (RFC 4733), each once, when it begins.
 *
 * <p>An event is known by its source and timestamp, so that any of its packets will do: a lost
 * start, lost ends, duplicates and reordering neither lose nor double a digit. Of a packet with
 * several events only the first is read; nobody is known to send more.
 */
public final class DigitReceiver {
    /** What {@link #onPacket} answers for a packet that begins no digit. */
    public static final int NO_DIGIT = TelephoneEvent.NO_DIGIT;

    /** Events whose packets may still straggle in; at ten digits a second, most of a second. */
    private static final int REMEMBERED = 8;

    private final long[] heard = new long[REMEMBERED];
    private int heardCount;

    private long currentKey;
    private int currentEvent = NO_DIGIT;
    private boolean currentEnded;

    /**
     * Takes in a packet of the negotiated telephone-event payload type.
     *
     * @return the digit that begins with it, one of {@code 0-9 * # A-D}, or {@link #NO_DIGIT}
     */
    public int onPacket(RtpPacket packet) {
        if (packet.payloadLength() < TelephoneEvent.LENGTH) {
            return NO_DIGIT;
        }
        byte[] payload = packet.array();
        int offset = packet.payloadOffset();
        int event = TelephoneEvent.event(payload, offset);
        int digit = TelephoneEvent.digitOf(event);
        if (digit == NO_DIGIT) {
            return NO_DIGIT;
        }
        boolean ended = TelephoneEvent.ended(payload, offset);
        long key = key(packet.ssrc(), packet.timestamp());
        if (hasHeard(key)) {
            currentEnded |= ended && key == currentKey;
            return NO_DIGIT;
        }
        boolean continued = !packet.marker() && continuesCurrent(packet, event);
        remember(key);
        currentKey = key;
        currentEvent = event;
        currentEnded = ended;
        return continued ? NO_DIGIT : digit;
    }

    /** RFC 4733 2.5.1.3: a long event goes on under a new timestamp, one full segment later. */
    private boolean continuesCurrent(RtpPacket packet, int event) {
        int segmentBefore = packet.timestamp() - TelephoneEvent.LONGEST_DURATION;
        return event == currentEvent
                && !currentEnded
                && currentKey == key(packet.ssrc(), segmentBefore);
    }

    private boolean hasHeard(long key) {
        for (int i = 0; i < Math.min(heardCount, REMEMBERED); i++) {
            if (heard[i] == key) {
                return true;
            }
        }
        return false;
    }

    private void remember(long key) {
        heard[heardCount % REMEMBERED] = key;
        // Stays above REMEMBERED, so that an old slot never looks empty again.
        heardCount = heardCount == 2 * REMEMBERED - 1 ? REMEMBERED : heardCount + 1;
    }

    private static long key(int ssrc, int timestamp) {
        return ((long) ssrc << 32) | Integer.toUnsignedLong(timestamp);
    }
}
