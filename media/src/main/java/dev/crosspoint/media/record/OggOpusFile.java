package dev.crosspoint.media.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.EncoderSettings;
import dev.crosspoint.media.codec.StereoOpusEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Ogg Opus (RFC 7845), stereo, packets of 20 ms, a page a second. Its pre-skip is the encoder's
 * look-ahead and the last page's granule position trims the end, so that what is played is exactly
 * as long as the recording.
 */
final class OggOpusFile implements AudioFile {
    /** Below 40 kbit/s the channels are no longer coded apart from each other. */
    private static final int BITRATE_BPS = 48_000;

    /** An hour is to be ready in seconds; at this bit rate effort does little for speech. */
    private static final int COMPLEXITY = 0;

    /** RFC 7845 4: granule positions count samples of 48 kHz, whatever is inside. */
    private static final int GRANULES_PER_SECOND = 48_000;

    private static final int GRANULES_PER_PACKET = GRANULES_PER_SECOND / 50;
    private static final int PRE_SKIP =
            StereoOpusEncoder.LOOK_AHEAD_MICROS * (GRANULES_PER_SECOND / 1000) / 1000;
    private static final int PACKETS_PER_PAGE = 50;

    private final StereoOpusEncoder encoder;
    private final OggPages pages;
    private final float[] left;
    private final float[] right;
    private final byte[] packet = new byte[StereoOpusEncoder.MAX_PACKET];
    private final long endGranule;
    private int filled;
    private long packets;

    /** Writes the headers. */
    OggOpusFile(int rateHz, long samples, Codecs codecs, ByteSink sink) throws IOException {
        endGranule = PRE_SKIP + samples * (GRANULES_PER_SECOND / rateHz);
        pages = new OggPages(sink);
        byte[] head = head(rateHz);
        pages.add(head, head.length);
        pages.flush(0, false);
        byte[] tags = tags();
        pages.add(tags, tags.length);
        pages.flush(0, false);
        // last, because who fails to construct is not closed
        encoder = codecs.stereoOpus(rateHz, new EncoderSettings(BITRATE_BPS, COMPLEXITY, 0));
        left = new float[encoder.frameSamples()];
        right = new float[encoder.frameSamples()];
    }

    @Override
    public void write(float[] newLeft, float[] newRight, int samples) throws IOException {
        for (int done = 0; done < samples; ) {
            int count = Math.min(samples - done, left.length - filled);
            System.arraycopy(newLeft, done, left, filled, count);
            System.arraycopy(newRight, done, right, filled, count);
            filled += count;
            done += count;
            if (filled == left.length) {
                encode();
            }
        }
    }

    @Override
    public void end() throws IOException {
        while (packets * GRANULES_PER_PACKET < endGranule) {
            Arrays.fill(left, filled, left.length, 0);
            Arrays.fill(right, filled, right.length, 0);
            encode();
        }
        pages.flush(endGranule, true);
    }

    @Override
    public void close() {
        encoder.close();
    }

    /** A page is written when the next packet is there, because the last one must say so. */
    private void encode() throws IOException {
        int length = encoder.encode(left, right, 0, packet, 0);
        filled = 0;
        if (pages.packets() == PACKETS_PER_PAGE || !pages.fits(length)) {
            pages.flush(packets * GRANULES_PER_PACKET, false);
        }
        pages.add(packet, length);
        packets++;
    }

    /** RFC 7845 5.1. */
    private static byte[] head(int rateHz) {
        ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
        head.put("OpusHead".getBytes(US_ASCII)).put((byte) 1).put((byte) 2);
        head.putShort((short) PRE_SKIP).putInt(rateHz).putShort((short) 0).put((byte) 0);
        return head.array();
    }

    /** RFC 7845 5.2: who made it, and no comments. */
    private static byte[] tags() {
        byte[] vendor = "crosspoint".getBytes(US_ASCII);
        ByteBuffer tags = ByteBuffer.allocate(16 + vendor.length).order(ByteOrder.LITTLE_ENDIAN);
        tags.put("OpusTags".getBytes(US_ASCII)).putInt(vendor.length).put(vendor).putInt(0);
        return tags.array();
    }
}
