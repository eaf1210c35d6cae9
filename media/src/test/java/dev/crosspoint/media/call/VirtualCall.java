package dev.crosspoint.media.call;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.ice.ControllingPeer;
import dev.crosspoint.media.record.MemoryTape;
import dev.crosspoint.media.record.Tape;
import dev.crosspoint.media.srtp.SrtpFixture;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpProfile;
import dev.crosspoint.media.srtp.SrtpSession;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A call in a {@link VirtualNet}, with phones at the ends of its legs and a tick of its own. */
public final class VirtualCall implements Outbox {
    static final Codecs CODECS = Codecs.load();
    private static final long TICK_NANOS = 20_000_000L;
    private static final Pattern CRYPTO = Pattern.compile("a=crypto:\\d+ (\\S+) inline:(\\S+)");

    /** One end of the call. */
    public record End(Leg leg, VirtualPhone phone) {}

    /** Whoever has a leg. */
    public interface Holder {
        void onDatagram(
                Leg leg,
                byte[] data,
                int offset,
                int length,
                InetSocketAddress from,
                long nowNanos,
                Outbox out);
    }

    private record TestDoor(int homeLoop) implements Door {}

    private final VirtualNet net;
    private final Call call;
    private final LegSetup setup;
    private final Map<Leg, VirtualPhone> phones = new HashMap<>();
    private final Map<Leg, VirtualNet.Link> toPhones = new HashMap<>();
    private final Map<Leg, Holder> holders = new HashMap<>();
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final List<MediaEvent> events = new ArrayList<>();
    private final Map<RecordingId, MemoryTape> tapes = new HashMap<>();
    private final List<Leg> closed = new ArrayList<>();
    private final Map<Leg, String> offers = new HashMap<>();
    private @Nullable Leg brokenDoor;
    private boolean withoutEvents;
    private String attributeOffered = "";
    private int nextLeg;

    public VirtualCall(VirtualNet net) {
        this(net, 0);
    }

    /** Its legs are numbered from somewhere, so as not to be called as those of another call. */
    public VirtualCall(VirtualNet net, int firstLeg) {
        this.net = net;
        this.nextLeg = firstLeg;
        this.call =
                new Call(new CallId("call"), new Tenant("account", "instance"), "events", CODECS);
        this.setup = VirtualSetup.on(net);
        net.after(TICK_NANOS, this::tick);
    }

    /**
     * A plain trunk leg with a phone behind it.
     *
     * @param others codecs that are agreed besides the first one, in which the phone begins
     */
    public End join(Codec codec, Codec... others) {
        var codecs = new ArrayList<>(List.of(codec));
        codecs.addAll(List.of(others));
        return join(codecs, null, null);
    }

    /** A plain trunk leg whose phone asks something of our encoder: the parameters of its fmtp. */
    public End joinAsking(Codec codec, String asked) {
        return join(List.of(codec), asked, null);
    }

    /** A plain trunk leg whose phone knows comfort noise (RFC 3389). */
    public End joinKnowingNoise(Codec codec) {
        return join(List.of(codec), null, null, true);
    }

    /** A plain trunk leg whose phone says so about its audio. */
    public End joinSaying(Codec codec, String attribute) {
        attributeOffered = "a=" + attribute + "\r\n";
        try {
            return join(codec);
        } finally {
            attributeOffered = "";
        }
    }

    /** A plain trunk leg whose phone knows no telephone events. */
    public End joinWithoutEvents(Codec codec) {
        withoutEvents = true;
        try {
            return join(codec);
        } finally {
            withoutEvents = false;
        }
    }

    /** A trunk leg with SDES keys. */
    public End joinSecurely(Codec codec, SrtpProfile profile) {
        return join(List.of(codec), null, profile);
    }

    private End join(List<Codec> codecs, @Nullable String asked, @Nullable SrtpProfile profile) {
        return join(codecs, asked, profile, false);
    }

    private End join(
            List<Codec> codecs,
            @Nullable String asked,
            @Nullable SrtpProfile profile,
            boolean noise) {
        Codec codec = codecs.getFirst();
        int n = nextLeg++;
        LegId id = new LegId("leg-" + n);
        InetSocketAddress address = new InetSocketAddress("192.0.2." + (n + 1), 4000);
        byte[] ours = new byte[profile == null ? 0 : profile.keyBytes() + profile.saltBytes()];
        Arrays.fill(ours, (byte) (n + 1));
        LegKind kind =
                new LegKind.Trunk(
                        profile == null ? LegKind.Security.PLAIN : LegKind.Security.SRTP_REQUIRED,
                        List.of());
        String plain = VirtualOffers.trunk(address, codecs, asked, profile, ours);
        String knowing = noise ? plain.replaceFirst(" 101\r\n", " 13 101\r\n") : plain;
        String offer =
                withoutEvents
                        ? knowing.replaceFirst(" 101\r\n", "\r\n")
                                .replaceFirst("a=rtpmap:101 .*\r\n", "")
                        : knowing;
        var result =
                setup.answer(
                        id,
                        kind,
                        SessionText.of(offer + attributeOffered),
                        codecs.stream().map(c -> AudioCodec.valueOf(c.name())).toList(),
                        Call.WIDEST_HZ,
                        new TestDoor(0),
                        new LegSetup.Ports(20_000 + 2 * n, 20_001 + 2 * n),
                        net.nowNanos());
        assertThat(result).isInstanceOf(LegSetup.Result.Made.class);
        var made = (LegSetup.Result.Made) result;
        return seated(
                made,
                address,
                codec,
                profile == null ? null : srtp(profile, ours, made.description().sdp()),
                offer);
    }

    /**
     * A browser's leg with its path nominated and its keys there; it gives no levels at first.
     *
     * @param others codecs that are agreed besides the first one, in which it speaks
     */
    public End joinFromBrowser(Codec codec, Codec... others) {
        return joinFromBrowser("", codec, others);
    }

    /** Likewise, of one that takes keys and says so about its audio. */
    End joinFromBrowserSaying(String attribute, Codec codec, Codec... others) {
        return joinFromBrowser("a=" + attribute + "\r\n", codec, others);
    }

    private End joinFromBrowser(String attribute, Codec codec, Codec... others) {
        var codecs = new ArrayList<>(List.of(codec));
        codecs.addAll(List.of(others));
        int n = nextLeg++;
        var address = new InetSocketAddress("192.0.2." + (n + 1), 4000);
        String plain = VirtualOffers.browser(codecs);
        String offer = attribute.isEmpty() ? plain : VirtualOffers.takingKeys(plain) + attribute;
        var made =
                (LegSetup.Result.Made)
                        setup.answer(
                                new LegId("leg-" + n),
                                new LegKind.Browser(),
                                SessionText.of(offer),
                                codecs.stream().map(c -> AudioCodec.valueOf(c.name())).toList(),
                                Call.WIDEST_HZ,
                                new TestDoor(0),
                                new LegSetup.Ports(10_000, 10_000),
                                net.nowNanos());
        var ice = VirtualOffers.checks(made.description().sdp());
        Runnable check =
                () -> {
                    byte[] request = ice.check(true);
                    deliver(made.leg(), request, request.length, address);
                };
        check.run();
        keepChecking(check);
        SrtpKeys keys = SrtpFixture.keys(SrtpProfile.AEAD_AES_128_GCM, n);
        made.leg().onKeys(keys, net.nowNanos());
        return seated(made, address, codec, new SrtpSession(keys.mirrored()), offer);
    }

    /** Consent to receive, every few seconds (RFC 7675). */
    private void keepChecking(Runnable check) {
        net.after(
                5_000_000_000L,
                () -> {
                    check.run();
                    keepChecking(check);
                });
    }

    private End seated(
            LegSetup.Result.Made made,
            InetSocketAddress address,
            Codec codec,
            @Nullable SrtpSession srtp,
            String offer) {
        VirtualNet.Link toCall = net.link();
        VirtualPhone phone =
                new VirtualPhone(
                        net,
                        CODECS,
                        address,
                        codec,
                        VirtualPhone.typeOf(codec),
                        srtp,
                        (data, length, from) -> {
                            byte[] onTheWire = Arrays.copyOf(data, 1600);
                            toCall.carry(
                                    length, () -> deliver(made.leg(), onTheWire, length, from));
                        });
        phones.put(made.leg(), phone);
        toPhones.put(made.leg(), net.link());
        offers.put(made.leg(), offer);
        call.add(made.leg(), net.nowNanos());
        return new End(made.leg(), phone.start());
    }

    private static SrtpSession srtp(SrtpProfile profile, byte[] ours, String answer) {
        var crypto = CRYPTO.matcher(answer);
        assertThat(crypto.find()).isTrue();
        assertThat(crypto.group(1)).isEqualTo(profile.sdesName());
        byte[] theirs = Base64.getDecoder().decode(crypto.group(2));
        int key = profile.keyBytes();
        return new SrtpSession(
                new SrtpKeys(
                        profile,
                        Arrays.copyOf(ours, key),
                        Arrays.copyOfRange(ours, key, ours.length),
                        Arrays.copyOf(theirs, key),
                        Arrays.copyOfRange(theirs, key, theirs.length)));
    }

    /** Everybody hears everybody else. */
    public VirtualCall bridge(End... ends) {
        var edits = new ArrayList<Edit>();
        for (End listener : ends) {
            for (End source : ends) {
                if (!listener.equals(source)) {
                    edits.add(new Edit(listener.leg().id(), source.leg().id(), true));
                }
            }
        }
        call.edit(edits, net.nowNanos());
        return this;
    }

    /** A plain trunk leg whose phone is being called. */
    public Leg offer() {
        var made =
                (LegSetup.Result.Made)
                        setup.offer(
                                new LegId("called"),
                                new LegKind.Trunk(LegKind.Security.PLAIN, List.of()),
                                List.of(AudioCodec.PCMU),
                                new TestDoor(0),
                                new LegSetup.Ports(30_000, 30_001),
                                net.nowNanos());
        call.add(made.leg(), net.nowNanos());
        return made.leg();
    }

    /** The phone takes the call, and says nothing. */
    public void answered(Leg leg) {
        var address = new InetSocketAddress("192.0.2.99", 4000);
        String answer = VirtualOffers.trunk(address, List.of(Codec.PCMU), null, null, new byte[0]);
        assertThat(setup.accept(leg, SessionText.of(answer), net.nowNanos()))
                .isInstanceOf(LegSetup.Result.Made.class);
        call.renegotiated(leg, net.nowNanos());
    }

    /** A phone offers anew: what it said at first, with another attribute. */
    public void reoffer(End end, String attribute) {
        reoffer(end, offer -> offer + "a=" + attribute + "\r\n");
    }

    /** A phone offers anew: what it said at first, changed. */
    void reoffer(End end, UnaryOperator<String> change) {
        String offer = change.apply(requireNonNull(offers.get(end.leg())));
        assertThat(setup.reanswer(end.leg(), SessionText.of(offer), net.nowNanos()))
                .isInstanceOf(LegSetup.Result.Made.class);
        call.renegotiated(end.leg(), net.nowNanos());
    }

    /** A browser offers anew, to seek other paths; the checks are its to make. */
    ControllingPeer restartIce(End end) {
        String offer = VirtualOffers.restarted(requireNonNull(offers.get(end.leg())));
        var result = setup.reanswer(end.leg(), SessionText.of(offer), net.nowNanos());
        assertThat(result).isInstanceOf(LegSetup.Result.Made.class);
        call.renegotiated(end.leg(), net.nowNanos());
        return VirtualOffers.restartedChecks(((LegSetup.Result.Made) result).description().sdp());
    }

    /** From now on whatever is sent to a phone fails in a way that nobody has thought of. */
    public void breakDoorOf(End end) {
        brokenDoor = end.leg();
    }

    public Call call() {
        return call;
    }

    public long counted(Count what) {
        return counts.getOrDefault(what, 0L);
    }

    public <E extends MediaEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public List<Leg> closed() {
        return closed;
    }

    /** A datagram reaches a leg's port. */
    public void deliver(Leg leg, byte[] data, int length, InetSocketAddress from) {
        holders.getOrDefault(leg, call::onDatagram)
                .onDatagram(leg, data.clone(), 0, length, from, net.nowNanos(), this);
    }

    /** The call gives a leg away, and whoever has it from now on gets what comes. */
    public Leg handTo(Holder holder, End end) {
        holders.put(end.leg(), holder);
        return requireNonNull(call.release(end.leg().id(), net.nowNanos()));
    }

    /** The call takes a leg that another has made and given away, with the phone behind it. */
    public void take(End end, VirtualCall maker) {
        phones.put(end.leg(), end.phone());
        toPhones.put(end.leg(), net.link());
        maker.holders.put(end.leg(), call::onDatagram);
        assertThat(call.add(end.leg(), net.nowNanos())).isInstanceOf(MediaReply.Done.class);
    }

    private void tick() {
        call.onTick(net.nowNanos(), this);
        net.after(TICK_NANOS, this::tick);
    }

    @Override
    public void datagram(
            Leg leg, boolean rtcp, InetSocketAddress to, byte[] data, int offset, int length) {
        if (leg == brokenDoor) {
            throw new IllegalStateException("a door that does not open");
        }
        VirtualPhone phone = phones.get(leg);
        VirtualNet.Link link = toPhones.get(leg);
        if (phone == null || link == null || !to.equals(phone.address())) {
            return;
        }
        byte[] copy = Arrays.copyOfRange(data, offset, offset + length);
        link.carry(length, () -> phone.onDatagram(copy, copy.length));
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
        closed.add(leg);
    }

    @Override
    public void event(String address, MediaEvent event) {
        events.add(event);
    }

    @Override
    public Tape tape(RecordLegs command, String address) {
        return tape(command.recording());
    }

    /** What a recording took; it is there before it begins, to be made full. */
    public MemoryTape tape(RecordingId recording) {
        return tapes.computeIfAbsent(recording, _ -> new MemoryTape());
    }

    @Override
    public void count(Count what, long howMany) {
        counts.merge(what, howMany, Long::sum);
    }
}
