package dev.crosspoint.media.bench;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Loads a {@link PlaneServer} with conferences over loopback, and prints what they cost: CPU of the
 * server process (user and system) per second of one participant, packets lost, lateness of its
 * ticks, and the latency from a talker to each listener through the mixer, by their codecs.
 *
 * <p>Arguments: rooms, who is in each (such as {@code OPUS,OPUS,PCMU}, or {@code -} for nobody),
 * how many talk at a time, seconds, and optionally the command prefix of the server, such as {@code
 * taskset -c 0}. Needs a core of its own. Opus comes from browsers (DTLS-SRTP, 48 kHz), G.711 from
 * trunks (SDES-SRTP). Browsers tell their level with every packet (RFC 6464), unless the system
 * property {@code levels.none} is true.
 *
 * <p>One participant after the other takes the word, one a second in each room, and keeps it for as
 * many seconds as there are talkers. Everybody else sends the noise of a quiet room. Latency is
 * from the sending of the first packet of a turn to the arrival of the first one in which the
 * turn's opening tone is heard, so that a frame's own 20 ms count neither way.
 */
public final class RoomLoad implements Load {
    private static final long TICK_NANOS = 20_000_000L;
    private static final int TURN_TICKS = 50;
    private static final int CHECK_TICKS = 250;

    /** A fifth of the opening tone's amplitude. */
    private static final double HEARD = RoomVoices.OPENING / 5;

    private static final int PIECE_MS = 5;

    /** A turn that began less than this before the end of the measured time may be heard yet. */
    private static final long OPEN_NANOS = 1_000_000_000L;

    private static final int TALK_DBOV = -20;
    private static final int ROOM_DBOV = -70;

    private final int rooms;
    private final List<Codec> codecs;
    private final int talkers;
    private final boolean browsersOnly;
    private final List<RoomMember> members = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final Map<String, List<Long>> latencies = new TreeMap<>();
    private final RoomVoices voices;
    private long received;
    private long awaited;
    private long browserBytes;
    private long browserPackets;
    private boolean measuring;

    /**
     * Conferences to be.
     *
     * @param browsersOnly G.711 comes from browsers, too
     */
    RoomLoad(int rooms, List<Codec> codecs, int talkers, boolean browsersOnly) throws IOException {
        this.rooms = rooms;
        this.browsersOnly = browsersOnly;
        this.codecs = codecs;
        this.talkers = talkers;
        this.voices = new RoomVoices(Codecs.load());
    }

    public static void main(String[] args) throws Exception {
        List<Codec> codecs =
                args[1].equals("-")
                        ? List.of()
                        : Stream.of(args[1].split(",", -1)).map(Codec::valueOf).toList();
        int rooms = Integer.parseInt(args[0]);
        try (var load = new RoomLoad(rooms, codecs, Integer.parseInt(args[2]), false);
                var server = new PlaneProcess(args.length > 4 ? args[4] : "")) {
            load.warmUp(server);
            load.report(System.out, load.measure(server, Integer.parseInt(args[3])));
        }
    }

    @Override
    public void warmUp(LoadedServer server) throws IOException {
        for (int room = 0; room < rooms; room++) {
            connect(server, room);
        }
        talk(0, Load.warmUpSeconds());
    }

    @Override
    public LoadResult measure(LoadedServer server, int seconds) throws IOException {
        members.forEach(RoomMember::countFromHere);
        server.begin();
        measuring = true;
        long start = System.nanoTime();
        talk(Load.warmUpSeconds(), seconds);
        long end = System.nanoTime();
        measuring = false;
        LoadedServer.Cost cost = server.end();
        double elapsed = (end - start) / 1e9;
        long open = members.stream().filter(m -> m.awaitsSince(end - OPEN_NANOS)).count();
        return new LoadResult(
                cost,
                elapsed,
                // By what was served: a server that is short of a core sends less, and costs less.
                codecs.isEmpty() ? rooms * elapsed : received / 50.0,
                Math.round(members.size() * elapsed * 50),
                received,
                awaited - open,
                LoadDelays.of(
                        latencies.values().stream()
                                .flatMap(List::stream)
                                .mapToLong(Long::longValue)
                                .toArray()),
                browserBytes,
                browserPackets);
    }

    private void report(PrintStream print, LoadResult result) {
        long missing = members.stream().mapToLong(RoomMember::missing).sum();
        print.printf(
                Locale.ROOT,
                "%d x %s, %d talk, %.0f s: %.3f ms CPU per %s-second (%.0f ms/s); received %d"
                        + " of %d, missing %d; %s%n",
                rooms,
                codecs,
                talkers,
                result.seconds(),
                result.cpuMillis(),
                codecs.isEmpty() ? "room" : "participant",
                1000 * result.cores(),
                result.received(),
                result.expected(),
                missing,
                result.cost().remark());
        latencies.forEach((pair, all) -> report(print, pair, all));
    }

    private static void report(PrintStream print, String pair, List<Long> nanos) {
        long least = nanos.stream().mapToLong(Long::longValue).min().orElseThrow();
        var delays = LoadDelays.of(nanos.stream().mapToLong(Long::longValue).toArray());
        print.printf(
                Locale.ROOT,
                "  %s: least %.1f, p50 %.1f, p99 %.1f ms (%d)%n",
                pair,
                least / 1e6,
                delays.p50Millis(),
                delays.p99Millis(),
                delays.heard());
    }

    @Override
    public void close() throws IOException {
        for (RoomMember member : members) {
            member.close();
        }
        selector.close();
    }

    private void connect(LoadedServer server, int room) throws IOException {
        var phones = new ArrayList<LoadPhone>();
        for (Codec codec : codecs) {
            var phone =
                    codec == Codec.OPUS
                            ? new LoadPhone(true, 111, "opus/48000/2")
                            : new LoadPhone(browsersOnly, 0, "PCMU/8000");
            if (!Boolean.getBoolean("levels.none")) {
                phone.givingLevels();
            }
            var member = new RoomMember(phone, codec, room, phones.size());
            phone.channel().register(selector, SelectionKey.OP_READ, member);
            members.add(member);
            phones.add(phone);
        }
        List<String> answers = server.call(codecs, phones);
        for (int i = 0; i < answers.size(); i++) {
            phones.get(i).connect(answers.get(i));
            // One by one: a browser gives up a handshake that has to wait for too many others.
            awaitKeys(phones.get(i));
        }
    }

    private void awaitKeys(LoadPhone phone) throws IOException {
        long limit = System.nanoTime() + 120_000_000_000L;
        long checked = System.nanoTime();
        while (!phone.isReady()) {
            receive();
            if (System.nanoTime() - checked > 500_000_000L) {
                checked = System.nanoTime();
                members.stream().map(RoomMember::phone).forEach(LoadPhone::sendCheck);
            }
            if (System.nanoTime() - limit > 0) {
                throw new IOException("a handshake did not come to its end");
            }
        }
    }

    /** Every phone sends a packet every 20 ms; they are spread evenly over that time. */
    private void talk(int from, int seconds) throws IOException {
        long start = System.nanoTime();
        long firstTick = from * 50L;
        for (long tick = 0; tick < seconds * 50L; tick++) {
            for (int i = 0; i < members.size(); i++) {
                awaitTime(start + tick * TICK_NANOS + i * TICK_NANOS / members.size());
                speak(members.get(i), firstTick + tick);
            }
            awaitTime(start + (tick + 1) * TICK_NANOS);
        }
    }

    /**
     * Takes what is there until then. Never sleeps: waking the receiver would be charged to the
     * sender, which is the process that we measure.
     */
    private void awaitTime(long nanos) throws IOException {
        while (System.nanoTime() - nanos < 0) {
            receive();
        }
    }

    private void speak(RoomMember member, long tick) {
        // Rooms are not in step.
        long shifted = tick + member.room() * 7L;
        if (shifted % CHECK_TICKS == 0) {
            member.phone().sendCheck();
        }
        long turn = shifted / TURN_TICKS;
        int ago = (int) Math.floorMod(turn - member.seat(), (long) codecs.size());
        int spoken = ago * TURN_TICKS + (int) (shifted % TURN_TICKS);
        boolean talks = ago < talkers;
        byte[] payload =
                talks
                        ? voices.talk(member.codec(), member.seat(), talkers, spoken)
                        : voices.room(member.codec(), spoken);
        if (talks && spoken == 0 && measuring) {
            long now = System.nanoTime();
            for (RoomMember listener : members) {
                if (listener.room() == member.room() && listener != member) {
                    listener.expect(member, now);
                    awaited++;
                }
            }
        }
        member.phone()
                .speak(
                        payload,
                        payload.length,
                        member.codec().rtpClockHz() / 50,
                        talks ? TALK_DBOV : ROOM_DBOV);
    }

    private void receive() throws IOException {
        if (selector.selectNow() == 0) {
            return;
        }
        for (SelectionKey key : selector.selectedKeys()) {
            var member = (RoomMember) key.attachment();
            for (int got = member.phone().receive(); got >= 0; got = member.phone().receive()) {
                if (got == 1) {
                    hear(member);
                }
            }
        }
        selector.selectedKeys().clear();
    }

    private void hear(RoomMember listener) {
        long now = System.nanoTime();
        float[] pcm = listener.hear();
        if (!measuring) {
            return;
        }
        received++;
        if (browsersOnly || listener.codec() == Codec.OPUS) {
            browserBytes += listener.phone().heard().payloadLength();
            browserPackets++;
        }
        RoomMember talker = listener.expected();
        if (talker == null || !opens(pcm, listener.rateHz(), RoomVoices.openingHz(talker.seat()))) {
            return;
        }
        latencies
                .computeIfAbsent(talker.codec() + " to " + listener.codec(), _ -> new ArrayList<>())
                .add(now - listener.sinceNanos());
        listener.expect(null, 0);
    }

    private static boolean opens(float[] pcm, int rateHz, int hz) {
        int piece = rateHz / 1000 * PIECE_MS;
        for (int at = 0; at + piece <= pcm.length; at += piece) {
            if (Tone.amplitude(pcm, at, piece, rateHz, hz) > HEARD) {
                return true;
            }
        }
        return false;
    }
}
