package dev.crosspoint.gateway.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.IceServer;
import dev.crosspoint.signaling.api.Private;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnServerTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_795_000_000L - 720 * 60);
    private static final List<String> URLS =
            List.of("turn:turn.example.com?transport=udp", "turn:turn.example.com?transport=tcp");

    private final TurnServer server =
            new TurnServer(
                    new TurnSettings(URLS, new Private("north wind"), 720),
                    InstantSource.fixed(NOW),
                    new SecureRandom());

    @Test
    void makesThePasswordAsCoturnDoes() {
        var credentials =
                TurnCredentials.until(
                        Instant.ofEpochSecond(1_795_000_000L),
                        "5a0c1122",
                        new Private("north wind"));

        assertThat(credentials.username().value()).isEqualTo("1795000000:5a0c1122");
        // By openssl dgst -sha1 -hmac 'north wind' -binary | base64.
        assertThat(credentials.password().value()).isEqualTo("OHfbd5r4IyNFS0at8x6hwTzwmd4=");
    }

    @Test
    void givesEverybodyAnIdOfTheirOwnAndTheSameTime() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 100; i++) {
            var relay = server.get().getFirst();
            assertThat(relay.urls()).isEqualTo(URLS);
            assertThat(relay.username().value()).matches("1795000000:[0-9a-f]{16}");
            seen.add(relay.username().value());
        }
        assertThat(seen).hasSize(100);
    }

    @Test
    void usesAnotherSecretFromThenOn() {
        server.renew(new Private("south wind"));

        var relay = server.get().getFirst();

        assertThat(relay.credential()).isEqualTo(password(relay, "south wind"));
        assertThat(relay.credential()).isNotEqualTo(password(relay, "north wind"));
    }

    @Test
    void showsNothingOfThemInLogs() {
        var relay = server.get().getFirst();

        assertThat(relay.toString())
                .doesNotContain(relay.username().value(), relay.credential().value());
    }

    private static Private password(IceServer relay, String secret) {
        var parts = relay.username().value().split(":", 2);
        var expiry = Instant.ofEpochSecond(Long.parseLong(parts[0]));
        return TurnCredentials.until(expiry, parts[1], new Private(secret)).password();
    }
}
