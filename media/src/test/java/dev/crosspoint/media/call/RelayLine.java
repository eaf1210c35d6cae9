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
import dev.crosspoint.media.record.Tape;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpProfile;
import dev.crosspoint.media.srtp.SrtpSession;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two encrypted G.711 legs that hear each other, and packets for one of them made beforehand: what
 * the relay bench and the allocation test feed through the whole packet path.
 */
public final class RelayLine {
    /** Packets made beforehand; each can be fed once. */
    public static final int PACKETS = 30_000;

    private static final int PAYLOAD = 160;
    private static final int STRIDE = 512;

    /** Counts and forgets. */
    private static final class Sink implements Outbox {
        private long sent;

        @Override
        public void datagram(
                Leg leg, boolean rtcp, InetSocketAddress to, byte[] data, int offset, int length) {
            sent += rtcp ? 0 : 1;
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

    private record NoDoor(int homeLoop) implements Door {}

    private final InetSocketAddress from = new InetSocketAddress("192.0.2.1", 4000);
    private final Sink sink = new Sink();
    private final Call call =
            new Call(
                    new CallId("bench"),
                    new Tenant("account", "instance"),
                    "events",
                    VirtualCall.CODECS);
    private final Leg talker;
    private final byte[] packets = new byte[PACKETS * STRIDE];
    private final int[] lengths = new int[PACKETS];
    private long nowNanos = 1_000_000_000_000L;
    private int next;

    public RelayLine(SrtpProfile profile) {
        LegSetup setup = VirtualSetup.on(VirtualNet.seeded(1));
        talker = leg(setup, "talker", profile, (byte) 1);
        Leg listener = leg(setup, "listener", profile, (byte) 2);
        call.add(talker, nowNanos);
        call.add(listener, nowNanos);
        call.edit(
                List.of(
                        new Edit(listener.id(), talker.id(), true),
                        new Edit(talker.id(), listener.id(), true)),
                nowNanos);
        makePackets(profile);
    }

    private Leg leg(LegSetup setup, String name, SrtpProfile profile, byte fill) {
        byte[] keys = keys(profile, fill);
        String offer =
                "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
                        + "m=audio 4000 RTP/SAVP 0\r\na=crypto:1 "
                        + profile.sdesName()
                        + " inline:"
                        + Base64.getEncoder().encodeToString(keys)
                        + "\r\n";
        var made =
                setup.answer(
                        new LegId(name),
                        new LegKind.Trunk(LegKind.Security.SRTP_REQUIRED, List.of()),
                        SessionText.of(offer),
                        List.of(AudioCodec.PCMU),
                        Call.WIDEST_HZ,
                        new NoDoor(0),
                        new LegSetup.Ports(20_000, 20_001),
                        nowNanos);
        return ((LegSetup.Result.Made) made).leg();
    }

    private void makePackets(SrtpProfile profile) {
        byte[] keys = keys(profile, (byte) 1);
        byte[] key = Arrays.copyOf(keys, profile.keyBytes());
        byte[] salt = Arrays.copyOfRange(keys, profile.keyBytes(), keys.length);
        var phone = new SrtpSession(new SrtpKeys(profile, key, salt, key, salt));
        var packet = new RtpPacket();
        for (int i = 0; i < PACKETS; i++) {
            int at = i * STRIDE;
            int header = RtpPacket.writeHeader(packets, at, false, 0, i, i * 160, 0x1234);
            packet.wrap(packets, at, header + PAYLOAD);
            phone.protect(packet);
            lengths[i] = packet.buffer().length();
        }
    }

    private static byte[] keys(SrtpProfile profile, byte fill) {
        byte[] keys = new byte[profile.keyBytes() + profile.saltBytes()];
        Arrays.fill(keys, fill);
        return keys;
    }

    /** Feeds the next packet through demux, unprotect, relay and protect. */
    public void feed() {
        nowNanos += 20_000_000L;
        call.onDatagram(talker, packets, next * STRIDE, lengths[next], from, nowNanos, sink);
        next++;
    }

    /** Packets that came out. */
    public long sent() {
        return sink.sent;
    }
}
