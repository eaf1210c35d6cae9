package dev.crosspoint.media.sdp;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.sdp.MediaPlan.OpusWishes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The payload types of one audio line and what they mean, in the order of the line. */
final class Formats {
    /** RFC 5761 4: with the marker these would look like RTCP on a shared port. */
    private static final int FIRST_RTCP_LOOKALIKE = 64;

    private static final int LAST_RTCP_LOOKALIKE = 95;
    private static final int COMFORT_NOISE_TYPE = 13;
    private static final int NARROWBAND_CLOCK_HZ = 8000;

    private final List<RtpMap> maps;
    private final MediaDescription medium;

    private Formats(List<RtpMap> maps, MediaDescription medium) {
        this.maps = maps;
        this.medium = medium;
    }

    static Formats of(MediaDescription medium, boolean rtcpMux) throws BadSdp {
        var mapped = new LinkedHashMap<Integer, RtpMap>();
        for (String value : medium.attributes().values("rtpmap")) {
            RtpMap map = RtpMap.parse(value);
            mapped.putIfAbsent(map.payloadType(), map);
        }
        var maps = new ArrayList<RtpMap>();
        for (String format : medium.formats()) {
            int type = Grammar.payloadType(format);
            RtpMap map = mapped.getOrDefault(type, staticMap(type));
            boolean hidden = rtcpMux && type >= FIRST_RTCP_LOOKALIKE && type <= LAST_RTCP_LOOKALIKE;
            if (map != null && !hidden) {
                maps.add(map);
            }
        }
        return new Formats(maps, medium);
    }

    /** Those of our codecs that are here, in our order. */
    List<Codec> inOurOrder(List<Codec> ours) {
        return ours.stream().filter(codec -> find(codec) != null).toList();
    }

    /** Those of our codecs that are here, in the order of the line. */
    List<Codec> inItsOrder(List<Codec> ours) {
        return maps.stream().flatMap(map -> ours.stream().filter(map::isFor)).distinct().toList();
    }

    @Nullable RtpMap find(Codec codec) {
        for (RtpMap map : maps) {
            if (map.isFor(codec)) {
                return map;
            }
        }
        return null;
    }

    /**
     * Telephone events on the codec's clock, or else on the one that everybody has; null if none.
     */
    @Nullable RtpMap telephoneEvent(Codec codec) {
        RtpMap same = telephoneEvent(codec.rtpClockHz());
        return same != null ? same : telephoneEvent(NARROWBAND_CLOCK_HZ);
    }

    /** Comfort noise beside that codec, which is for G.711 only; null if none. */
    @Nullable RtpMap comfortNoise(Codec codec) {
        for (RtpMap map : maps) {
            if (map.isComfortNoise() && codec.isWithoutMemory()) {
                return map;
            }
        }
        return null;
    }

    /** The same line without comfort noise. */
    Formats withoutComfortNoise() {
        return new Formats(maps.stream().filter(map -> !map.isComfortNoise()).toList(), medium);
    }

    /** What the fmtp of that payload type asks of an Opus encoder. */
    OpusWishes opusWishes(Codec codec, int payloadType) throws BadSdp {
        if (codec != Codec.OPUS) {
            return OpusWishes.NONE;
        }
        Fmtp fmtp = Fmtp.of(medium, payloadType);
        return new OpusWishes(
                fmtp.number("useinbandfec", 0) == 1,
                Math.clamp(
                        fmtp.number("maxplaybackrate", LocalMedia.FULL_BAND_HZ),
                        NARROWBAND_CLOCK_HZ,
                        LocalMedia.FULL_BAND_HZ),
                fmtp.number("maxaveragebitrate", 0),
                fmtp.number("usedtx", 0) == 1);
    }

    /** Telephone events on that clock; null if none. */
    @Nullable RtpMap telephoneEvent(int clockHz) {
        for (RtpMap map : maps) {
            if (map.isTelephoneEvent() && map.clockHz() == clockHz) {
                return map;
            }
        }
        return null;
    }

    /** RFC 3551 6: types that need no rtpmap. */
    private static @Nullable RtpMap staticMap(int payloadType) {
        for (Codec codec : Codec.values()) {
            if (codec.staticPayloadType() == payloadType) {
                return RtpMap.of(codec, payloadType);
            }
        }
        return payloadType == COMFORT_NOISE_TYPE ? RtpMap.comfortNoise(payloadType) : null;
    }
}
