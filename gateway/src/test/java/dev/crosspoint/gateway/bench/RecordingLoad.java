package dev.crosspoint.gateway.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.crosspoint.gateway.contact.Sides;
import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.local.KeystoreSettings;
import dev.crosspoint.gateway.local.LocalKeystore;
import dev.crosspoint.gateway.recording.RecordingDescription;
import dev.crosspoint.gateway.recording.RecordingWorks;
import dev.crosspoint.gateway.recording.TenantRecordings;
import dev.crosspoint.gateway.recording.WaitingClock;
import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaConfig;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.loop.MediaPlane;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.record.Tape;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.spool.Spool;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.spool.SpoolSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * So many recordings at once, an agent in Opus and a customer in G.711, each some seconds long and
 * followed by the next: how soon after its end each is delivered, as the control API shows it, and
 * what all of it costs. Spool, rendering, PostgreSQL and folder target are the real ones.
 *
 * <p>Arguments: recordings at once, seconds, shortest and longest of them in seconds.
 */
public final class RecordingLoad {
    private static final Tenant TENANT = new Tenant("bench", "bench");
    private static final int FRAMES = 50 * 60;

    private final Map<RecordingId, Long> ended = new ConcurrentHashMap<>();
    private final List<Long> delays = new ArrayList<>();
    private final Random random = new Random(1);
    private final byte[][] opus = opusVoice();
    private final byte[] g711 = Tone.muLaw(Tone.voice(8000, 8000));
    private int made;

    private static final class Running {
        private final RecordingId id;
        private final Tape tape;
        private final int frames;
        private int sent;

        Running(RecordingId id, Tape tape, int frames) {
            this.id = id;
            this.tape = tape;
            this.frames = frames;
        }
    }

    public static void main(String[] args) throws Exception {
        new RecordingLoad()
                .run(
                        Integer.parseInt(args[0]),
                        Integer.parseInt(args[1]),
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]));
        System.exit(0);
    }

    private void run(int atOnce, int seconds, int shortest, int longest) throws Exception {
        Path home = Files.createTempDirectory("crosspoint-recording-load");
        var clock = WaitingClock.system();
        var vertx = Vertx.vertx();
        var keystore =
                LocalKeystore.open(
                        new KeystoreSettings(home.resolve("keys"), null, null), clock, _ -> {});
        var disk = new FileDisk();
        var folder = new SpoolFolder(home.resolve("spool"));
        var keys = new OpenedKeys(keystore, System::nanoTime);
        try (var database =
                        Database.open(
                                vertx,
                                DatabaseSettings.EMBEDDED,
                                home.resolve("postgres"),
                                new SimpleMeterRegistry(),
                                new SecureRandom());
                var works =
                        new RecordingWorks(
                                List.of(
                                        new TenantRecordings(
                                                TENANT,
                                                AudioFormat.WAV_8_KHZ,
                                                0,
                                                List.of(),
                                                new FolderTarget(home.resolve("delivered")))),
                                disk,
                                folder,
                                keys,
                                MediaPlane.renderer(MediaConfig.defaults("127.0.0.1")),
                                signer(keystore),
                                database.recordings(),
                                new Watch(),
                                clock,
                                new SecureRandom());
                var spool =
                        Spool.start(
                                SpoolSettings.defaults(folder.root(), 1),
                                disk,
                                keystore,
                                keys,
                                works)) {
            spool.expect(TENANT);
            talk(spool, atOnce, 10, shortest, longest);
            synchronized (delays) {
                delays.clear();
            }
            long cpuBefore = cpuNanos();
            long before = System.nanoTime();
            talk(spool, atOnce, seconds, shortest, longest);
            report(atOnce, cpuNanos() - cpuBefore, System.nanoTime() - before);
            System.out.println(spool.meter());
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
            try (var files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void talk(Spool spool, int atOnce, int seconds, int shortest, int longest) {
        var running = new ArrayList<Running>();
        long begin = System.nanoTime();
        for (int tick = 0; tick < seconds * 50; tick++) {
            // Not all in the first moment: that would be no call centre.
            int wanted = (int) Math.min(atOnce, 1 + (long) tick * atOnce / 250);
            while (running.size() < wanted) {
                running.add(start(spool, 50 * random.nextInt(shortest, longest + 1)));
            }
            for (var each : running) {
                say(each);
            }
            running.removeIf(this::isOver);
            LockSupport.parkNanos(begin + (tick + 1) * 20_000_000L - System.nanoTime());
        }
        running.forEach(each -> {
            each.tape.close();
        });
    }

    private Running start(Spool spool, int frames) {
        var id = new RecordingId("load-" + made++);
        var description =
                new RecordingDescription(
                        "contact-" + id,
                        "contact-" + id,
                        "agent",
                        "Sales",
                        1,
                        Sides.BOTH,
                        System.currentTimeMillis());
        var tape = spool.open(0, TENANT, id, description.text(), why -> System.err.println(why));
        tape.mark(new TrackRecord.Start(0, description.text()));
        tape.mark(new TrackRecord.Track(0, 0, Channel.RIGHT, new LegId("a"), "agent:agent"));
        tape.mark(new TrackRecord.Taken(0, 0, true));
        tape.mark(new TrackRecord.Track(0, 1, Channel.LEFT, new LegId("c"), "customer"));
        tape.mark(new TrackRecord.Taken(0, 1, true));
        return new Running(id, tape, frames);
    }

    private void say(Running each) {
        int n = each.sent++;
        long micros = n * 20_000L;
        byte[] frame = opus[n % opus.length];
        each.tape.audio(micros, 0, Codec.OPUS, n & 0xFFFF, n * 960, frame, 0, frame.length);
        each.tape.audio(micros, 1, Codec.PCMU, n & 0xFFFF, n * 160, g711, n % 50 * 160, 160);
    }

    private boolean isOver(Running each) {
        if (each.sent < each.frames) {
            return false;
        }
        ended.put(each.id, System.nanoTime());
        each.tape.mark(new TrackRecord.Stop(each.sent * 20_000L));
        each.tape.close();
        return true;
    }

    /** Notes when recordings are delivered. */
    private final class Watch implements RecordingWorks.Announcements {
        @Override
        public void changed(dev.crosspoint.media.api.Tenant tenant, Recording recording) {
            if (recording.state() == RecordingState.DELIVERED) {
                Long since = ended.remove(recording.id());
                if (since != null) {
                    synchronized (delays) {
                        delays.add(System.nanoTime() - since);
                    }
                }
            }
        }

        @Override
        public void alarm(Tenant tenant, RecordingId recording, String what) {
            System.err.println(recording + " " + what);
        }

        @Override
        public void failedOnce(String reason) {
            System.err.println(reason);
        }
    }

    private void report(int atOnce, long cpuNanos, long nanos) {
        long[] sorted;
        synchronized (delays) {
            sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
        }
        System.out.printf(
                Locale.ROOT,
                "%d at once, %.0f s: %d delivered; available after p50 %.2f s, p99 %.2f s, most"
                        + " %.2f s; %d still on their way; %.2f ms CPU per call-second%n",
                atOnce,
                nanos / 1e9,
                sorted.length,
                at(sorted, 0.5),
                at(sorted, 0.99),
                at(sorted, 1),
                ended.size(),
                cpuNanos / 1e6 / (nanos / 1e9) / atOnce);
    }

    private static double at(long[] sorted, double q) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (q * (sorted.length - 1))] / 1e9;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static Signer signer(LocalKeystore keystore) {
        return new Signer() {
            @Override
            public byte[] sign(byte[] message) {
                return keystore.sign(message);
            }

            @Override
            public String publicKey() {
                return keystore.publicKey();
            }
        };
    }

    private static byte[][] opusVoice() {
        try (var encoder = Codecs.load().encoder(Codec.OPUS, 16_000)) {
            float[] voice = Tone.voice(16_000, 320 * FRAMES);
            byte[][] frames = new byte[FRAMES][];
            byte[] out = new byte[1500];
            for (int i = 0; i < FRAMES; i++) {
                frames[i] = Arrays.copyOf(out, encoder.encode(voice, i * 320, 320, out, 0));
            }
            return frames;
        }
    }
}
