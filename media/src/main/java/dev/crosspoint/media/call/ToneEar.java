package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Decoder;
import dev.crosspoint.media.dtmf.ToneDetector;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.SerialNumber;
import org.jspecify.annotations.Nullable;

/**
 * Listens for keypad digits in the packets of a leg as they come, whichever path they take from
 * here. A short loss is bridged as it is for people; a packet that was overtaken is passed over.
 */
final class ToneEar implements AutoCloseable {
    /** Longer losses are pauses. */
    private static final int MOST_LOST = 3;

    /** A jump beyond this is a source that numbers anew, not loss (RFC 3550 A.1). */
    private static final int MAX_DROPOUT = 3000;

    /** 120 ms hold no more: each takes 60 ms at least to be told from the next. */
    private static final int MOST_DIGITS = 4;

    private final float[] pcm = new float[Codec.MAX_PACKET_MS * ToneDetector.RATE_HZ / 1000];
    private final char[] digits = new char[MOST_DIGITS];
    private @Nullable ToneDetector detector;
    private @Nullable Decoder decoder;
    private @Nullable Codec codec;
    private int ssrc;
    private int sequence;
    private int count;

    /** Hears a packet; what it begins is there until the next. */
    void hear(Codecs codecs, Codec spoken, RtpPacket packet) {
        count = 0;
        if (detector == null
                || decoder == null
                || spoken != codec
                || packet.ssrc() != ssrc
                || Math.abs(SerialNumber.distance16(packet.sequence(), sequence)) > MAX_DROPOUT) {
            begin(codecs, spoken, packet);
        }
        int step = SerialNumber.distance16(packet.sequence(), sequence);
        if (step <= 0 || decoder == null) {
            return;
        }
        sequence = packet.sequence();
        int samples =
                decoder.samplesIn(packet.array(), packet.payloadOffset(), packet.payloadLength());
        for (int lost = step - 1; lost > 0 && step <= MOST_LOST + 1 && samples > 0; lost--) {
            listen(decoder.conceal(pcm, 0, samples));
        }
        listen(
                decoder.decode(
                        packet.array(), packet.payloadOffset(), packet.payloadLength(), pcm, 0));
    }

    /** Nothing was to be heard. */
    void deaf() {
        count = 0;
    }

    /** Digits that began with the last packet. */
    int count() {
        return count;
    }

    char digit(int index) {
        return digits[index];
    }

    private void begin(Codecs codecs, Codec spoken, RtpPacket packet) {
        close();
        detector = new ToneDetector();
        decoder = codecs.decoder(spoken, ToneDetector.RATE_HZ);
        codec = spoken;
        ssrc = packet.ssrc();
        sequence = packet.sequence() - 1;
    }

    private void listen(int samples) {
        for (int i = 0; detector != null && i < samples; i++) {
            int digit = detector.hear(pcm[i]);
            if (digit != ToneDetector.NO_DIGIT && count < MOST_DIGITS) {
                digits[count++] = (char) digit;
            }
        }
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }
}
