package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24,   192.0.2.255,   true",
        "192.0.2.0/24,   192.0.3.0,     false",
        "192.0.2.128/25, 192.0.2.127,   false",
        "192.0.2.7,      192.0.2.7,     true",
        "192.0.2.7,      192.0.2.8,     false",
        "0.0.0.0/0,      203.0.113.9,   true",
        "0.0.0.0/0,      2001:db8::1,   false",
        "2001:db8::/33,  2001:db8:7fff::1, true",
        "2001:db8::/33,  2001:db8:8000::1, false",
        "::1,            ::1,           true",
    })
    void containsWhatItsBlocksSay(String block, String address, boolean expected) {
        assertThat(Networks.of(List.of(block)).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(expected);
    }

    @Test
    void containsNothingWhenEmpty() {
        assertThat(Networks.of(List.of()).isEmpty()).isTrue();
        assertThat(Networks.of(List.of()).contains(InetAddress.ofLiteral("192.0.2.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "example.com", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "::/129"})
    void refusesWhatIsNoBlockAndSaysSo(String text) {
        assertThatThrownBy(() -> Networks.of(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected something like 192.0.2.0/24");
    }
}
