package dev.crosspoint.media.call;

import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaEvent.EndReason;
import dev.crosspoint.media.api.Tenant;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a loop's own legs wait between calls: paths, consent, keys and RTCP are kept alive, audio
 * is received and dropped, and none is sent. That no audio comes says nothing here: a browser that
 * is gone consents no more (RFC 7675).
 */
public final class Lobby {

    /**
     * A leg that waits.
     *
     * @param lastCall the call it was in, which its events still name
     * @param eventAddress where they go
     */
    public record Stay(Leg leg, Tenant tenant, CallId lastCall, String eventAddress) {}

    private static final int TURNS = 5;

    private final BiConsumer<Leg, RuntimeException> bugs;
    private final List<Stay> stays = new ArrayList<>();
    private int turn;

    /**
     * @param bugs who writes down what went wrong with a leg; it is ended, and the others wait on
     */
    public Lobby(BiConsumer<Leg, RuntimeException> bugs) {
        this.bugs = bugs;
    }

    /** Takes a leg, whose peer has no reason to say anything until a call takes it. */
    public void admit(Stay stay) {
        stay.leg().waits();
        stays.add(stay);
    }

    /** A leg that waits here, or null. */
    public @Nullable Leg leg(LegId legId) {
        for (Stay stay : stays) {
            if (stay.leg().id().equals(legId)) {
                return stay.leg();
            }
        }
        return null;
    }

    /** Whether a leg waits here. */
    public boolean holds(Leg leg) {
        for (int i = 0; i < stays.size(); i++) {
            if (stays.get(i).leg() == leg) {
                return true;
            }
        }
        return false;
    }

    /** Forgets a leg, alive, so that a call may have it; null when it is not here. */
    public @Nullable Stay release(LegId legId) {
        for (Stay stay : stays) {
            if (stay.leg().id().equals(legId)) {
                stays.remove(stay);
                return stay;
            }
        }
        return null;
    }

    /** A datagram from a waiting leg's peer; the bytes are borrowed, and overwritten. */
    public void onDatagram(
            Leg leg,
            byte[] data,
            int offset,
            int length,
            InetSocketAddress from,
            long nowNanos,
            Outbox out) {
        try {
            var _ = leg.onDatagram(data, offset, length, from, nowNanos, out);
        } catch (RuntimeException bug) {
            fail(leg, bug, out);
        }
    }

    /** Every 20 ms; sees to every fifth leg, which wait for nothing that is due in less time. */
    public void onTick(long nowNanos, Outbox out) {
        turn = (turn + 1) % TURNS;
        for (int i = stays.size() - 1 - turn; i >= 0; i -= TURNS) {
            Leg leg = stays.get(i).leg();
            try {
                leg.onTick(nowNanos, out);
                EndReason ended = leg.ended();
                if (ended != null) {
                    over(leg, ended, out);
                }
            } catch (RuntimeException bug) {
                fail(leg, bug, out);
            }
        }
    }

    /** A bug ends the leg that it happened to, and no other. */
    private void fail(Leg leg, RuntimeException bug, Outbox out) {
        bugs.accept(leg, bug);
        out.count(Count.LEG_FAILED);
        over(leg, EndReason.FAILED, out);
    }

    private void over(Leg leg, EndReason why, Outbox out) {
        Stay stay = release(leg.id());
        if (stay != null) {
            out.event(
                    stay.eventAddress(),
                    new MediaEvent.LegEnded(stay.tenant(), stay.lastCall(), leg.id(), why));
            out.closed(leg);
        }
    }

    /** Ends one waiting leg, if it is here. */
    public boolean closeLeg(LegId legId, long nowNanos, Outbox out) {
        Stay stay = release(legId);
        if (stay == null) {
            return false;
        }
        try {
            stay.leg().close(nowNanos, out);
        } catch (RuntimeException bug) {
            bugs.accept(stay.leg(), bug);
            out.count(Count.LEG_FAILED);
        }
        out.closed(stay.leg());
        return true;
    }

    /** Ends all of them. */
    public void close(long nowNanos, Outbox out) {
        for (Stay stay : List.copyOf(stays)) {
            closeLeg(stay.leg().id(), nowNanos, out);
        }
    }
}
