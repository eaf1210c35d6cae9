package dev.crosspoint.media.loop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.call.Leg;
import dev.crosspoint.media.ice.ControllingPeer;
import dev.crosspoint.media.ice.IceCredentials;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeatsTest {
    private static final byte[] RTP = {(byte) 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};

    private final Seats seats = new Seats();

    @Test
    void knowsALegByTheAddressesThatWereBoundToIt() {
        Leg one = StrayLegs.leg("one");
        Leg two = StrayLegs.leg("two");
        seats.add(one, List.of("uone"), 0);
        seats.add(two, List.of("utwo"), 0);
        seats.bind(one, address(1));
        seats.bind(two, address(2));

        assertThat(holderOf(address(1))).isSameAs(one);
        assertThat(holderOf(address(2))).isSameAs(two);
        assertThat(seats.find(RTP, 0, RTP.length, address(3))).isNull();
    }

    @Test
    void givesAnAddressToTheLegThatProvedItLast() {
        Leg old = StrayLegs.leg("old");
        Leg fresh = StrayLegs.leg("fresh");
        seats.add(old, List.of("uold"), 0);
        seats.add(fresh, List.of("ufresh"), 0);
        seats.bind(old, address(1));

        seats.bind(fresh, address(1));
        seats.remove(old);

        assertThat(holderOf(address(1))).isSameAs(fresh);
    }

    @Test
    void forgetsTheAddressNotCheckedForLongestWhenASeventeenthComes() {
        Leg leg = StrayLegs.leg("roaming");
        seats.add(leg, List.of("ufrag"), 0);
        for (int i = 1; i <= 16; i++) {
            seats.bind(leg, address(i));
        }
        seats.bind(leg, address(1)); // the path in use is checked again and again

        seats.bind(leg, address(17));

        assertThat(holderOf(address(1))).isSameAs(leg);
        assertThat(seats.find(RTP, 0, RTP.length, address(2))).isNull();
        for (int i = 3; i <= 17; i++) {
            assertThat(holderOf(address(i))).isSameAs(leg);
        }
    }

    @Test
    void knowsALegByItsNamesOnly() {
        Leg leg = StrayLegs.leg("restarting");
        seats.add(leg, List.of("first"), 0);
        seats.rename(leg, List.of("second", "first"));

        assertThat(named("first")).isSameAs(named("second")).isNotNull();

        seats.rename(leg, List.of("third", "second"));
        assertThat(named("first")).isNull();
        assertThat(named("third")).isSameAs(named("second")).isNotNull();

        seats.remove(leg);
        seats.rename(leg, List.of("fourth"));
        for (String ufrag : List.of("first", "second", "third", "fourth")) {
            assertThat(named(ufrag)).isNull();
        }
    }

    @Test
    void leavesNothingOfALegBehind() {
        Leg leg = StrayLegs.leg("leaving");
        seats.add(leg, List.of("ufrag"), 0);
        for (int i = 1; i <= 40; i++) {
            seats.bind(leg, address(i));
        }

        assertThat(seats.remove(leg)).isTrue();

        assertThat(seats.remove(leg)).isFalse();
        for (int i = 1; i <= 40; i++) {
            assertThat(seats.find(RTP, 0, RTP.length, address(i))).isNull();
        }
    }

    private Seats.@Nullable Seat named(String ufrag) {
        var us = new IceCredentials(ufrag, "p".repeat(22));
        byte[] check = new ControllingPeer(us, us, 1).check(true);
        return seats.find(check, 0, check.length, address(1));
    }

    private Leg holderOf(InetSocketAddress from) {
        return requireNonNull(seats.find(RTP, 0, RTP.length, from)).leg();
    }

    private static InetSocketAddress address(int n) {
        return new InetSocketAddress("192.0.2.1", 40_000 + n);
    }
}
