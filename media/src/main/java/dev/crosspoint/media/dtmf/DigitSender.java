package dev.crosspoint.media.dtmf;

/**
 * Sends digits to a peer as telephone events (RFC 4733), at the pace of the tick: at most one
 * packet each 20 ms, in place of that tick's audio.
 *
 * <p>Each tick calls {@link #next}; when it answers true, the packet is made of {@link #write},
 * {@link #marker}, and the RTP timestamp of the event's first tick plus {@link #segmentStart}. So
 * an event's packets share a timestamp, and audio goes on where it would have been.
 */
public final class DigitSender {
    private static final int TICK_MS = 20;

    /** Long enough for every detector, short enough to dial with, ms. */
    private static final int TONE_MS = 100;

    private static final int LONGEST_TONE_MS = 10_000;
    private static final int GAP_TICKS = 100 / TICK_MS;

    /** RFC 4733 2.5.1.4: the final packet is sent three times. */
    private static final int REPEATS = 2;

    /** The level of an ordinary telephone's keypad, dB below 0 dBm0. */
    private static final int VOLUME = 10;

    /** More digits than any number or menu asks for at once. */
    private static final int QUEUE_LENGTH = 64;

    private int nextTickUnits;
    private int tickUnits;
    private final char[] digits = new char[QUEUE_LENGTH];
    private final int[] toneTicks = new int[QUEUE_LENGTH];
    private int first;
    private int queued;

    private int event;
    private int lastTick;
    private int tick;
    private int segmentStart;
    private boolean sounding;

    /**
     * @param clockHz RTP clock of the negotiated telephone-event, Hz
     */
    public DigitSender(int clockHz) {
        clockHz(clockHz);
    }

    /** The clock of the next event on: one that sounds is said to its end as it began. */
    public void clockHz(int clockHz) {
        nextTickUnits = clockHz * TICK_MS / 1000;
    }

    /**
     * Adds a digit of 100 ms behind those that wait.
     *
     * @return false when the queue is full or the character is no digit
     */
    public boolean queue(char digit) {
        return queue(digit, TONE_MS);
    }

    /**
     * Adds a digit of a given length behind those that wait.
     *
     * @param toneMs rounded up to ticks, and held between 20 ms and 10 s
     * @return false when the queue is full or the character is no digit
     */
    public boolean queue(char digit, int toneMs) {
        if (queued == QUEUE_LENGTH || TelephoneEvent.eventOf(digit) == TelephoneEvent.NO_DIGIT) {
            return false;
        }
        int slot = (first + queued) % QUEUE_LENGTH;
        digits[slot] = digit;
        toneTicks[slot] = Math.ceilDiv(Math.clamp(toneMs, TICK_MS, LONGEST_TONE_MS), TICK_MS);
        queued++;
        return true;
    }

    /**
     * Adds digits behind those that wait, all of them or none.
     *
     * @return false when they do not fit, or one is none
     */
    public boolean queue(String pressed) {
        if (queued + pressed.length() > QUEUE_LENGTH
                || pressed.chars()
                        .anyMatch(digit ->
                                TelephoneEvent.eventOf((char) digit) == TelephoneEvent.NO_DIGIT)) {
            return false;
        }
        pressed.chars().forEach(digit -> queue((char) digit));
        return true;
    }

    /** Whether a digit waits or sounds, or the gap behind one is not over. */
    public boolean active() {
        return sounding || queued > 0;
    }

    /**
     * Goes on by one tick.
     *
     * @return whether this tick sends an event's packet, and no audio
     */
    public boolean next() {
        if (sounding) {
            // RFC 4733 2.5.1.3: a full segment was said, the event goes on in the next
            if (tick < lastTick && segmentDuration() >= TelephoneEvent.LONGEST_DURATION) {
                segmentStart += TelephoneEvent.LONGEST_DURATION;
            }
            tick++;
            sounding = tick <= lastTick + GAP_TICKS;
        }
        if (!sounding && queued > 0) {
            begin();
        }
        return sounding && tick <= lastTick + REPEATS;
    }

    /** Writes the payload of this tick's packet; returns its length. */
    public int write(byte[] out, int offset) {
        int duration = Math.min(segmentDuration(), TelephoneEvent.LONGEST_DURATION);
        return TelephoneEvent.write(out, offset, event, tick >= lastTick, VOLUME, duration);
    }

    /** Whether this tick's packet is the first of its event. */
    public boolean marker() {
        return tick == 1;
    }

    /** How far into its event what this tick's packet tells of begins, in units of its clock. */
    public int segmentStart() {
        return segmentStart;
    }

    /** What to add to this tick's own RTP timestamp to get the event's; zero or negative. */
    public int timestampOffset() {
        return segmentStart - (tick - 1) * tickUnits;
    }

    private void begin() {
        event = TelephoneEvent.eventOf(digits[first]);
        lastTick = toneTicks[first];
        digits[first] = 0;
        first = (first + 1) % QUEUE_LENGTH;
        queued--;
        tick = 1;
        tickUnits = nextTickUnits;
        segmentStart = 0;
        sounding = true;
    }

    /** Counted to the end of the tick; the repeats say what the last packet said. */
    private int segmentDuration() {
        return Math.min(tick, lastTick) * tickUnits - segmentStart;
    }
}
