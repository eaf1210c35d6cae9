package dev.crosspoint.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

final class TrackFormatFuzzTest {
    /** Any bytes are refused by the one declared exception, or are the record's own bytes. */
    @FuzzTest(maxDuration = "5s")
    void readsOrRefuses(byte[] bytes) {
        try {
            for (int at = 0; at < bytes.length; ) {
                int length = TrackFormat.lengthAt(bytes, at, bytes.length);
                assertThat(length).isBetween(1, bytes.length - at);
                TrackRecord record = TrackFormat.read(bytes, at, length);
                byte[] again = TrackFormat.bytes(record);
                assertThat(TrackFormat.read(again, 0, again.length)).isEqualTo(record);
                at += length;
            }
        } catch (TrackFormat.BadRecord e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
