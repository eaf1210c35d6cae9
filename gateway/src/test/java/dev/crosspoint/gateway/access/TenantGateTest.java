package dev.crosspoint.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.access.TenantGate.Way;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.signaling.api.RequestSource;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TenantGateTest {
    private static final Tenant CLOSED = new Tenant("acme", "main");
    private static final Tenant OPEN = new Tenant("acme", "open");
    private static final AccessRules RULES =
            new AccessRules(
                    List.of("https://desk.example"), List.of("192.0.2.0/24", "2001:db8::/32"));

    private final List<AuditEvent> audited = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long nowNanos;
    private final TenantGate gate =
            new TenantGate(
                    Map.of(CLOSED, RULES, OPEN, AccessRules.NONE),
                    audited::add,
                    meters,
                    () -> nowNanos);

    @Test
    void letsInWhoComesFromAListedNetworkAndPage() {
        assertThat(admits("192.0.2.7", null)).as("a program").isTrue();
        assertThat(admits("2001:db8::9", "https://desk.example")).isTrue();
        assertThat(audited).isEmpty();
    }

    @Test
    void refusesOtherNetworksOtherPagesAndWhoCannotBePlaced() {
        assertThat(admits("198.51.100.7", "https://desk.example")).isFalse();
        assertThat(admits("192.0.2.7", "https://desk.example:8443")).isFalse();
        assertThat(admits("192.0.2.7", "null")).isFalse();
        assertThat(admits("unknown", null)).isFalse();
        assertThat(admits(null, null)).isFalse();

        assertThat(refused("network")).isEqualTo(3);
        assertThat(refused("origin")).isEqualTo(2);
    }

    @Test
    void hasNoRuleForATenantWithoutLists() {
        for (var tenant : List.of(OPEN, new Tenant("not", "configured"))) {
            assertThat(
                            gate.admits(
                                    tenant,
                                    Way.API,
                                    "dial",
                                    new Actor.Stranger(),
                                    new RequestSource(null, "https://any.example", null)))
                    .isTrue();
        }
    }

    @Test
    void putsOnRecordWhoWasRefusedAndNotEveryTime() {
        for (int i = 0; i < 1_000; i++) {
            admits("198.51.100.7", null);
        }

        assertThat(audited)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.what())
                            .isEqualTo(new Deed.WasRefused("dial", "access:network"));
                    assertThat(event.who()).isEqualTo(new Actor.Agent("ann"));
                    assertThat(event.tenant()).isEqualTo(CLOSED);
                    assertThat(event.from().address()).isEqualTo("198.51.100.7");
                });
        nowNanos += TimeUnit.MINUTES.toNanos(15);
        admits("198.51.100.7", null);
        assertThat(audited).hasSize(2);
        assertThat(refused("network")).isEqualTo(1_001);
    }

    @Test
    void doesNotLetManyAddressesFloodTheTrail() {
        for (int i = 0; i < 5_000; i++) {
            admits("198.51." + i / 250 + "." + i % 250, null);
        }
        assertThat(audited).hasSize(20);
    }

    private boolean admits(@Nullable String address, @Nullable String page) {
        return gate.admits(
                CLOSED,
                Way.API,
                "dial",
                new Actor.Agent("ann"),
                new RequestSource(address, page, "curl"));
    }

    private double refused(String reason) {
        return meters.get("crosspoint.access.refused")
                .tags("way", "api", "reason", reason)
                .counter()
                .count();
    }
}
