package dev.crosspoint.media.codec;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes encoders and decoders. One instance serves the whole process; what it makes belongs to one
 * stream each.
 */
public final class Codecs {
    private final LibOpus opus;
    private final int opusComplexity;
    private final EffortLimit limit;

    private Codecs(LibOpus opus, int opusComplexity, EffortLimit limit) {
        this.opus = opus;
        this.opusComplexity = opusComplexity;
        this.limit = limit;
    }

    /**
     * Loads libopus.
     *
     * @param opusLibrary a libopus (1.3 or later) to use instead of the one we carry, or null
     * @param opusComplexity effort of new encoders, 0 to 10
     * @throws IllegalStateException when it cannot be loaded; the message says what to configure
     */
    public static Codecs load(@Nullable Path opusLibrary, int opusComplexity) {
        return new Codecs(
                opusLibrary == null ? OpusLibrary.bundled() : OpusLibrary.at(opusLibrary),
                opusComplexity,
                new EffortLimit());
    }

    /** The library we carry and the default effort. */
    public static Codecs load() {
        return load(null, EncoderSettings.DEFAULT_COMPLEXITY);
    }

    /** The same library, for one thread, whose encoders keep to its limit. */
    public Codecs within(EffortLimit threadsLimit) {
        return new Codecs(opus, opusComplexity, threadsLimit);
    }

    /** What libopus calls itself. */
    public String opusVersion() {
        return opus.version();
    }

    /**
     * A decoder to mono.
     *
     * @param rateHz of the samples: what {@link Codec#rateFor} says
     */
    public Decoder decoder(Codec codec, int rateHz) {
        return switch (codec) {
            case OPUS -> new OpusDecoder(opus, rateHz);
            case PCMU -> new G711Decoder(G711.MU_LAW, rateHz);
            case PCMA -> new G711Decoder(G711.A_LAW, rateHz);
            case G722 -> new G722Decoder(rateHz);
        };
    }

    /** An encoder of mono with the usual settings for its rate. */
    public Encoder encoder(Codec codec, int rateHz) {
        return encoder(codec, rateHz, settings(rateHz));
    }

    /** The usual settings of encoders at that rate. */
    public EncoderSettings settings(int rateHz) {
        return EncoderSettings.forRate(rateHz).withComplexity(opusComplexity);
    }

    /**
     * An encoder of mono.
     *
     * @param rateHz of the samples: what {@link Codec#rateFor} says
     * @param settings G.711 and G.722 have no use for them
     */
    public Encoder encoder(Codec codec, int rateHz, EncoderSettings settings) {
        return switch (codec) {
            case OPUS -> new OpusEncoder(opus, rateHz, settings, limit);
            case PCMU -> new G711Encoder(G711.MU_LAW, rateHz);
            case PCMA -> new G711Encoder(G711.A_LAW, rateHz);
            case G722 -> new G722Encoder(rateHz);
        };
    }

    /**
     * An encoder of stereo, for files.
     *
     * @param rateHz of the samples: 8000, 16000 or 48000
     * @param settings bit rate of both channels together; nothing is lost on the way to a file
     */
    public StereoOpusEncoder stereoOpus(int rateHz, EncoderSettings settings) {
        return new StereoOpusEncoder(opus, rateHz, settings);
    }
}
