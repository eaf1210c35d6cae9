package dev.crosspoint.media.record;

import java.io.IOException;

/** A stereo file in the making, which knows from the start how long it will be. */
sealed interface AudioFile extends AutoCloseable permits WavFile, OggOpusFile {
    /** Adds samples, -1.0 to 1.0; larger ones are clipped. */
    void write(float[] left, float[] right, int samples) throws IOException;

    /** Writes what is left when all samples have been added. */
    void end() throws IOException;

    @Override
    void close();
}
