package dev.crosspoint.media.record;

import dev.crosspoint.media.codec.Codec;

/**
 * Where the samples of a stream lie among those of the recording: a {@link Placing} at certain
 * rates.
 */
final class Placement {
    private final Placing placing;
    private final Codec codec;
    private final int streamHz;
    private final double ratio;

    /** Position in the stream and in the recording of each joint. */
    private final double[] stream;

    private final double[] recording;

    /**
     * @param streamHz of the decoded samples
     * @param rateHz of the recording
     */
    Placement(Run run, int streamHz, int rateHz) {
        placing = run.placing();
        codec = run.codec();
        this.streamHz = streamHz;
        ratio = (double) rateHz / streamHz;
        stream = new double[placing.joints()];
        recording = new double[placing.joints()];
        // what a decoder gives was said a little earlier than its packet's timestamp has it
        int lookAhead = codec.lookAheadMicros() / (1_000_000 / Placing.QUANTA_PER_SECOND);
        for (int i = 0; i < stream.length; i++) {
            stream[i] = (double) placing.bin(i) * streamHz / Placing.BINS_PER_SECOND;
            double quanta = (double) placing.quanta(i) - lookAhead;
            recording[i] = stream[i] * ratio + quanta * rateHz / Placing.QUANTA_PER_SECOND;
        }
    }

    int streamHz() {
        return streamHz;
    }

    /** Position in the stream of a packet. */
    long streamSample(long ticks) {
        return Math.floorDiv(ticks * streamHz, (long) codec.rtpClockHz());
    }

    /** Where a sample of the stream belongs in the recording. */
    double positionOf(long streamSample) {
        int joint = -1;
        while (joint + 1 < stream.length && stream[joint + 1] <= streamSample) {
            joint++;
        }
        return positionAfter(joint, streamSample);
    }

    /** The same, by the piece behind a joint; -1 stands for the level line before the first. */
    double positionAfter(int joint, long streamSample) {
        int from = Math.max(0, joint);
        return recording[from] + (streamSample - stream[from]) / step(joint);
    }

    /** The sample of the stream that belongs at a sample of the recording. */
    double streamAt(int joint, long position) {
        int from = Math.max(0, joint);
        return stream[from] + (position - recording[from]) * step(joint);
    }

    /** Samples of the stream for one of the recording. */
    double step(int joint) {
        if (joint < 0 || joint + 1 >= stream.length || isLevel(joint)) {
            return 1 / ratio;
        }
        return (stream[joint + 1] - stream[joint]) / (recording[joint + 1] - recording[joint]);
    }

    /**
     * The last joint at or before a sample of the recording, or -1.
     *
     * @param joint one that is known not to be behind it
     */
    int jointBefore(long position, int joint) {
        int last = joint;
        while (last + 1 < recording.length && recording[last + 1] <= position) {
            last++;
        }
        return last;
    }

    /** The sample of the recording at which the piece behind a joint ends. */
    long nextJoint(int joint) {
        return joint + 1 < recording.length
                ? (long) Math.ceil(recording[joint + 1])
                : Long.MAX_VALUE;
    }

    private boolean isLevel(int joint) {
        return placing.quanta(joint) == placing.quanta(joint + 1);
    }
}
