package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class TcpGuestsTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");
    private static final long SECOND = 1_000_000_000L;

    /**
     * 10 s to the first check, 35 s to the next; 2 of one address, 3 strangers, 4 guests, 2 of a
     * leg.
     */
    private final TcpGuests<String, String> guests =
            new TcpGuests<>(new TcpLimits(10_000, 9, 999, 35_000, 2, 3, 4, 2));

    @Test
    void givesAStrangerSoLongToProveWhoItIs() {
        guests.connected("a", HERE, 0);

        assertThat(guests.overdue(10 * SECOND - 1)).isEmpty();
        assertThat(guests.overdue(10 * SECOND)).containsExactly("a");
    }

    @Test
    void givesAGuestFromEachCheckToTheNext() {
        guests.connected("a", HERE, 0);
        assertThat(guests.checked("a", "leg", 9 * SECOND)).isNull();
        assertThat(guests.checked("a", "leg", 20 * SECOND)).isNull();

        assertThat(guests.overdue(55 * SECOND - 1)).isEmpty();
        assertThat(guests.overdue(55 * SECOND)).containsExactly("a");
    }

    @Test
    void letsANewcomerTakeThePlaceOfWhoeverOfItsAddressHasWaitedLongest() {
        assertThat(guests.connected("other", THERE, 0)).isNull();
        assertThat(guests.connected("a", HERE, 1)).isNull();
        assertThat(guests.connected("b", HERE, 2)).isNull();

        assertThat(guests.connected("c", HERE, 3)).isEqualTo("a");
    }

    @Test
    void countsANetworkOfIpv6AsOneAddress() {
        assertThat(guests.connected("a", InetAddress.ofLiteral("2001:db8::1"), 0)).isNull();
        assertThat(guests.connected("b", InetAddress.ofLiteral("2001:db8::2:0:0:1"), 1)).isNull();
        assertThat(guests.connected("c", InetAddress.ofLiteral("2001:db8:0:1::1"), 2)).isNull();
        guests.gone("c");

        assertThat(guests.connected("d", InetAddress.ofLiteral("2001:db8::3"), 3)).isEqualTo("a");
    }

    @Test
    void letsANewcomerTakeThePlaceOfWhoeverHasWaitedLongestOfAll() {
        assertThat(guests.connected("a", HERE, 0)).isNull();
        assertThat(guests.connected("b", HERE, 1)).isNull();
        assertThat(guests.connected("c", THERE, 2)).isNull();

        assertThat(guests.connected("d", THERE, 3)).isEqualTo("a");
    }

    @Test
    void doesNotCountThoseWhoHaveProvedWhoTheyAre() {
        for (var name : new String[] {"a", "b", "c", "d"}) {
            assertThat(guests.connected(name, HERE, 0)).isNull();
            assertThat(guests.checked(name, "leg of " + name, 0)).isNull();
        }
        assertThat(guests.connected("e", HERE, 1)).isNull();

        assertThat(guests.checked("e", "leg of e", 1)).as("the house is full").isEqualTo("e");
    }

    @Test
    void keepsTheConnectionsOfALegThatWereCheckedLast() {
        guests.connected("a", HERE, 0);
        guests.connected("b", HERE, 0);
        for (var name : new String[] {"a", "b", "a"}) {
            assertThat(guests.checked(name, "leg", 0)).isNull();
        }
        guests.connected("c", HERE, 0);

        assertThat(guests.checked("c", "leg", 0)).isEqualTo("b");
        guests.gone("b");
        assertThat(guests.of("leg")).containsExactly("a", "c");
        assertThat(guests.of("another leg")).isEmpty();
    }

    @Test
    void forgetsWhoeverHasGone() {
        guests.connected("a", HERE, 0);
        guests.gone("a");

        assertThat(guests.checked("a", "leg", 0)).isNull();
        assertThat(guests.of("leg")).isEmpty();
        assertThat(guests.overdue(Long.MAX_VALUE)).isEmpty();
    }
}
