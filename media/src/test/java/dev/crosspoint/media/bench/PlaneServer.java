package dev.crosspoint.media.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaAddress;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaConfig;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.loop.LocalRecords;
import dev.crosspoint.media.loop.MediaPlane;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The process under measurement: a media plane that takes its commands from standard input, one a
 * line, and says its own CPU time.
 *
 * <pre>
 * call &lt;codec A&gt; &lt;offer A, base64&gt; &lt;codec B&gt; &lt;offer B, base64&gt;    -> answers A and B, base64
 * cpu                                                              -> process CPU time, ns
 * meter                                                            -> tick lateness and duration
 * </pre>
 */
public final class PlaneServer {
    private static final Tenant TENANT = new Tenant("bench", "bench");

    private final Vertx vertx;
    private final MediaPlane plane;
    private int calls;

    private PlaneServer(Vertx vertx, MediaPlane plane) {
        this.vertx = vertx;
        this.plane = plane;
    }

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        LocalRecords.installOn(vertx.eventBus());
        var config =
                new MediaConfig(
                        1,
                        "127.0.0.1",
                        "127.0.0.1",
                        0,
                        40_000,
                        49_999,
                        100,
                        null,
                        Integer.getInteger("opus.complexity", 5),
                        30_000,
                        30_000);
        MediaPlane plane = MediaPlane.start(vertx, config).await(30, TimeUnit.SECONDS);
        vertx.eventBus().localConsumer("events", _ -> {});
        new PlaneServer(vertx, plane).serve(System.out);
        plane.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private void serve(PrintStream out) throws Exception {
        try (var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            out.println("ready");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<String> words = List.of(line.split(" ", -1));
                switch (words.getFirst()) {
                    case "call" -> out.println(call(words));
                    case "cpu" -> out.println(cpuNanos());
                    case "meter" -> out.println(meter());
                    default -> throw new IOException("no such command");
                }
            }
        }
    }

    private String call(List<String> words) throws Exception {
        int n = calls++;
        var call = new CallId("call-" + n);
        var browser = new LegId("browser-" + n);
        var trunk = new LegId("trunk-" + n);
        ask(new MediaCommand.OpenCall(TENANT, call, "events"));
        // The customer is there before the agent, whose browser is told what that side can use.
        String second =
                answer(
                        call,
                        trunk,
                        new LegKind.Trunk(LegKind.Security.SRTP_REQUIRED, List.of()),
                        words.get(3),
                        words.get(4));
        String first = answer(call, browser, new LegKind.Browser(), words.get(1), words.get(2));
        ask(
                new MediaCommand.EditHearing(
                        TENANT,
                        call,
                        List.of(
                                new MediaCommand.EditHearing.Edit(browser, trunk, true),
                                new MediaCommand.EditHearing.Edit(trunk, browser, true))));
        return first + " " + second;
    }

    private String answer(CallId call, LegId leg, LegKind kind, String codec, String offer)
            throws Exception {
        String sdp = new String(Base64.getDecoder().decode(offer), UTF_8);
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

    private static long cpuNanos() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }

    private String meter() {
        var loop = plane.meters().getFirst().loop();
        return "tick lateness p99 <= "
                + loop.tickLateness().quantileBoundNanos(0.99) / 1000
                + " us, p99.9 <= "
                + loop.tickLateness().quantileBoundNanos(0.999) / 1000
                + " us, tick duration p99 <= "
                + loop.tickDuration().quantileBoundNanos(0.99) / 1000
                + " us";
    }
}
