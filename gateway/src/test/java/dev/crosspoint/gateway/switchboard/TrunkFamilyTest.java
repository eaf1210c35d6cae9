package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.signaling.api.SignalingConfig;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkService;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrunkFamilyTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.0/24, '', false",
        "192.0.2.1, 2001:db8::/32, '', false",
        "2001:db8::1, '', '', true",
        "2001:db8::1, 192.0.2.0/24, '', true",
        "2001:db8::1, '', 192.0.2.0/24, false",
        "sip.example.net, 192.0.2.0/24, '', false",
        "sip.example.net, '', '', false",
        "sip.example.net, 2001:db8::/32, '', true",
        "sip.example.net, 2001:db8::/32 192.0.2.0/24, '', false",
        "sip.example.net, 2001:db8::/32, 192.0.2.0/24, false",
        "sip.example.net, 192.0.2.0/24, 2001:db8::/32, true"
    })
    void offersTheFamilyThatATrunkIsReachedBy(
            String host, String networks, String mediaNetworks, boolean ipv6) {
        var trunk =
                new TrunkConfig(
                        "trunk",
                        new Tenant("acme", "test"),
                        SignalingConfig.Exposure.PRIVATE,
                        List.of(SignalingConfig.Transport.UDP),
                        SignalingConfig.MediaSecurity.NONE,
                        host,
                        5060,
                        list(networks),
                        null,
                        null,
                        null,
                        null,
                        list(mediaNetworks),
                        "GB",
                        null,
                        Set.of(),
                        TrunkService.PLAIN);

        assertThat(Translation.kind(trunk)).isInstanceOf(LegKind.Trunk.class);
        assertThat(((LegKind.Trunk) Translation.kind(trunk)).ipv6()).isEqualTo(ipv6);
    }

    private static List<String> list(String words) {
        return Arrays.stream(words.split(" ")).filter(word -> !word.isEmpty()).toList();
    }
}
