package dev.crosspoint.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.15.255.255", "172.32.0.1", "2a00:1450:4001::1"})
    void knowsPublicAddresses(String address) {
        assertThat(Reach.isPublic(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254", // Where clouds tell machines their secrets.
                "100.64.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "64:ff9b::a00:1",
                "fe80::1",
                "fd00::1",
                "ff02::1",
                "2001:db8::1",
            })
    void knowsAddressesThatOnlyMeanSomethingHere(String address) {
        assertThat(Reach.isPublic(InetAddress.ofLiteral(address))).isFalse();
    }
}
