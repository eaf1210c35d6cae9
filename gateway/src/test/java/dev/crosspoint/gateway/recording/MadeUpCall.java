package dev.crosspoint.gateway.recording;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.record.Payload;
import dev.crosspoint.media.record.TrackFormat;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.seal.SealedWriter;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** What the spool writes of a call in which only the customer is heard, all the time. */
final class MadeUpCall {
    private final SealedWriter writer;

    MadeUpCall(SealedWriter writer) {
        this.writer = writer;
    }

    /**
     * Everything up to the end.
     *
     * @param description of the recording
     */
    void write(String description, int seconds) throws Exception {
        frame(new TrackRecord.Start(0, description));
        frame(
                new TrackRecord.Track(1, 0, Channel.LEFT, new LegId("l-1"), "customer"),
                new TrackRecord.Taken(1, 0, true));
        for (int second = 0; second < seconds; second++) {
            frame(speech(second));
        }
    }

    /** That it is over. */
    void stop(int seconds) throws Exception {
        frame(new TrackRecord.Stop(seconds * 1_000_000L));
    }

    private void frame(TrackRecord... records) throws Exception {
        var bytes = new ByteArrayOutputStream();
        for (var record : records) {
            bytes.writeBytes(TrackFormat.bytes(record));
        }
        writer.frame(bytes.toByteArray(), 0, bytes.size());
    }

    private static TrackRecord[] speech(int second) {
        var records = new TrackRecord[50];
        for (int i = 0; i < records.length; i++) {
            int packet = 50 * second + i;
            var payload = new byte[160];
            Arrays.fill(payload, (byte) (packet & 0x7F));
            records[i] =
                    new TrackRecord.Audio(
                            20_000L * (packet + 1),
                            0,
                            Codec.PCMU,
                            packet,
                            160 * packet,
                            Payload.of(payload, 0, payload.length));
        }
        return records;
    }
}
