package dev.crosspoint.gateway.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.access.AccessRules;
import dev.crosspoint.gateway.access.TenantChoice;
import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.signaling.api.PhoneDirectory.Account;
import dev.crosspoint.signaling.api.PhoneDirectory.Claim;
import dev.crosspoint.signaling.api.PhoneDirectory.Nobody;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.RequestSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PhoneSignInTest {
    private static final RequestSource OFFICE = new RequestSource("192.0.2.1", null, null);
    private static final RequestSource ELSEWHERE = new RequestSource("198.51.100.1", null, null);

    @Test
    void takesNoAttemptForWhoMayNotComeFromThereAndStaysWithWhoMay() throws Exception {
        var vertx = Vertx.vertx();
        try (var rig = new PeopleRig(vertx)) {
            var alice = rig.people.find(PeopleRig.MAIN, "alice").orElseThrow();
            rig.stored.sipSecret(alice, new Private("planted-secret"));
            rig.people.refresh(PeopleRig.MAIN);
            var rules = Map.of(PeopleRig.MAIN, new AccessRules(List.of(), List.of("192.0.2.0/24")));
            var meters = new SimpleMeterRegistry();
            var gate = new TenantGate(rules, rig.audited::add, meters, rig.nanos::get);
            var tenants = new TenantChoice(Map.of(PeopleRig.MAIN, List.of("phones.example")));
            var phones =
                    new PhoneSignIn(
                            rig.people,
                            rig.stored,
                            tenants,
                            gate,
                            rig.nanos::get,
                            rig.audited::add);
            for (int i = 0; i < 10; i++) {
                assertThat(claim(phones, ELSEWHERE)).isEqualTo(new Nobody());
            }
            var account = (Account) claim(phones, OFFICE);
            assertThat(account.secret().value()).isEqualTo("planted-secret");
            assertThat(account.toString() + rig.audited).doesNotContain("planted");
            assertThat(phones.mayStay(account, OFFICE)).isTrue();
            assertThat(phones.mayStay(account, ELSEWHERE)).isFalse();
        } finally {
            vertx.close().await();
        }
    }

    private static Claim claim(PhoneSignIn phones, RequestSource from) throws Exception {
        return phones.claim("phones.example:443", new Private("alice"), from)
                .await(20, TimeUnit.SECONDS);
    }
}
