package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.crosspoint.media.srtp.SrtpProfile;
import java.lang.management.ManagementFactory;
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
        var line = new RelayLine(profile);
        for (int i = 0; i < RelayLine.PACKETS - MEASURED; i++) {
            line.feed();
        }
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < MEASURED; i++) {
            line.feed();
        }
        long perPacket = (threads.getCurrentThreadAllocatedBytes() - before) / MEASURED;

        assertThat(line.sent()).isEqualTo(RelayLine.PACKETS);
        assertThat(perPacket).isLessThanOrEqualTo(boundBytes);
    }
}
