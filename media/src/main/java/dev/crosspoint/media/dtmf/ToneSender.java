package dev.crosspoint.media.dtmf;

/**
 * Sends digits to a peer as sound (ITU-T Q.23), at the pace of the tick, in place of what the peer
 * would hear: for peers that take neither telephone events nor SIP INFO. Each digit sounds for 100
 * ms, and 100 ms of silence follow. Allocates nothing after it was made.
 */
public final class ToneSender {
    private static final int TICK_MS = 20;
    private static final int TONE_TICKS = 100 / TICK_MS;
    private static final int ALL_TICKS = 2 * TONE_TICKS;

    /** -9 dBm0: what ordinary telephones send, where 3.14 dBm0 is full scale. */
    private static final double LOWER_AMPLITUDE = Math.pow(10, -12.14 / 20);

    /** 2 dB more, since lines lose more of it. */
    private static final double UPPER_AMPLITUDE = Math.pow(10, -10.14 / 20);

    /** Rising and falling, so that it does not click; ms. */
    private static final int EDGE_MS = 2;

    /** As many as of telephone events. */
    private static final int QUEUE_LENGTH = 64;

    private final char[] digits = new char[QUEUE_LENGTH];
    private int first;
    private int queued;
    private int key = Keys.NONE;
    private int tick;

    /**
     * Adds a digit behind those that wait.
     *
     * @return false when the queue is full or the character is no digit
     */
    public boolean queue(char digit) {
        if (queued == QUEUE_LENGTH || Keys.of(digit) == Keys.NONE) {
            return false;
        }
        digits[(first + queued) % QUEUE_LENGTH] = digit;
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
                || pressed.chars().anyMatch(digit -> Keys.of((char) digit) == Keys.NONE)) {
            return false;
        }
        pressed.chars().forEach(digit -> queue((char) digit));
        return true;
    }

    /** Whether a digit waits or sounds, or the silence behind one is not over. */
    public boolean active() {
        return key != Keys.NONE || queued > 0;
    }

    /**
     * Makes the sound of this tick; to be called only while {@link #active}.
     *
     * @param frame filled with 20 ms, -1 to 1
     * @param rateHz of the samples
     */
    public void next(float[] frame, int rateHz) {
        if (key == Keys.NONE) {
            begin();
        }
        int samples = rateHz / 1000 * TICK_MS;
        int start = tick * samples;
        for (int i = 0; i < samples; i++) {
            frame[i] = tick < TONE_TICKS ? sample(start + i, rateHz) : 0;
        }
        tick++;
        if (tick == ALL_TICKS) {
            key = Keys.NONE;
        }
    }

    private void begin() {
        key = Keys.of(digits[first]);
        digits[first] = 0;
        first = (first + 1) % QUEUE_LENGTH;
        queued--;
        tick = 0;
    }

    private float sample(int at, int rateHz) {
        double turn = 2 * Math.PI * at / rateHz;
        double sound =
                LOWER_AMPLITUDE * Math.sin(turn * Keys.LOWER_HZ[Keys.lower(key)])
                        + UPPER_AMPLITUDE * Math.sin(turn * Keys.UPPER_HZ[Keys.upper(key)]);
        int edge = rateHz / 1000 * EDGE_MS;
        int left = rateHz / 1000 * TICK_MS * TONE_TICKS - at;
        return (float) (sound * Math.min(1.0, (double) Math.min(at, left) / edge));
    }
}
