package dev.crosspoint.media.loop;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketAddressesTest {
    private final SocketAddresses addresses = new SocketAddresses();
    private final MemorySegment memory = Arena.ofAuto().allocate(SocketAddresses.BYTES, 8);

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 5060, false",
        "255.255.255.255, 65535, false",
        "0.0.0.0, 1, false",
        "2001:db8::7, 5060, true",
        "::1, 40000, true",
    })
    void readsWhatItWrites(String host, int port, boolean v6) {
        var peer = new InetSocketAddress(InetAddress.ofLiteral(host), port);

        assertThat(addresses.write(peer, v6, memory, 0)).isEqualTo(v6 ? 28 : 16);

        assertThat(addresses.read(memory, 0)).isEqualTo(peer);
    }

    @Test
    void laysOutIpv4AsLinuxDoes() {
        addresses.write(peer("192.0.2.7", 0x1234), false, memory, 0);

        assertThat(hex(16)).isEqualTo("0200" + "1234" + "c0000207" + "0000000000000000");
    }

    @Test
    void laysOutIpv6AsLinuxDoes() {
        addresses.write(peer("2001:db8::7", 0x1234), true, memory, 0);

        assertThat(hex(28))
                .isEqualTo(
                        "0a00"
                                + "1234"
                                + "00000000"
                                + "20010db8000000000000000000000007"
                                + "00000000");
    }

    @Test
    void reachesIpv4FromAnIpv6Socket() {
        var peer = peer("192.0.2.7", 5060);

        addresses.write(peer, true, memory, 0);

        assertThat(hex(28)).contains("00000000000000000000ffffc0000207");
        assertThat(addresses.read(memory, 0)).isEqualTo(peer);
    }

    @Test
    void keepsTheScopeOfALinkLocalAddress() throws Exception {
        byte[] bytes = InetAddress.ofLiteral("fe80::1").getAddress();
        var first = new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 3), 9);
        var second = new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 4), 9);

        addresses.write(first, true, memory, 0);
        var readFirst = requireNonNull(addresses.read(memory, 0));
        addresses.write(second, true, memory, 0);
        var readSecond = requireNonNull(addresses.read(memory, 0));

        assertThat(((Inet6Address) readFirst.getAddress()).getScopeId()).isEqualTo(3);
        assertThat(((Inet6Address) readSecond.getAddress()).getScopeId()).isEqualTo(4);
    }

    @Test
    void doesNotWriteWhatTheSocketCannotReach() {
        assertThat(addresses.write(peer("::1", 9), false, memory, 0)).isZero();
        var name = InetSocketAddress.createUnresolved("nowhere.invalid", 9);
        assertThat(addresses.write(name, false, memory, 0)).isZero();
        assertThat(addresses.write(name, true, memory, 0)).isZero();
    }

    @Test
    void makesNoNewObjectForAPeerItKnows() {
        addresses.write(peer("192.0.2.7", 5060), false, memory, 0);

        assertThat(addresses.read(memory, 0)).isSameAs(addresses.read(memory, 0));
    }

    @Test
    void tellsManyPeersApartWhateverItForgets() {
        for (int port = 1; port < 65_536; port++) {
            var peer = peer("198.51.100.1", port);
            addresses.write(peer, false, memory, 0);
            assertThat(addresses.read(memory, 0)).isEqualTo(peer);
        }
    }

    @Test
    void writesTheSameAgainForEitherKindOfSocket() {
        var peer = peer("192.0.2.7", 0x1234);
        addresses.write(peer, false, memory, 0);
        String v4 = hex(16);
        addresses.write(peer, true, memory, 0);
        String v6 = hex(28);

        memory.fill((byte) 1);
        assertThat(addresses.write(peer, true, memory, 0)).isEqualTo(28);
        assertThat(hex(28)).isEqualTo(v6);
        memory.fill((byte) 1);
        assertThat(addresses.write(peer, false, memory, 0)).isEqualTo(16);
        assertThat(hex(16)).isEqualTo(v4);
    }

    @Test
    void refusesOtherFamilies() {
        memory.set(JAVA_SHORT, 0, (short) 1); // AF_UNIX

        assertThat(addresses.read(memory, 0)).isNull();
    }

    private static InetSocketAddress peer(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private String hex(int length) {
        return HexFormat.of().formatHex(memory.asSlice(0, length).toArray(JAVA_BYTE));
    }
}
