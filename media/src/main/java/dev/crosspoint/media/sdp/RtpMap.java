package dev.crosspoint.media.sdp;

import dev.crosspoint.media.codec.Codec;
import java.util.List;

/**
 * What a payload type means (RFC 8866 6.6).
 *
 * @param payloadType 0 to 127
 * @param encoding compared without regard to case
 * @param clockHz of its RTP timestamps
 * @param channels 1 where the text says nothing
 */
public record RtpMap(int payloadType, String encoding, int clockHz, int channels) {
    private static final String TELEPHONE_EVENT = "telephone-event";
    private static final String COMFORT_NOISE = "CN";
    private static final int NARROWBAND_CLOCK_HZ = 8000;
    private static final int HIGHEST_CLOCK_HZ = 1_000_000;
    private static final int MOST_CHANNELS = 255;

    /** Reads an attribute's value, such as {@code 111 opus/48000/2}. */
    public static RtpMap parse(String value) throws BadSdp {
        List<String> words = Grammar.words(value);
        String[] parts = words.getLast().split("/", -1);
        if (words.size() != 2 || parts.length < 2 || parts.length > 3 || parts[0].isEmpty()) {
            throw new BadSdp("an rtpmap is a payload type, a name and a clock rate");
        }
        return new RtpMap(
                Grammar.payloadType(words.get(0)),
                parts[0],
                (int) Grammar.number(parts[1], HIGHEST_CLOCK_HZ),
                parts.length == 2 ? 1 : (int) Grammar.number(parts[2], MOST_CHANNELS));
    }

    static RtpMap of(Codec codec, int payloadType) {
        return new RtpMap(payloadType, codec.rtpName(), codec.rtpClockHz(), codec.channelsInSdp());
    }

    static RtpMap telephoneEvent(int payloadType, int clockHz) {
        return new RtpMap(payloadType, TELEPHONE_EVENT, clockHz, 1);
    }

    /** RFC 3389 4: at 8 kHz, beside G.711. */
    static RtpMap comfortNoise(int payloadType) {
        return new RtpMap(payloadType, COMFORT_NOISE, NARROWBAND_CLOCK_HZ, 1);
    }

    boolean isFor(Codec codec) {
        return encoding.equalsIgnoreCase(codec.rtpName())
                && clockHz == codec.rtpClockHz()
                && channels == codec.channelsInSdp();
    }

    boolean isTelephoneEvent() {
        return encoding.equalsIgnoreCase(TELEPHONE_EVENT) && channels == 1;
    }

    boolean isComfortNoise() {
        return encoding.equalsIgnoreCase(COMFORT_NOISE) && clockHz == NARROWBAND_CLOCK_HZ;
    }

    /** As an attribute's value. */
    public String text() {
        String text = payloadType + " " + encoding + "/" + clockHz;
        return channels == 1 ? text : text + "/" + channels;
    }
}
