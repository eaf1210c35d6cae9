package dev.crosspoint.media.mix;

import dev.crosspoint.media.codec.G711;
import java.util.Set;

/**
 * The sound of a WAV file: PCM of 8, 16 or 24 bits, 32-bit float, A-law or mu-law, mono or stereo
 * (folded), up to ten minutes. Strict: whatever does not add up is refused with {@link
 * BadAudioFile}, never with anything else.
 */
public final class WavAudio {
    private static final Set<Integer> RATES_HZ =
            Set.of(8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000);

    /** Bounds the memory of what somebody uploads, s. */
    static final int MAX_SECONDS = 600;

    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int FORMAT_LENGTH = 16;
    private static final int EXTENSIBLE_LENGTH = 40;
    private static final int EXTENSIBLE = 0xFFFE;

    private final int rateHz;
    private final float[] mono;

    private WavAudio(int rateHz, float[] mono) {
        this.rateHz = rateHz;
        this.mono = mono;
    }

    /** Reads a whole file. */
    public static WavAudio parse(byte[] file) throws BadAudioFile {
        require(file.length >= RIFF_HEADER, "shorter than a RIFF header");
        require(is(file, 0, "RIFF") && is(file, 8, "WAVE"), "not a RIFF WAVE file");
        long end = CHUNK_HEADER + unsigned32(file, 4);
        require(end <= file.length, "the RIFF size exceeds the file");
        Format format = null;
        // Sizes are checked against the end before they are added, so that nothing overflows.
        for (int at = RIFF_HEADER; end - at >= CHUNK_HEADER; ) {
            int body = at + CHUNK_HEADER;
            long size = unsigned32(file, at + 4);
            require(size <= end - body, "a chunk exceeds the RIFF size");
            if (is(file, at, "fmt ")) {
                require(format == null, "two format chunks");
                format = Format.parse(file, body, (int) size);
            } else if (is(file, at, "data")) {
                if (format == null) {
                    throw new BadAudioFile("no format chunk before the data chunk");
                }
                return new WavAudio(format.rateHz, format.decode(file, body, (int) size));
            }
            // RIFF: chunks start at even offsets.
            at = (int) Math.min(end, body + size + (size & 1));
        }
        throw new BadAudioFile("no data chunk");
    }

    /** How long it plays. */
    public double seconds() {
        return (double) mono.length / rateHz;
    }

    /** The sound as prompts are kept. */
    public PromptAudio asPrompt() {
        int mixRateHz = PromptAudio.mixRateFor(rateHz);
        return PromptAudio.of(mixRateHz == rateHz ? mono : samples(mixRateHz), mixRateHz);
    }

    /** The sound at a rate, Hz; a new array, aligned with the original. */
    public float[] samples(int wantedHz) {
        if (wantedHz == rateHz) {
            return mono.clone();
        }
        var resampler = new Resampler(rateHz, wantedHz);
        int wanted = (int) ((long) mono.length * wantedHz / rateHz);
        int delay = (int) Math.round(resampler.delayMs() * wantedHz / 1000);
        // As many zeros behind the sound as it takes to push its end through the filter.
        float[] tail = new float[(int) Math.ceil(resampler.delayMs() * rateHz / 1000) + 2];
        float[] out =
                new float[resampler.mostFrom(mono.length) + resampler.mostFrom(tail.length) + 1];
        int written = resampler.process(mono, 0, mono.length, out, 0);
        resampler.process(tail, 0, tail.length, out, written);
        float[] aligned = new float[wanted];
        System.arraycopy(out, delay, aligned, 0, wanted);
        return aligned;
    }

    private enum Kind {
        PCM(1),
        FLOAT(3),
        A_LAW(6),
        MU_LAW(7);

        final int tag;

        Kind(int tag) {
            this.tag = tag;
        }

        boolean hasBits(int bits) {
            return switch (this) {
                case PCM -> bits == 8 || bits == 16 || bits == 24;
                case FLOAT -> bits == 32;
                case A_LAW, MU_LAW -> bits == 8;
            };
        }
    }

    private record Format(Kind kind, int channels, int rateHz, int bits) {
        static Format parse(byte[] file, int at, int size) throws BadAudioFile {
            require(size >= FORMAT_LENGTH, "the format chunk is too short");
            int tag = unsigned16(file, at);
            if (tag == EXTENSIBLE) {
                require(size >= EXTENSIBLE_LENGTH, "the extensible format chunk is too short");
                // The real tag starts a GUID whose rest is fixed; we compare what we can name.
                tag = unsigned16(file, at + 24);
                require(unsigned16(file, at + 26) == 0, "an unknown extensible format");
            }
            Kind kind = null;
            for (Kind one : Kind.values()) {
                kind = one.tag == tag ? one : kind;
            }
            int channels = unsigned16(file, at + 2);
            long rateHz = unsigned32(file, at + 4);
            int block = unsigned16(file, at + 12);
            int bits = unsigned16(file, at + 14);
            if (kind == null || !kind.hasBits(bits)) {
                throw new BadAudioFile("format " + tag + " with " + bits + " bits is not read");
            }
            require(channels == 1 || channels == 2, "neither mono nor stereo");
            require(
                    rateHz <= Integer.MAX_VALUE && RATES_HZ.contains((int) rateHz),
                    "a rate of " + rateHz + " Hz is not read");
            require(block == channels * bits / 8, "the block size does not fit the format");
            return new Format(kind, channels, (int) rateHz, bits);
        }

        float[] decode(byte[] file, int at, int size) throws BadAudioFile {
            int bytes = bits / 8;
            require(size % (channels * bytes) == 0, "the data ends within a sample");
            int frames = size / (channels * bytes);
            require(frames <= (long) MAX_SECONDS * rateHz, "longer than " + MAX_SECONDS + " s");
            float[] mono = new float[frames];
            for (int i = 0; i < frames; i++) {
                float sum = 0;
                for (int channel = 0; channel < channels; channel++) {
                    sum += sample(file, at + (i * channels + channel) * bytes);
                }
                require(Float.isFinite(sum), "a sample is not a number");
                mono[i] = Math.clamp(sum / channels, -1f, 1f);
            }
            return mono;
        }

        private float sample(byte[] file, int at) {
            return switch (kind) {
                case A_LAW -> G711.A_LAW.decode(file[at]);
                case MU_LAW -> G711.MU_LAW.decode(file[at]);
                case FLOAT -> Float.intBitsToFloat((int) unsigned32(file, at));
                case PCM ->
                        switch (bits) {
                            // The one width that WAV stores unsigned.
                            case 8 -> ((file[at] & 0xFF) - 128) / 128f;
                            case 16 -> (short) unsigned16(file, at) / 32_768f;
                            default -> (unsigned16(file, at) | file[at + 2] << 16) / 8_388_608f;
                        };
            };
        }
    }

    private static void require(boolean holds, String otherwise) throws BadAudioFile {
        if (!holds) {
            throw new BadAudioFile(otherwise);
        }
    }

    private static boolean is(byte[] file, int at, String id) {
        for (int i = 0; i < id.length(); i++) {
            if (file[at + i] != id.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int unsigned16(byte[] file, int at) {
        return (file[at] & 0xFF) | (file[at + 1] & 0xFF) << 8;
    }

    private static long unsigned32(byte[] file, int at) {
        return unsigned16(file, at) | (long) unsigned16(file, at + 2) << 16;
    }
}
