package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawViaTest {
    private static final InetSocketAddress FROM =
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 4711);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SIP/2.0/UDP a:5062;branch=x;rport          | 5062 | SIP/2.0/UDP a:5062;branch=x;rport=4711;received=192.0.2.7
                    SIP/2.0/UDP a : 5062 ; RPORT ;branch=x     | 5062 | SIP/2.0/UDP a : 5062 ;rport=4711;received=192.0.2.7;branch=x
                    SIP/2.0/UDP a;rport, SIP/2.0/UDP b:9;rport | 0    | SIP/2.0/UDP a;rport=4711;received=192.0.2.7, SIP/2.0/UDP b:9;rport
                    SIP/2.0/UDP [2001:db8::1]:5062;rport       | 5062 | SIP/2.0/UDP [2001:db8::1]:5062;rport=4711;received=192.0.2.7
                    SIP/2.0/UDP a;rport=7                      | 0    | SIP/2.0/UDP a;rport=7
                    SIP/2.0/UDP a;rports                       | 0    | SIP/2.0/UDP a;rports
                    SIP/2.0/UDP [2001:db8::1]                  | 0    | SIP/2.0/UDP [2001:db8::1]
                    SIP/2.0/UDP a:99999                        | 0    | SIP/2.0/UDP a:99999
                    SIP/2.0/UDP a;x=y:5062                     | 0    | SIP/2.0/UDP a;x=y:5062
                    nonsense                                   | 0    | nonsense
                    """)
    void saysWhereAnAnswerGoes(String field, int port, String stamped) {
        var via = RawVia.of(field);
        assertThat(via.port()).isEqualTo(port);
        assertThat(via.stamped(FROM)).isEqualTo(stamped);
        assertThat(via.hasRport()).isEqualTo(stamped.contains("=4711"));
    }
}
