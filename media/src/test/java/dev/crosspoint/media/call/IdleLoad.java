package dev.crosspoint.media.call;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.record.Tape;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What calls cost in which nothing happens: ticks of many of them in virtual time, and the CPU time
 * of the thread for a second of one. Packets of reports (RTCP) are made and protected, and not
 * sent.
 *
 * <ul>
 *   <li>{@code empty}: nobody is in it
 *   <li>{@code held}: two are in it whose SDP says {@code inactive}
 *   <li>{@code silent}: two who hear each other and send nothing for now, in G.711
 *   <li>{@code apart}: two of whom nobody hears anybody, and who send nothing, in Opus: each is
 *       sent silence
 * </ul>
 *
 * <p>Arguments: calls, seconds, kinds.
 */
public final class IdleLoad implements Outbox {
    private static final long TICK_NANOS = 20_000_000L;
    private static final int WARM_UP_TICKS = 500;
    private static final Tenant TENANT = new Tenant("account", "instance");

    private record NoDoor(int homeLoop) implements Door {}

    private final List<Call> calls = new ArrayList<>();
    private long nowNanos = 1_000_000_000_000L;
    private long sent;

    public static void main(String[] args) {
        for (int i = 2; i < args.length; i++) {
            new IdleLoad(args[i], Integer.parseInt(args[0]))
                    .run(args[i], Integer.parseInt(args[1]), System.out);
        }
    }

    private IdleLoad(String kind, int howMany) {
        LegSetup setup = VirtualSetup.on(VirtualNet.seeded(1));
        for (int i = 0; i < howMany; i++) {
            var call = new Call(new CallId(kind + i), TENANT, "events", VirtualCall.CODECS);
            calls.add(call);
            switch (kind) {
                case "empty" -> {}
                case "held" -> bridge(call, setup, Codec.PCMU, "inactive", true);
                case "silent" -> bridge(call, setup, Codec.PCMU, "sendrecv", true);
                case "apart" -> bridge(call, setup, Codec.OPUS, "sendrecv", false);
                default -> throw new IllegalArgumentException("no such kind: " + kind);
            }
        }
    }

    private void bridge(
            Call call, LegSetup setup, Codec codec, String direction, boolean together) {
        Leg a = leg(setup, "a", codec, direction);
        Leg b = leg(setup, "b", codec, direction);
        call.add(a, nowNanos);
        call.add(b, nowNanos);
        call.edit(
                List.of(new Edit(a.id(), b.id(), together), new Edit(b.id(), a.id(), together)),
                nowNanos);
    }

    private Leg leg(LegSetup setup, String name, Codec codec, String direction) {
        int type = codec == Codec.OPUS ? 111 : codec.staticPayloadType();
        String offer =
                "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
                        + "m=audio 4000 RTP/SAVP "
                        + type
                        + "\r\na=rtpmap:"
                        + type
                        + (codec == Codec.OPUS ? " opus/48000/2" : " PCMU/8000")
                        + "\r\na="
                        + direction
                        + "\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80"
                        + " inline:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw\r\n";
        var made =
                (LegSetup.Result.Made)
                        setup.answer(
                                new LegId(name),
                                new LegKind.Trunk(LegKind.Security.SRTP_REQUIRED, List.of()),
                                SessionText.of(offer),
                                List.of(AudioCodec.valueOf(codec.name())),
                                Call.WIDEST_HZ,
                                new NoDoor(0),
                                new LegSetup.Ports(20_000, 20_001),
                                nowNanos);
        return made.leg();
    }

    private void run(String kind, int seconds, PrintStream print) {
        var threads = ManagementFactory.getThreadMXBean();
        tick(WARM_UP_TICKS);
        sent = 0;
        long before = threads.getCurrentThreadCpuTime();
        tick(seconds * 50);
        double ms = (threads.getCurrentThreadCpuTime() - before) / 1e6;
        long alive = calls.stream().mapToLong(call -> call.legs().size()).sum();
        print.printf(
                Locale.ROOT,
                "%d x %s: %.4f ms CPU per call-second; %d packets sent, %d legs at the end%n",
                calls.size(),
                kind,
                ms / seconds / calls.size(),
                sent,
                alive);
    }

    private void tick(int ticks) {
        for (int i = 0; i < ticks; i++) {
            nowNanos += TICK_NANOS;
            for (int j = calls.size() - 1; j >= 0; j--) {
                calls.get(j).onTick(nowNanos, this);
            }
        }
    }

    @Override
    public void datagram(
            Leg leg, boolean rtcp, InetSocketAddress to, byte[] data, int offset, int length) {
        sent++;
    }

    @Override
    public void handshakeRecord(Leg leg, byte[] data, int offset, int length) {}

    @Override
    public void pathValidated(Leg leg, InetSocketAddress from) {}

    @Override
    public void closed(Leg leg) {}

    @Override
    public void event(String address, MediaEvent event) {}

    @Override
    public @Nullable Tape tape(RecordLegs command, String events) {
        return null;
    }

    @Override
    public void count(Count what, long howMany) {}
}
