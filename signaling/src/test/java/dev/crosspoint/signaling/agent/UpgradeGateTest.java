package dev.crosspoint.signaling.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.signaling.agent.UpgradeGate.Decision;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeGateTest {

    private static final String HOST = "gateway.example:8443";

    @Test
    void letsTheDesktopInFromThePageOfTheSameHost() {
        UpgradeGate gate = gate(List.of(), List.of());
        assertThat(gate.decide("/agent", headers("https://" + HOST), "192.0.2.1"))
                .isEqualTo(new Decision.Desktop());
        assertThat(gate.decide("/agent?x=1", headers(null), "192.0.2.1"))
                .as("no browser, no origin")
                .isEqualTo(new Decision.Desktop());
    }

    @ParameterizedTest
    @CsvSource({
        "https://gateway.example",
        "http://gateway.example:8443",
        "https://gateway.example:8443.evil.example",
        "https://evil.example",
        "null"
    })
    void refusesOtherOrigins(String origin) {
        assertThat(gate(List.of(), List.of()).decide("/agent", headers(origin), "192.0.2.1"))
                .isEqualTo(new Decision.Refused(403, "origin"));
    }

    @Test
    void takesAListOfOriginsExactly() {
        UpgradeGate gate = gate(List.of("https://desk.example"), List.of());
        assertThat(gate.decide("/agent", headers("https://desk.example"), "192.0.2.1"))
                .isEqualTo(new Decision.Desktop());
        for (String origin :
                List.of("https://" + HOST, "https://desk.example:443", "HTTPS://DESK.EXAMPLE")) {
            assertThat(gate.decide("/agent", headers(origin), "192.0.2.1"))
                    .isEqualTo(new Decision.Refused(403, "origin"));
        }
        MultiMap twice = headers("https://desk.example").add("Origin", "https://desk.example");
        assertThat(gate.decide("/agent", twice, "192.0.2.1"))
                .isEqualTo(new Decision.Refused(403, "origin"));
    }

    @ParameterizedTest
    @CsvSource({"/", "/agents", "/agent/", "/rtc/x", "/AGENT", "/%61gent", "/api/agent", "''"})
    void refusesOtherPaths(String path) {
        assertThat(gate(List.of(), List.of()).decide(path, headers(null), "192.0.2.1"))
                .isEqualTo(new Decision.Refused(404, "path"));
    }

    /** RFC 7118 4. */
    @Test
    void letsPhonesInThatSayThatTheySpeakSip() {
        UpgradeGate gate = gate(List.of(), List.of());
        for (String protocols : List.of("sip", "chat, sip")) {
            var asked = headers(null).add("Sec-WebSocket-Protocol", protocols);
            assertThat(gate.decide("/sip", asked, "::1")).isEqualTo(new Decision.Phone());
        }
        for (String protocols : List.of("", "chat", "SIP", "sips")) {
            var asked = headers(null).add("Sec-WebSocket-Protocol", protocols);
            assertThat(gate.decide("/sip", asked, "::1"))
                    .isEqualTo(new Decision.Refused(400, "protocol"));
        }
        var foreign = headers("https://elsewhere.example").add("Sec-WebSocket-Protocol", "sip");
        assertThat(gate.decide("/sip", foreign, "::1"))
                .isEqualTo(new Decision.Refused(403, "origin"));
    }

    @Test
    void refusesAddressesOutsideTheNetworks() {
        UpgradeGate gate = gate(List.of(), List.of("192.0.2.0/25", "2001:db8::/33"));
        assertThat(gate.decide("/agent", headers(null), "192.0.2.127"))
                .isEqualTo(new Decision.Desktop());
        assertThat(gate.decide("/agent", headers(null), "2001:db8:7fff::1"))
                .isEqualTo(new Decision.Desktop());
        for (String address : List.of("192.0.2.128", "2001:db8:8000::1", "::1", "not-an-address")) {
            assertThat(gate.decide("/agent", headers(null), address))
                    .isEqualTo(new Decision.Refused(403, "address"));
        }
    }

    @Test
    void readsTheUrlOfADirectSoftphone() {
        UpgradeGate gate = gate(List.of(), List.of());
        assertThat(gate.decide("/rtc?callId=a%20b%2F&contactCtx=t%2B%3D%2F", headers(null), "::1"))
                .isEqualTo(new Decision.NewLeg("a b/", new Private("t+=/")));
        assertThat(gate.decide("/rtc?x=y&callId=a", headers(null), "::1"))
                .isEqualTo(new Decision.NewLeg("a", null));
        assertThat(gate.decide("/rtc?callId=a&clientToken=good", headers(null), "::1"))
                .isEqualTo(new Decision.KnownLeg("good"));
        assertThat(gate.decide("/rtc?callId=a&clientToken=undefined", headers(null), "::1"))
                .isEqualTo(new Decision.Refused(403, "client-token"));
    }

    @ParameterizedTest
    @CsvSource({
        "/rtc",
        "/rtc?",
        "/rtc?callId=",
        "/rtc?callId=a&callId=b",
        "/rtc?callId=%zz",
        "/rtc?contactCtx=t"
    })
    void refusesADirectSoftphoneWithoutOneCallId(String uri) {
        assertThat(gate(List.of(), List.of()).decide(uri, headers(null), "::1"))
                .isEqualTo(new Decision.Refused(404, "call-id"));
    }

    @Test
    void refusesWhenTooManyOfAnAddressHaveNotProvedThemselves() {
        Arrivals arrivals = new Arrivals(64);
        UpgradeGate gate =
                new UpgradeGate(
                        config(List.of(), List.of()),
                        arrivals::hasRoom,
                        (_, t) -> t.equals("good"));
        Runnable first = arrivals.arrive("2001:db8::1");
        for (int i = 1; i < 64; i++) {
            arrivals.arrive("2001:db8::" + i);
        }
        assertThat(gate.decide("/agent", headers(null), "2001:db8::ffff"))
                .as("one /64 is one address")
                .isEqualTo(new Decision.Refused(429, "too-many"));
        assertThat(gate.decide("/rtc?callId=a&clientToken=good", headers(null), "2001:db8::1"))
                .as("a client token is proof")
                .isEqualTo(new Decision.KnownLeg("good"));
        assertThat(gate.decide("/agent", headers(null), "2001:db8:0:1::1"))
                .isEqualTo(new Decision.Desktop());
        first.run();
        first.run();
        assertThat(arrivals.hasRoom("2001:db8::1")).isTrue();
        arrivals.arrive("2001:db8::1");
        assertThat(arrivals.hasRoom("2001:db8::1")).isFalse();
    }

    @Test
    void readsBlocksOfBothFamilies() {
        AddressBlocks blocks =
                new AddressBlocks(List.of("10.0.0.0/8", "198.51.100.7", "fe80::/10"));
        assertThat(List.of("10.255.0.1", "198.51.100.7", "fe80::1", "febf::1", "::ffff:10.1.1.1"))
                .allMatch(blocks::contains);
        assertThat(List.of("11.0.0.1", "198.51.100.8", "fec0::1", "", "10.0.0.1.example"))
                .noneMatch(blocks::contains);
        assertThat(new AddressBlocks(List.of("0.0.0.0/0")).contains("203.0.113.1")).isTrue();
        assertThat(new AddressBlocks(List.of("0.0.0.0/0")).contains("::1")).isFalse();
        for (String bad :
                List.of("10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "host/8", "::/129", "")) {
            assertThatThrownBy(() -> new AddressBlocks(List.of(bad)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not a CIDR block: " + bad);
        }
    }

    private static UpgradeGate gate(List<String> origins, List<String> networks) {
        return new UpgradeGate(
                config(origins, networks), _ -> true, (_, token) -> token.equals("good"));
    }

    private static AgentConfig config(List<String> origins, List<String> networks) {
        return new AgentConfig(
                "127.0.0.1",
                0,
                new PemIdentity("", ""),
                origins,
                networks,
                1,
                1,
                1,
                1,
                Proxies.NONE,
                1);
    }

    private static MultiMap headers(@org.jspecify.annotations.Nullable String origin) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Host", HOST);
        return origin == null ? headers : headers.add("Origin", origin);
    }
}
