package dev.crosspoint.media.call;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.record.Recorder;
import dev.crosspoint.media.record.Tape;
import dev.crosspoint.media.srtp.SrtpFixture;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpProfile;
import dev.crosspoint.media.srtp.SrtpSession;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call in a {@link VirtualNet} in which everybody says a tone of their own, and which is recorded
 * by a real recorder. Whoever runs it commands its {@link #call}, as a media loop does.
 */
public final class ToneCall implements Outbox {
    private static final long TICK_NANOS = 20_000_000L;
    private static final int OUR_OPUS = VirtualPhone.typeOf(Codec.OPUS);
    private static final Pattern OPUS = Pattern.compile("a=rtpmap:(\\d+) opus/48000");
    private static final long CONSENT_NANOS = 5_000_000_000L;

    private final VirtualNet net;
    private final Recorder recorder;
    private final Call call;
    private final LegSetup setup;
    private final Map<Leg, Seat> seats = new HashMap<>();
    private final List<MediaEvent> events = new ArrayList<>();
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private int nextLeg;
    private boolean over;

    /** Where a leg's packets go: to the call that it is in now. */
    private static final class Seat {
        private ToneCall holder;
        private int opusType = OUR_OPUS;

        Seat(ToneCall holder) {
            this.holder = holder;
        }
    }

    private record TestDoor(int homeLoop) implements Door {}

    public ToneCall(VirtualNet net, CallId id, Tenant tenant, Recorder recorder) {
        this.net = net;
        this.recorder = recorder;
        this.call = new Call(id, tenant, "events", VirtualCall.CODECS);
        this.setup = VirtualSetup.on(net);
        net.after(TICK_NANOS, this::tick);
    }

    /** What phones encode and files are rendered with. */
    public static Codecs codecs() {
        return VirtualCall.CODECS;
    }

    public Call call() {
        return call;
    }

    /** What happened since this was asked last. */
    public List<MediaEvent> takeEvents() {
        var taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    public long counted(Count what) {
        return counts.getOrDefault(what, 0L);
    }

    /** A browser's leg, with its path and its keys there. */
    public TonePhone browser(LegId id, Codec codec, int hz) {
        int n = nextLeg++;
        var address = address(n);
        var made =
                made(
                        setup.answer(
                                id,
                                new LegKind.Browser(),
                                SessionText.of(browserOffer(codec)),
                                audio(List.of(codec)),
                                Call.WIDEST_HZ,
                                new TestDoor(0),
                                new LegSetup.Ports(10_000, 10_000),
                                net.nowNanos()));
        var ice = VirtualOffers.checks(made.description().sdp());
        var seat = take(made.leg());
        keepChecking(() -> {
            byte[] request = ice.check(true);
            seat.holder.deliver(made.leg(), request, request.length, address);
        });
        SrtpKeys keys = SrtpFixture.keys(SrtpProfile.AEAD_AES_128_GCM, n);
        made.leg().onKeys(keys, net.nowNanos());
        return phone(made.leg(), seat, address, codec, new SrtpSession(keys.mirrored()), hz);
    }

    /** A trunk's leg whose far end calls us and begins in the first codec. */
    public TonePhone trunk(LegId id, List<Codec> codecs, int hz) {
        int n = nextLeg++;
        var address = address(n);
        String offer = VirtualOffers.trunk(address, codecs, null, null, new byte[0]);
        var made =
                made(
                        setup.answer(
                                id,
                                new LegKind.Trunk(LegKind.Security.PLAIN, List.of()),
                                SessionText.of(offer),
                                audio(codecs),
                                Call.WIDEST_HZ,
                                new TestDoor(0),
                                ports(n),
                                net.nowNanos()));
        return phone(made.leg(), take(made.leg()), address, codecs.getFirst(), null, hz);
    }

    /** A trunk's leg whose far end is called. */
    public void offer(LegId id, List<Codec> codecs) {
        var made =
                made(
                        setup.offer(
                                id,
                                new LegKind.Trunk(LegKind.Security.PLAIN, List.of()),
                                audio(codecs),
                                new TestDoor(0),
                                ports(nextLeg++),
                                net.nowNanos()));
        var opus = OPUS.matcher(made.description().sdp());
        take(made.leg()).opusType = opus.find() ? Integer.parseInt(opus.group(1)) : 0;
    }

    /** Whoever is called sends audio, from the answer or before it. */
    public TonePhone answered(LegId id, List<Codec> codecs, int hz) {
        Leg leg = requireNonNull(call.leg(id));
        var address = address(nextLeg++);
        Seat seat = requireNonNull(seats.get(leg));
        String answer =
                VirtualOffers.trunk(address, codecs, null, null, new byte[0])
                        .replaceAll("\\b" + OUR_OPUS + "\\b", Integer.toString(seat.opusType));
        made(setup.accept(leg, SessionText.of(answer), net.nowNanos()));
        call.renegotiated(leg, net.nowNanos());
        return phone(leg, seat, address, codecs.getFirst(), null, hz);
    }

    /** Hands a leg to another call. */
    public void give(LegId id, ToneCall to) {
        Leg leg = requireNonNull(call.release(id, net.nowNanos()));
        Seat seat = requireNonNull(seats.remove(leg));
        seat.holder = to;
        to.seats.put(leg, seat);
        to.call.add(leg, net.nowNanos());
    }

    /** It ends. */
    public void close() {
        over = true;
        call.close(net.nowNanos(), this);
    }

    // ---- details

    private static InetSocketAddress address(int leg) {
        return new InetSocketAddress("192.0.2." + (leg + 1), 4000);
    }

    /** With keys, which others in the call press. */
    private static String browserOffer(Codec codec) {
        return VirtualOffers.browser(List.of(codec)).replaceFirst("(SAVPF \\d+)", "$1 101")
                + "a=rtpmap:101 telephone-event/"
                + codec.rtpClockHz()
                + "\r\n";
    }

    private static LegSetup.Ports ports(int leg) {
        return new LegSetup.Ports(20_000 + 2 * leg, 20_001 + 2 * leg);
    }

    private static List<AudioCodec> audio(List<Codec> codecs) {
        return codecs.stream().map(codec -> AudioCodec.valueOf(codec.name())).toList();
    }

    private static LegSetup.Result.Made made(LegSetup.Result result) {
        return switch (result) {
            case LegSetup.Result.Made made -> made;
            case LegSetup.Result.Refused refused -> throw new AssertionError(refused.reason());
        };
    }

    private Seat take(Leg leg) {
        var seat = new Seat(this);
        seats.put(leg, seat);
        call.add(leg, net.nowNanos());
        return seat;
    }

    private TonePhone phone(
            Leg leg,
            Seat seat,
            InetSocketAddress address,
            Codec codec,
            @Nullable SrtpSession srtp,
            int hz) {
        VirtualNet.Link link = net.link();
        return new TonePhone(
                net,
                address,
                codec,
                srtp,
                hz,
                seat.opusType,
                (data, length, from) -> {
                    byte[] onTheWire = Arrays.copyOf(data, 1600);
                    link.carry(length, () -> seat.holder.deliver(leg, onTheWire, length, from));
                });
    }

    /** Consent to receive, every few seconds (RFC 7675). */
    private void keepChecking(Runnable check) {
        check.run();
        net.after(CONSENT_NANOS, () -> keepChecking(check));
    }

    private void deliver(Leg leg, byte[] data, int length, InetSocketAddress from) {
        if (!over) {
            call.onDatagram(leg, data.clone(), 0, length, from, net.nowNanos(), this);
        }
    }

    private void tick() {
        if (!over) {
            call.onTick(net.nowNanos(), this);
            net.after(TICK_NANOS, this::tick);
        }
    }

    @Override
    public void datagram(
            Leg leg, boolean rtcp, InetSocketAddress to, byte[] data, int offset, int length) {
        // nobody listens
    }

    @Override
    public void handshakeRecord(Leg leg, byte[] data, int offset, int length) {
        throw new AssertionError("keys come without a handshake here");
    }

    @Override
    public void pathValidated(Leg leg, InetSocketAddress from) {
        // every leg's packets come to it here, whatever their source
    }

    @Override
    public void closed(Leg leg) {
        seats.remove(leg);
    }

    @Override
    public void event(String address, MediaEvent event) {
        events.add(event);
    }

    @Override
    public Tape tape(RecordLegs command, String address) {
        return recorder.open(
                0,
                command.tenant(),
                command.recording(),
                command.description(),
                why ->
                        events.add(
                                new MediaEvent.RecordingFailed(
                                        command.tenant(),
                                        command.call(),
                                        command.recording(),
                                        why)));
    }

    @Override
    public void count(Count what, long howMany) {
        counts.merge(what, howMany, Long::sum);
    }
}
