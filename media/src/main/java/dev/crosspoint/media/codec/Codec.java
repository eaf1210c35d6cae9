package dev.crosspoint.media.codec;

/** What RTP says about each codec we speak; {@link Codecs} makes the instances. */
public enum Codec {
    /** RFC 7587: the RTP clock is 48 kHz and SDP says two channels, whatever is inside. */
    OPUS("opus", 48_000, 48_000, 2, -1, -100),
    /** G.711 mu-law, RFC 3551 4.5.14. */
    PCMU("PCMU", 8000, 8000, 1, 0, -127),
    /** G.711 A-law, RFC 3551 4.5.14: it has no zero, its smallest step has -72.2 dBov. */
    PCMA("PCMA", 8000, 8000, 1, 8, -72),
    /**
     * G.722, RFC 3551 4.5.2: its RTP clock is half the rate of its samples. It has no zero either:
     * what it makes of digital silence has -83 dBov.
     */
    G722("G722", 8000, 16_000, 1, 9, -80);

    /** Longest packet that we play: RFC 6716 3.2.5 for Opus, and the same for all. */
    public static final int MAX_PACKET_MS = 120;

    /** RFC 6464 3: the lowest level that can be said. */
    private static final int SILENCE_DBOV = -127;

    private final String rtpName;
    private final int rtpClockHz;
    private final int highestRateHz;
    private final int channelsInSdp;
    private final int staticPayloadType;
    private final int silenceDbov;

    Codec(
            String rtpName,
            int rtpClockHz,
            int highestRateHz,
            int channelsInSdp,
            int staticPayloadType,
            int silenceDbov) {
        this.rtpName = rtpName;
        this.rtpClockHz = rtpClockHz;
        this.highestRateHz = highestRateHz;
        this.channelsInSdp = channelsInSdp;
        this.staticPayloadType = staticPayloadType;
        this.silenceDbov = silenceDbov;
    }

    /** Encoding name of the rtpmap line; compare it without regard to case. */
    public String rtpName() {
        return rtpName;
    }

    /** Rate of the RTP timestamp, Hz; for Opus and G.722 not the rate of the samples. */
    public int rtpClockHz() {
        return rtpClockHz;
    }

    /** Channels of the rtpmap line; 1 is not written there. */
    public int channelsInSdp() {
        return channelsInSdp;
    }

    /** Payload type of RFC 3551, or -1 where it is always negotiated. */
    public int staticPayloadType() {
        return staticPayloadType;
    }

    /** The best rate of the samples inside, Hz. */
    public int highestRateHz() {
        return highestRateHz;
    }

    /**
     * The rate of samples, Hz, at which it runs where sound of that rate goes in or is wanted: the
     * lowest it has that loses nothing of it, or else its highest.
     */
    public int rateFor(int rateHz) {
        int holding = rateHz <= 8000 ? 8000 : rateHz <= 16_000 ? 16_000 : 48_000;
        return Math.min(holding, highestRateHz);
    }

    /** Whether a payload sounds the same whatever was decoded before it. */
    public boolean isWithoutMemory() {
        return this == PCMU || this == PCMA;
    }

    /** How far decoded sound is behind what its encoder has taken in, microseconds. */
    public int lookAheadMicros() {
        return switch (this) {
            // libopus: 2.5 ms of overlap and 4 ms of delay compensation, at every rate
            case OPUS -> 6500;
            case PCMU, PCMA -> 0;
            // the two quadrature mirror filters: 22 samples
            case G722 -> 1375;
        };
    }

    /**
     * The level of decoded sound as a meter should show it: what digital silence decodes to counts
     * as silence. Measured for Opus: -105 dBov and less once it has settled, while the noise of a
     * microphone has -90 at least.
     *
     * @param levelDbov -127 to 0
     * @return the same, or -127
     */
    public int levelOrSilence(int levelDbov) {
        return levelDbov <= silenceDbov ? SILENCE_DBOV : levelDbov;
    }

    /**
     * How long a payload plays, in units of the RTP clock; 0 when it is nonsense. Reads the header
     * of the payload at most.
     */
    public int durationTicks(byte[] payload, int offset, int length) {
        return switch (this) {
            case OPUS -> Math.max(0, OpusPacket.samples(payload, offset, length, rtpClockHz));
            // one byte to a tick, and with G.722 that is two samples
            case PCMU, PCMA, G722 -> length <= rtpClockHz / 1000 * MAX_PACKET_MS ? length : 0;
        };
    }
}
