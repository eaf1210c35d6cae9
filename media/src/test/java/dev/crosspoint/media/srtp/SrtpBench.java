package dev.crosspoint.media.srtp;

import com.sun.management.ThreadMXBean;
import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs to protect a packet, or to unprotect it: many pairs in turn, so that each packet
 * finds what belongs to its pair where a gateway with as many legs would find it, in the cache or
 * not. One argument: how many pairs.
 */
final class SrtpBench {
    private static final int ROUNDS = 8;
    private static final int PACKETS = 256_000;
    private static final int SPARE = 64;
    private static final int SSRC = 5;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final byte[] clear = SrtpFixture.rtp(SSRC, 0, 160);
    private final byte[] array = new byte[clear.length + SPARE];
    private final int pairs;

    /** Both ends of something that packets go through. */
    private interface Pair {
        /** There and back; whether it came. */
        boolean pass(int index);
    }

    private SrtpBench(int pairs) {
        this.pairs = pairs;
    }

    public static void main(String[] arguments) {
        var bench = new SrtpBench(Integer.parseInt(arguments[0]));
        for (SrtpProfile profile : SrtpProfile.values()) {
            bench.run(profile + ", a session", seed -> bench.sessions(profile, seed));
            for (Ciphers ciphers : List.of(CipherChoice.ciphers(), new JdkCiphers(""))) {
                bench.run(
                        profile + ", its cipher by " + ciphers.name(),
                        seed -> bench.ciphers(profile, seed, ciphers));
            }
        }
    }

    private interface Maker {
        Pair make(int seed);
    }

    private void run(String what, Maker maker) {
        List<Pair> all = new ArrayList<>();
        for (int seed = 0; seed < pairs; seed++) {
            all.add(maker.make(seed));
        }
        int index = 0;
        String line = "";
        for (int round = 0; round < ROUNDS; round++) {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            int packets = 0;
            while (packets < PACKETS) {
                for (Pair pair : all) {
                    if (!pair.pass(index)) {
                        throw new IllegalStateException("a packet was refused");
                    }
                }
                packets += pairs;
                index++;
            }
            double steps = 2.0 * packets;
            line =
                    "%.0f ns, %.0f B"
                            .formatted(
                                    (THREADS.getCurrentThreadCpuTime() - cpu) / steps,
                                    (THREADS.getCurrentThreadAllocatedBytes() - bytes) / steps);
        }
        System.out.printf("%d pairs, %s: %s%n", pairs, what, line);
    }

    private Pair sessions(SrtpProfile profile, int seed) {
        SrtpKeys keys = SrtpFixture.keys(profile, seed);
        var sender = new SrtpSession(keys);
        var receiver = new SrtpSession(keys.mirrored());
        var packet = new RtpPacket();
        return index -> {
            System.arraycopy(clear, 0, array, 0, clear.length);
            packet.wrap(array, 0, clear.length);
            packet.sequence(index & 0xFFFF);
            return sender.protect(packet) && receiver.unprotect(packet) == Verdict.ACCEPTED;
        };
    }

    private Pair ciphers(SrtpProfile profile, int seed, Ciphers ciphers) {
        SrtpKeys master = SrtpFixture.keys(profile, seed);
        SessionKeys keys =
                SessionKeys.derived(profile, master.localKey(), master.localSalt()).getFirst();
        PacketCipher sender = profile.rtpCipher(keys, Ciphers.Use.SEAL, ciphers);
        PacketCipher receiver = profile.rtpCipher(keys, Ciphers.Use.OPEN, ciphers);
        var packet = new PacketBuffer();
        return index -> {
            System.arraycopy(clear, 0, array, 0, clear.length);
            packet.wrap(array, 0, clear.length);
            sender.sealRtp(packet, RtpPacket.FIXED_HEADER_LENGTH, SSRC, index);
            return receiver.openRtp(packet, RtpPacket.FIXED_HEADER_LENGTH, SSRC, index);
        };
    }
}
