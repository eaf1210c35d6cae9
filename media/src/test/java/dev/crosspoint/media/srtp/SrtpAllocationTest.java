package dev.crosspoint.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.crosspoint.media.audio.Allocation;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Heap bytes per packet: none. */
class SrtpAllocationTest {
    private static final int PACKETS = 10_000;

    /** What one protect or unprotect may cost. */
    private static final int BUDGET_BYTES = 0;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final byte[] array = new byte[300];
    private final RtpPacket packet = new RtpPacket();
    private int sequence;

    @ParameterizedTest
    @EnumSource
    void staysWithinItsBudgetPerPacket(SrtpProfile profile) {
        assumeThat(LibCrypto.load()).as("OpenSSL").isPresent();
        SrtpKeys keys = SrtpFixture.keys(profile, 1);
        var sender = new SrtpSession(keys);
        var receiver = new SrtpSession(keys.mirrored());
        byte[] clear = SrtpFixture.rtp(5, 0, 160);
        var protect = new long[] {Long.MAX_VALUE};
        long unprotect =
                Allocation.least(
                        () -> {
                            long sealing = 0;
                            long opening = 0;
                            for (int n = 0; n < PACKETS; n++) {
                                System.arraycopy(clear, 0, array, 0, clear.length);
                                packet.wrap(array, 0, clear.length);
                                packet.sequence(sequence++ & 0xFFFF);
                                long before = THREADS.getCurrentThreadAllocatedBytes();
                                boolean sent = sender.protect(packet);
                                long between = THREADS.getCurrentThreadAllocatedBytes();
                                Verdict verdict = receiver.unprotect(packet);
                                long after = THREADS.getCurrentThreadAllocatedBytes();
                                assertOk(sent, verdict);
                                sealing += between - before;
                                opening += after - between;
                            }
                            protect[0] = Math.min(protect[0], sealing / PACKETS);
                            return Math.max(protect[0], opening / PACKETS);
                        },
                        BUDGET_BYTES);
        assertThat(protect[0]).isLessThanOrEqualTo(BUDGET_BYTES);
        assertThat(unprotect).isLessThanOrEqualTo(BUDGET_BYTES);
    }

    private static void assertOk(boolean sent, Verdict verdict) {
        if (!sent || verdict != Verdict.ACCEPTED) {
            throw new AssertionError(verdict);
        }
    }
}
