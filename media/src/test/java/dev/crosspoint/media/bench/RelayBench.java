package dev.crosspoint.media.bench;

import dev.crosspoint.media.call.RelayLine;
import dev.crosspoint.media.srtp.SrtpProfile;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One packet through demux, unprotect, relay and protect: everything but the socket. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 20)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class RelayBench {
    @Param({"AEAD_AES_128_GCM", "AES_CM_128_HMAC_SHA1_80"})
    private SrtpProfile profile;

    private RelayLine line;

    /** A packet can be fed once only, because of the replay window. */
    @Setup(Level.Invocation)
    public void makePackets() {
        line = new RelayLine(profile);
    }

    @Benchmark
    @OperationsPerInvocation(RelayLine.PACKETS)
    public long relayedPacket() {
        for (int i = 0; i < RelayLine.PACKETS; i++) {
            line.feed();
        }
        return line.sent();
    }
}
