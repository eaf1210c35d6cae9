package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.audio.Allocation;
import dev.crosspoint.media.srtp.SrtpProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a relayed packet costs the heap; the rest of the table is in the benchmarks. */
class AllocationTest {
    private static final int MEASURED = 10_000;

    /**
     * The bounds hold what the SRTP library itself allocates for one unprotect and one protect, and
     * nothing of ours.
     */
    @ParameterizedTest
    @CsvSource({"AEAD_AES_128_GCM, 320", "AES_CM_128_HMAC_SHA1_80, 800"})
    void allocatesNothingOfOursPerRelayedPacket(SrtpProfile profile, long boundBytes) {
        long perPacket = Allocation.least(() -> measured(new RelayLine(profile)), boundBytes);

        assertThat(perPacket).isLessThanOrEqualTo(boundBytes);
    }

    /** The last of a line's packets; the others are for the compiler. */
    private static long measured(RelayLine line) {
        for (int i = 0; i < RelayLine.PACKETS - MEASURED; i++) {
            line.feed();
        }
        long bytes =
                Allocation.bytesOf(() -> {
                    for (int i = 0; i < MEASURED; i++) {
                        line.feed();
                    }
                });
        assertThat(line.sent()).isEqualTo(RelayLine.PACKETS);
        return bytes / MEASURED;
    }
}
