package dev.crosspoint.loadtest.phone;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.sdp.Crypto;
import dev.crosspoint.media.srtp.SrtpSession;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What the audio of phones costs the generator alone: pairs of legs that send each other SRTP over
 * loopback, 100 packets a second out and in for each pair, which is what a call costs it. CPU is
 * that of the pacing thread (user and system), so that other work on the machine counts little.
 * Arguments: pairs, seconds.
 */
final class PumpBench {
    private static final Random RANDOM = new Random();
    private static final Voice VOICE = Voice.tone(Codec.PCMU, Voice.AGENT_HZ);

    private PumpBench() {}

    public static void main(String[] arguments) throws Exception {
        int pairs = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        SrtpSession.warmUp();
        try (var pump = new MediaPump(false)) {
            var port = new RtpPort(RtpPort.SHARED);
            pump.ask(() -> pump.listen(port));
            for (int i = 0; i < pairs; i++) {
                int one = 0x7F01_0001 + i;
                int two = 0x7F02_0001 + i;
                byte[] oneKey = key();
                byte[] twoKey = key();
                MediaLeg first = leg(pump, port, false, one, oneKey);
                MediaLeg second = leg(pump, port, false, two, twoKey);
                first.connect(far(two, port.port(), twoKey));
                second.connect(far(one, port.port(), oneKey));
            }
            TimeUnit.SECONDS.sleep(10); // the JIT's time
            take(pump);
            long before = cpuNanos();
            long began = System.nanoTime();
            TimeUnit.SECONDS.sleep(seconds);
            double cpuMs = (cpuNanos() - before) / 1e6;
            double elapsed = (System.nanoTime() - began) / 1e9;
            MediaPump.Paced paced = take(pump);
            System.out.printf(
                    Locale.ROOT,
                    "%d pairs, %.0f s: %.3f ms of the pump's CPU per pair and second; %.1f %% of what was due was heard,"
                            + " %d frames not spoken; late p99 %.1f ms, delay p50 %.2f p99 %.2f ms%n",
                    pairs,
                    elapsed,
                    cpuMs / pairs / elapsed,
                    paced.delays().count() / (pairs * elapsed),
                    paced.skippedFrames(),
                    paced.lateness().percentileMs(0.99),
                    paced.delays().percentileMs(0.5),
                    paced.delays().percentileMs(0.99));
        }
    }

    private static MediaPump.Paced take(MediaPump pump) throws Exception {
        var taken = new CompletableFuture<MediaPump.Paced>();
        pump.ask(() -> taken.complete(pump.take()));
        return taken.get(10, TimeUnit.SECONDS);
    }

    private static long cpuNanos() {
        var threads = ManagementFactory.getThreadMXBean();
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().equals("media-pump")) {
                return threads.getThreadCpuTime(id);
            }
        }
        throw new IllegalStateException("no pump");
    }

    static byte[] key() {
        byte[] key = new byte[OwnSide.SDES.keyBytes() + OwnSide.SDES.saltBytes()];
        new SecureRandom().nextBytes(key);
        return key;
    }

    static MediaLeg leg(MediaPump pump, RtpPort port, boolean ownsPort, int own, byte[] key) {
        var protection = new TelephoneProtection("127.0.0.1", key);
        return new MediaLeg(pump, port, ownsPort, own, VOICE, protection, Runnable::run, 0, RANDOM);
    }

    static FarSide far(int address, int port, byte[] key) throws Exception {
        String text =
                "%d.%d.%d.%d"
                        .formatted(
                                address >>> 24,
                                address >>> 16 & 255,
                                address >>> 8 & 255,
                                address & 255);
        var crypto =
                Crypto.parse(
                        "1 AES_CM_128_HMAC_SHA1_80 inline:"
                                + Base64.getEncoder().encodeToString(key));
        return new FarSide(text, port, 0, "PCMU", -1, null, null, null, crypto);
    }
}
