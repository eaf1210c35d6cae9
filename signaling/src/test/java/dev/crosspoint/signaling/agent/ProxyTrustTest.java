package dev.crosspoint.signaling.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies.Header;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTrustTest {
    private static final List<String> OURS = List.of("10.0.0.0/8", "fd00::/8");

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    192.0.2.9 | 203.0.113.5                       | 192.0.2.9
                    10.1.1.1  | 203.0.113.5                       | 203.0.113.5
                    10.1.1.1  | 198.51.100.1, 203.0.113.5         | 203.0.113.5
                    10.1.1.1  | 198.51.100.1,203.0.113.5 ,10.2.2.2| 203.0.113.5
                    10.1.1.1  | 10.3.3.3, 10.2.2.2                | 10.3.3.3
                    10.1.1.1  | 203.0.113.5:4711                  | 203.0.113.5
                    fd00::1   | 2001:DB8::7                       | 2001:db8:0:0:0:0:0:7
                    fd00::1   | [2001:db8::7]:443                 | 2001:db8:0:0:0:0:0:7
                    10.1.1.1  | ::ffff:203.0.113.5                | 203.0.113.5
                    10.1.1.1  | unknown                           | unknown
                    10.1.1.1  | 203.0.113.5, unknown              | unknown
                    10.1.1.1  | 203.0.113.5, 127.1                | unknown
                    10.1.1.1  | fe80::1%eth0                      | unknown
                    10.1.1.1  | 203.0.113.5,                      | unknown
                    10.1.1.1  | ''                                | unknown
                    """)
    void believesWhatOurProxiesHaveWrittenAndNoMore(String peer, String header, String client) {
        var headers = MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-For", header);
        assertThat(trust(Header.X_FORWARDED_FOR).client(peer, headers::getAll)).isEqualTo(client);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    for=203.0.113.5                                       | 203.0.113.5
                    For="[2001:db8::7]:4711";proto=https;by=10.0.0.9      | 2001:db8:0:0:0:0:0:7
                    for=198.51.100.1, proto=https;FOR=203.0.113.5         | 203.0.113.5
                    for=203.0.113.5, for=10.2.2.2                         | 203.0.113.5
                    for=203.0.113.5;x="a,for=198.51.100.1\\",b"            | 203.0.113.5
                    for=_hidden                                           | unknown
                    for=198.51.100.1, by=10.0.0.9                         | unknown
                    for="203.0.113.5                                      | unknown
                    """)
    void readsTheStandardsHeader(String header, String client) {
        var headers = MultiMap.caseInsensitiveMultiMap().add("Forwarded", header);
        assertThat(trust(Header.FORWARDED).client("10.1.1.1", headers::getAll)).isEqualTo(client);
    }

    @Test
    void readsSeveralHeadersAsOneAndNeverTheOtherOne() {
        var headers =
                MultiMap.caseInsensitiveMultiMap()
                        .add("X-Forwarded-For", "198.51.100.1")
                        .add("X-Forwarded-For", "203.0.113.5, 10.2.2.2")
                        .add("Forwarded", "for=192.0.2.66");

        assertThat(trust(Header.X_FORWARDED_FOR).client("10.1.1.1", headers::getAll))
                .isEqualTo("203.0.113.5");
        assertThat(trust(Header.FORWARDED).client("10.1.1.1", headers::getAll))
                .isEqualTo("192.0.2.66");
    }

    @Test
    void takesTheProxyItselfWhenItNamesNobody() {
        var nothing = MultiMap.caseInsensitiveMultiMap();
        assertThat(trust(Header.FORWARDED).client("10.1.1.1", nothing::getAll))
                .isEqualTo("10.1.1.1");
    }

    @Test
    void believesNobodyUntilItIsTold() {
        var headers = MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-For", "203.0.113.5");
        assertThat(new ProxyTrust(Proxies.NONE).client("127.0.0.1", headers::getAll))
                .isEqualTo("127.0.0.1");
        assertThat(new ProxyTrust(Proxies.NONE).isProxy("127.0.0.1")).isFalse();
    }

    private static ProxyTrust trust(Header header) {
        return new ProxyTrust(new Proxies(OURS, header));
    }
}
