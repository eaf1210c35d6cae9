package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.ComfortNoise;
import dev.crosspoint.media.mix.HearingMatrix;
import dev.crosspoint.media.rtp.RtpPacket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fast path: a listener that hears exactly one party, which speaks the codec that the listener
 * is sent, gets that party's payloads as they arrive. Nothing is buffered and nothing is decoded.
 */
final class Relay {
    private static final int TICK_MS = 20;

    private final Codecs codecs;
    private final byte[] scratch =
            new byte[RtpPacket.FIXED_HEADER_LENGTH + SendPath.MAX_PAYLOAD + 32];
    private final RtpPacket copy = new RtpPacket();

    Relay(Codecs codecs) {
        this.codecs = codecs;
    }

    /** The one party that a listener may get forwarded, or null when it needs the mix. */
    @Nullable Party sourceFor(Party listener, List<Party> parties, HearingMatrix matrix) {
        long sources = matrix.sourcesOf(listener.slot()) & ~(1L << listener.slot());
        if (Long.bitCount(sources) != 1 || listener.codec() == null) {
            return null;
        }
        int slot = Long.numberOfTrailingZeros(sources);
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            if (party.slot() == slot) {
                return party.spokenCodec() == listener.codec() && suits(listener, party)
                        ? party
                        : null;
            }
        }
        return null; // a prompt
    }

    /**
     * Whether a listener can be sent what comes as it comes: whoever is silent without packets is
     * decoded, from the first pause, for those who do not expect that, and packets are made anew
     * for those who have asked for others than everybody's.
     */
    private static boolean suits(Party listener, Party source) {
        return listener.packetMs() == TICK_MS
                && (listener.takesComfortNoise() || !source.leavesOutPackets());
    }

    /** Meters a packet that a party sent, and forwards it to everybody who gets it that way. */
    void forward(Party source, RtpPacket packet, List<Party> parties, long nowNanos, Outbox out) {
        int level = source.arrivedLevel(codecs, packet, nowNanos);
        int listeners = 0;
        for (int i = 0; i < parties.size(); i++) {
            if (parties.get(i).listening().forwarded == source) {
                listeners++;
            }
        }
        if (listeners == 0) {
            return;
        }
        Codec codec = source.spokenCodec();
        if (codec == null || packet.payloadLength() > SendPath.MAX_PAYLOAD) {
            return;
        }
        int ticks =
                codec.durationTicks(packet.array(), packet.payloadOffset(), packet.payloadLength());
        for (int i = 0; listeners > 0; i++) {
            Party listener = parties.get(i);
            if (listener.listening().forwarded != source) {
                continue;
            }
            listeners--;
            if (level != RtpPacket.NO_LEVEL) {
                listener.leg().meters().sent(level);
                listener.listening().background().heard(level);
            }
            // Protection destroys the payload: all but the last listener get a copy.
            RtpPacket mine = listeners == 0 ? packet : copyOf(packet);
            listener.leg().send().relay(mine, ticks, nowNanos, out);
        }
    }

    /** A party has sent what nobody gets forwarded: see {@link SendPath#leaveOut}. */
    void leaveOut(Party source, RtpPacket packet, List<Party> parties) {
        for (int i = 0; i < parties.size(); i++) {
            Party listener = parties.get(i);
            if (listener.listening().forwarded == source) {
                listener.leg().send().leaveOut(packet);
            }
        }
    }

    /** Forwards what a party says of its background to everybody who gets its packets. */
    void forwardNoise(
            Party source, RtpPacket packet, List<Party> parties, long nowNanos, Outbox out) {
        if (packet.payloadLength() > ComfortNoise.MAX_PAYLOAD) {
            return; // what we would not play ourselves
        }
        for (int i = 0; i < parties.size(); i++) {
            Party listener = parties.get(i);
            if (listener.listening().forwarded == source) {
                listener.leg().send().relayNoise(copyOf(packet), nowNanos, out);
            }
        }
    }

    /**
     * Says to those who get a party's packets how its background was, when it sends none.
     *
     * @return whether it sends none to any of them
     */
    boolean fillPauses(List<Party> parties, long nowNanos, Outbox out) {
        boolean anyLacks = false;
        for (int i = 0; i < parties.size(); i++) {
            Party listener = parties.get(i);
            if (listener.listening().forwarded != null && listener.takesComfortNoise()) {
                Background background = listener.listening().background();
                SendPath send = listener.leg().send();
                int lacking = send.ticksWithoutAudio(nowNanos);
                anyLacks |= lacking > 0;
                if (background.replaces(lacking) && background.isDue()) {
                    send.fill(background.levelDbov(), nowNanos, out);
                }
            }
        }
        return anyLacks;
    }

    /**
     * Whether a listener that hears the mix may change now without anybody hearing it: in a pause,
     * or at any time where a packet continues exactly what the last frame was.
     */
    boolean mayChange(Party listener, long nowNanos) {
        Listening listening = listener.listening();
        Party source = listening.forwardedNext;
        if (source == null || listening.heard != 1L << source.slot()) {
            return false;
        }
        Voice voice = source.voice();
        if (voice == null || listener.codec() == null) {
            return true;
        }
        boolean exact = listener.codec().isWithoutMemory() && voice.isEven() && !listening.lags();
        return exact
                || (voice.isSettled()
                        && listening.isPause(
                                Math.max(source.levelDbov(), voice.pendingDbov()),
                                nowNanos - listening.waitingSinceNanos));
    }

    /** What the source's buffer still holds goes out at once, so that no word is lost. */
    void change(Party listener, long nowNanos, Outbox out) {
        Listening listening = listener.listening();
        Party source = listening.forwardedNext;
        if (source == null) {
            return;
        }
        listening.forwarded = source;
        listening.forwardedNext = null;
        listening.closeEncoder();
        Voice voice = source.voice();
        Codec codec = source.spokenCodec();
        if (voice == null || codec == null) {
            return;
        }
        voice.playout()
                .waiting((sequence, timestamp, data, offset, length) -> {
                    int header =
                            RtpPacket.writeHeader(
                                    scratch, 0, false, 0, sequence, timestamp, source.ssrc());
                    System.arraycopy(data, offset, scratch, header, length);
                    copy.wrap(scratch, 0, header + length);
                    int ticks = codec.durationTicks(scratch, header, length);
                    listener.leg().send().relay(copy, ticks, nowNanos, out);
                });
    }

    private RtpPacket copyOf(RtpPacket packet) {
        int header =
                RtpPacket.writeHeader(
                        scratch,
                        0,
                        packet.marker(),
                        0,
                        packet.sequence(),
                        packet.timestamp(),
                        packet.ssrc());
        System.arraycopy(
                packet.array(), packet.payloadOffset(), scratch, header, packet.payloadLength());
        copy.wrap(scratch, 0, header + packet.payloadLength());
        return copy;
    }
}
