package dev.crosspoint.media.call;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaEvent.EndReason;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Legs that wait side by side: what befalls one is nothing to the others. */
class LobbyTest {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final VirtualNet net = VirtualNet.seeded(61);
    private final VirtualCall call = new VirtualCall(net);
    private final List<Leg> bugs = new ArrayList<>();
    private final Lobby lobby = new Lobby((leg, _) -> bugs.add(leg));

    /** Before it and after it, for a lobby is walked through in one order. */
    @Test
    void endsALegThatFailsAndSeesToTheOthers() {
        End before = waits(call.joinFromBrowser(Codec.PCMU));
        End broken = waits(call.join(Codec.PCMU));
        End after = waits(call.joinFromBrowser(Codec.PCMU));
        call.breakDoorOf(broken);

        long end = net.nowNanos() + Duration.ofMinutes(1).toNanos();
        for (long now = net.nowNanos(); now < end; now += TICK_NANOS) {
            lobby.onTick(now, call);
        }

        assertThat(bugs).as("said once").containsExactly(broken.leg());
        assertThat(call.counted(Count.LEG_FAILED)).isEqualTo(1);
        assertThat(call.events(MediaEvent.LegEnded.class))
                .containsExactlyInAnyOrder(
                        ended(broken, EndReason.FAILED),
                        ended(before, EndReason.CONSENT_EXPIRED),
                        ended(after, EndReason.CONSENT_EXPIRED));
        assertThat(call.closed())
                .containsExactlyInAnyOrder(before.leg(), broken.leg(), after.leg());
    }

    @Test
    void endsAllOfThemWhenOneCannotSayGoodBye() {
        End broken = call.join(Codec.PCMU);
        broken.phone().say(500, 0.2);
        waits(broken);
        End other = waits(call.join(Codec.PCMU));
        call.breakDoorOf(broken);

        lobby.close(net.nowNanos(), call);

        assertThat(call.closed()).containsExactlyInAnyOrder(broken.leg(), other.leg());
        assertThat(lobby.holds(broken.leg())).isFalse();
    }

    private End waits(End end) {
        net.run(Duration.ofSeconds(6)); // a browser has checked its path by then
        var leg = requireNonNull(call.call().release(end.leg().id(), net.nowNanos()));
        lobby.admit(new Lobby.Stay(leg, new Tenant("a", "i"), new CallId("last"), "events"));
        return end;
    }

    private static MediaEvent.LegEnded ended(End end, EndReason why) {
        return new MediaEvent.LegEnded(
                new Tenant("a", "i"), new CallId("last"), end.leg().id(), why);
    }
}
