package dev.crosspoint.media.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaAddress;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.api.MediaConfig;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.OpusEffort;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.loop.GiveWay;
import dev.crosspoint.media.loop.LocalRecords;
import dev.crosspoint.media.loop.LoopCount;
import dev.crosspoint.media.loop.LoopMeter;
import dev.crosspoint.media.loop.LoopMeter.Spread;
import dev.crosspoint.media.loop.MediaPlane;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The process under measurement: a media plane that takes its commands from standard input, one a
 * line, and says how its loops were.
 *
 * <pre>
 * call (&lt;codec&gt; &lt;offer, base64&gt;)*    -> the answers, base64
 * record on|off                      -> done: every call is recorded from now on, or no longer
 * begin                              -> begun: what is measured begins
 * end                                -> a line about what was since then: CPU time, ticks, heap
 * </pre>
 */
public final class PlaneServer {
    private static final Tenant TENANT = new Tenant("bench", "bench");

    private final Vertx vertx;
    private final MediaPlane plane;
    private final List<List<LegId>> calls = new ArrayList<>();
    private int recordings;
    private long loopsBefore;
    private long allocatedBefore;
    private long packetsBefore;
    private long collectionsBefore;
    private long stoppedBefore;
    private long compiledBefore;
    private Spread latenessBefore;
    private Spread durationBefore;

    private PlaneServer(Vertx vertx, MediaPlane plane) {
        this.vertx = vertx;
        this.plane = plane;
        this.latenessBefore = loop().tickLateness();
        this.durationBefore = loop().tickDuration();
    }

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        LocalRecords.installOn(vertx.eventBus());
        var config =
                new MediaConfig(
                        1,
                        "127.0.0.1",
                        List.of("127.0.0.1"),
                        0,
                        true,
                        40_000,
                        49_999,
                        100,
                        null,
                        effort(),
                        30_000,
                        30_000,
                        30);
        try (var tapes = RecordedLoad.of(System.getProperty("recorded", "no"))) {
            MediaPlane plane =
                    MediaPlane.start(vertx, config, tapes.recorder()).await(30, TimeUnit.SECONDS);
            vertx.eventBus().localConsumer("events", _ -> {});
            GiveWay.watch(vertx, Stream::empty);
            new PlaneServer(vertx, plane).serve(System.out);
            plane.close().await(10, TimeUnit.SECONDS);
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static OpusEffort effort() {
        int complexity = Integer.getInteger("opus.complexity", 5);
        int least = Integer.getInteger("opus.least", 0);
        return new OpusEffort(
                complexity, Math.min(least, complexity), OpusEffort.USUAL.busyPercent());
    }

    private void serve(PrintStream out) throws Exception {
        try (var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            out.println("ready");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<String> words = List.of(line.split(" ", -1));
                switch (words.getFirst()) {
                    case "call" -> out.println(call(words));
                    case "record" -> {
                        record(words.get(1).equals("on"));
                        out.println("done");
                    }
                    case "begin" -> {
                        begin();
                        out.println("begun");
                    }
                    case "end" -> out.println(loops() + allocation() + memory());
                    default -> throw new IOException("no such command");
                }
            }
        }
    }

    private String call(List<String> words) throws Exception {
        int n = calls.size();
        var call = call(n);
        ask(new MediaCommand.OpenCall(TENANT, call, "events"));
        int size = words.size() / 2;
        var legs = new ArrayList<LegId>();
        var answers = new ArrayList<String>();
        var edits = new ArrayList<Edit>();
        // The customer is there before the agent, whose browser is told what that side can use.
        for (int i = size - 1; i >= 0; i--) {
            var leg = new LegId("leg-" + n + "-" + i);
            answers.addFirst(answer(call, leg, words.get(2 * i + 1), words.get(2 * i + 2)));
            for (LegId other : legs) {
                edits.add(new Edit(leg, other, true));
                edits.add(new Edit(other, leg, true));
            }
            legs.add(leg);
        }
        if (!edits.isEmpty()) {
            ask(new MediaCommand.EditHearing(TENANT, call, edits));
        }
        calls.add(legs);
        return String.join(" ", answers);
    }

    private static CallId call(int n) {
        return new CallId("call-" + n);
    }

    private void record(boolean on) throws Exception {
        recordings += on ? 1 : 0;
        for (int n = 0; n < calls.size(); n++) {
            var recording = new RecordingId(recordings + "-of-" + n);
            ask(
                    on
                            ? RecordedLoad.both(TENANT, call(n), recording, calls.get(n))
                            : new MediaCommand.StopRecording(TENANT, call(n), recording));
        }
    }

    private String answer(CallId call, LegId leg, String codec, String offer) throws Exception {
        String sdp = new String(Base64.getDecoder().decode(offer), UTF_8);
        LegKind kind =
                sdp.contains("UDP/TLS")
                        ? new LegKind.Browser()
                        : new LegKind.Trunk(LegKind.Security.SRTP_REQUIRED, List.of());
        MediaReply reply =
                ask(
                        new MediaCommand.AnswerLeg(
                                TENANT,
                                call,
                                leg,
                                kind,
                                SessionText.of(sdp),
                                List.of(AudioCodec.valueOf(codec))));
        if (!(reply instanceof MediaReply.Described described)) {
            throw new IllegalStateException("refused: " + reply);
        }
        return Base64.getEncoder().encodeToString(described.description().sdp().getBytes(UTF_8));
    }

    private MediaReply ask(MediaCommand command) throws Exception {
        return vertx.eventBus()
                .<MediaReply>request(MediaAddress.ofLoop(0), command)
                .await(10, TimeUnit.SECONDS)
                .body();
    }

    private static long loopNanos() {
        return ofLoops(ThreadMXBean::getThreadCpuTime);
    }

    /** What is compiled is not for this load only: the less, the nearer it is to what lasts. */
    private static long compiledMs() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    }

    private static long loopBytes() {
        return ofLoops(ThreadMXBean::getThreadAllocatedBytes);
    }

    private static long ofLoops(ToLongBiFunction<ThreadMXBean, Long> figure) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("media-loop")) {
                sum += figure.applyAsLong(threads, thread.getThreadId());
            }
        }
        return sum;
    }

    private void begin() {
        latenessBefore = loop().tickLateness();
        durationBefore = loop().tickDuration();
        packetsBefore = loop().count(LoopCount.PACKETS_IN);
        collectionsBefore = ofCollectors("Cycles", GarbageCollectorMXBean::getCollectionCount);
        stoppedBefore = ofCollectors("Pauses", GarbageCollectorMXBean::getCollectionTime);
        compiledBefore = compiledMs();
        allocatedBefore = loopBytes();
        loopsBefore = loopNanos();
    }

    private String loops() {
        Spread lateness = since(latenessBefore, loop().tickLateness());
        Spread duration = since(durationBefore, loop().tickDuration());
        return "loop "
                + (loopNanos() - loopsBefore) / 1_000_000
                + " ms CPU, JIT "
                + (compiledMs() - compiledBefore)
                + " ms, tick lateness p99 <= "
                + lateness.quantileBoundNanos(0.99) / 1000
                + " us, p99.9 <= "
                + lateness.quantileBoundNanos(0.999) / 1000
                + " us, tick duration p99 <= "
                + duration.quantileBoundNanos(0.99) / 1000
                + " us, "
                + duration.total()
                + " ticks, complexity shed by "
                + loop().complexityShed();
    }

    /** Of all that the loops did, ticks and reports too; each packet of a relay goes out once. */
    private String allocation() {
        long bytes = loopBytes() - allocatedBefore;
        long packets = loop().count(LoopCount.PACKETS_IN) - packetsBefore;
        return ", loop allocated " + bytes / Math.max(1, packets) + " B per packet received";
    }

    /** Of the whole process: its heap as it is now, and for how long ZGC stopped everybody. */
    private String memory() {
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long collections =
                ofCollectors("Cycles", GarbageCollectorMXBean::getCollectionCount)
                        - collectionsBefore;
        long stoppedMs =
                ofCollectors("Pauses", GarbageCollectorMXBean::getCollectionTime) - stoppedBefore;
        return ", heap "
                + heap / 1_000_000
                + " MB, "
                + collections
                + " collections that stopped it for "
                + stoppedMs
                + " ms";
    }

    /** ZGC tells of its cycles and of its pauses apart, by name. */
    private static long ofCollectors(String what, ToLongFunction<GarbageCollectorMXBean> figure) {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> collector.getName().endsWith(what))
                .mapToLong(figure)
                .sum();
    }

    private LoopMeter loop() {
        return plane.meters().getFirst().loop();
    }

    private static Spread since(Spread before, Spread now) {
        var counts = new ArrayList<Long>();
        for (int i = 0; i < now.counts().size(); i++) {
            counts.add(now.counts().get(i) - before.counts().get(i));
        }
        return new Spread(now.upperBoundsNanos(), counts, now.sumNanos() - before.sumNanos());
    }
}
