package dev.crosspoint.media.sdp;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.sdp.MediaPlan.Digits;
import dev.crosspoint.media.sdp.MediaPlan.Event;
import dev.crosspoint.media.sdp.MediaPlan.Format;
import dev.crosspoint.media.sdp.MediaPlan.OpusWishes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one leg's packets hold, both ways.
 *
 * @param codec the first of those that both sides know: what we send
 * @param sent its payload type at the peer
 * @param received every codec that both know, by our payload types, {@code codec} first
 * @param events the telephone events that we receive beside them
 * @param digits the same and what we send, null when we can send none
 * @param comfortNoise both ways by the same type, null when it was not offered beside {@code codec}
 */
record Payloads(
        Codec codec,
        int sent,
        List<Format> received,
        List<RtpMap> events,
        @Nullable Digits digits,
        @Nullable RtpMap comfortNoise,
        OpusWishes opus) {

    /** Audio per packet: the tick. */
    static final int PTIME_MS = 20;

    /**
     * Numbers of one side, meant for both ways, as in an answer that mirrors the offer.
     *
     * @param codecs what both know, in order of preference
     */
    static Payloads mirrored(List<Codec> codecs, Formats offered) throws BadSdp, NotAcceptable {
        return joined(codecs, offered, offered);
    }

    /**
     * Numbers of two sides.
     *
     * @param codecs what both know, in order of preference
     * @param peers what the peer receives, and so what we send
     * @param ours what we receive
     */
    static Payloads joined(List<Codec> codecs, Formats peers, Formats ours)
            throws BadSdp, NotAcceptable {
        var received = new ArrayList<Format>();
        for (Codec codec : codecs) {
            RtpMap map = ours.find(codec);
            if (map != null) {
                received.add(new Format(codec, map.payloadType()));
            }
        }
        if (received.isEmpty()) {
            throw new NotAcceptable("no common codec");
        }
        Codec first = received.getFirst().codec();
        RtpMap sent = peers.find(first);
        if (sent == null) {
            throw new NotAcceptable("no common codec");
        }
        RtpMap event = peers.telephoneEvent(first);
        List<RtpMap> events = event == null ? List.of() : events(received, peers, ours);
        return new Payloads(
                first,
                sent.payloadType(),
                received,
                events,
                events.isEmpty() ? null : digits(received, peers, events),
                ours.comfortNoise(first) == null ? null : peers.comfortNoise(first),
                peers.opusWishes(first, sent.payloadType()));
    }

    /** The formats of our description: audio, then events. */
    List<String> formats() {
        var formats = new ArrayList<String>();
        received.forEach(format -> formats.add(String.valueOf(format.payloadType())));
        if (comfortNoise != null) {
            formats.add(String.valueOf(comfortNoise.payloadType()));
        }
        events.forEach(event -> formats.add(String.valueOf(event.payloadType())));
        return formats;
    }

    /** Writes what we receive into a description. */
    void describe(Attributes.Builder attributes, LocalMedia local) {
        received.forEach(format -> describe(attributes, format, local));
        if (comfortNoise != null) {
            attributes.add("rtpmap", RtpMap.comfortNoise(comfortNoise.payloadType()).text());
        }
        events.forEach(event -> describeDigits(attributes, event));
    }

    /** Writes that we receive a codec into a description. */
    static void describe(Attributes.Builder attributes, Format format, LocalMedia local) {
        attributes.add("rtpmap", RtpMap.of(format.codec(), format.payloadType()).text());
        if (format.codec() == Codec.OPUS) {
            attributes.add("fmtp", format.payloadType() + " " + opusParameters(local));
        }
    }

    /** Writes that we receive telephone events into a description. */
    static void describeDigits(Attributes.Builder attributes, RtpMap event) {
        attributes.add("rtpmap", event.text());
        // RFC 4733 2.4.1: the sixteen keys
        attributes.add("fmtp", event.payloadType() + " 0-15");
    }

    /** RFC 4733 2.5.1.2: events share the clock of the audio they interrupt, where they can. */
    private static List<RtpMap> events(List<Format> received, Formats peers, Formats ours) {
        var events = new ArrayList<RtpMap>();
        for (Format format : received) {
            RtpMap theirs = peers.telephoneEvent(format.codec());
            RtpMap event = theirs == null ? null : ours.telephoneEvent(theirs.clockHz());
            if (event != null) {
                RtpMap plain = RtpMap.telephoneEvent(event.payloadType(), event.clockHz());
                if (!events.contains(plain)) {
                    events.add(plain);
                }
            }
        }
        return events;
    }

    private static Digits digits(List<Format> codecs, Formats peers, List<RtpMap> received) {
        var sent = new LinkedHashSet<Event>();
        for (Format format : codecs) {
            RtpMap event = peers.telephoneEvent(format.codec());
            if (event != null) {
                sent.add(new Event(event.payloadType(), event.clockHz()));
            }
        }
        return new Digits(List.copyOf(sent), received.stream().map(RtpMap::payloadType).toList());
    }

    private static String opusParameters(LocalMedia local) {
        String parameters = "minptime=" + PTIME_MS + ";useinbandfec=1";
        return local.maxPlaybackRateHz() == LocalMedia.FULL_BAND_HZ
                ? parameters
                : parameters + ";maxplaybackrate=" + local.maxPlaybackRateHz();
    }
}
