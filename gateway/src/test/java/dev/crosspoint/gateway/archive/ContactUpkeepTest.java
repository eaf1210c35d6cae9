package dev.crosspoint.gateway.archive;

import static dev.crosspoint.gateway.archive.ContactRig.MAIN;
import static dev.crosspoint.gateway.archive.ContactRig.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.contact.Reference.Kind;
import dev.crosspoint.gateway.store.AgentDeed;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of contacts with time. */
@SuppressWarnings("NullAway.Init") // Set before each test.
class ContactUpkeepTest {
    private static final Tenant DOMAIN = new Tenant("acme", "domain:retail");

    private final List<AuditEvent> events = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private DatabaseSettings settings;
    private ContactRig rig;
    private ContactUpkeep upkeep;

    @BeforeEach
    void open() throws Exception {
        settings = TestDatabase.migrated();
        rig = new ContactRig(settings, Path.of("unused"));
        var retention = new LinkedHashMap<Tenant, Duration>();
        retention.put(MAIN, Duration.ofDays(60));
        retention.put(OTHER, Duration.ZERO);
        upkeep =
                new ContactUpkeep(
                        rig.cabinet,
                        rig.store(),
                        retention,
                        Map.of(DOMAIN, Duration.ofDays(60)),
                        rig.deeds(),
                        Map.of(MAIN, Duration.ofDays(90), OTHER, Duration.ZERO),
                        events::add,
                        meters,
                        rig::now);
    }

    @AfterEach
    void close() throws Exception {
        upkeep.close();
        rig.close();
    }

    @Test
    void destroysKeysAndThenDeletesContactsInTheirTime() throws Exception {
        rig.contacts.keep(List.of(rig.full(MAIN, "c-1", 1), rig.full(OTHER, "o-1", 1)));
        upkeep.look();
        assertThat(events).isEmpty();

        rig.pass(Duration.ofDays(32));
        upkeep.look();
        // The keys of two instances and of a domain; that of the accounts is not looked after here.
        assertThat(events)
                .extracting(AuditEvent::what)
                .containsOnly(new Deed.DestroyedKeys(1))
                .hasSize(3);
        assertThat(counted("crosspoint.contacts.keys.destroyed")).isEqualTo(3);
        assertThat(Awaited.of(rig.store().find(MAIN, "c-1"))).isPresent();

        events.clear();
        rig.contacts.keep(List.of(rig.full(MAIN, "young", 1)));
        rig.pass(Duration.ofDays(29));
        upkeep.look();
        assertThat(Awaited.of(rig.store().find(MAIN, "c-1"))).isEmpty();
        assertThat(Awaited.of(rig.store().find(MAIN, "young"))).isPresent();
        assertThat(Awaited.of(rig.store().find(OTHER, "o-1"))).isPresent();
        assertThat(Awaited.of(rig.store().findShared(DOMAIN, "c-1"))).isEmpty();
        assertThat(rig.reader.shared(MAIN, "young", Kind.CUSTOMER_PROFILE)).hasSize(1);
        var before = rig.now().minus(Duration.ofDays(60));
        assertThat(events)
                .extracting(AuditEvent::what)
                .containsExactly(
                        new Deed.DeletedOldContacts(1, before),
                        new Deed.DeletedOldContacts(1, before));
        assertThat(counted("crosspoint.contacts.deleted")).isEqualTo(2);
    }

    @Test
    void doesItALittleLaterWhenTheDatabaseIsAway() throws Exception {
        rig.contacts.keep(List.of(rig.full(MAIN, "c-1", 1)));
        rig.pass(Duration.ofDays(61));
        TestDatabase.away(settings);
        upkeep.look();
        TestDatabase.back(settings);
        assertThat(events).isEmpty();
        upkeep.look();
        assertThat(counted("crosspoint.contacts.deleted")).isEqualTo(2);
    }

    @Test
    void deletesWhatAgentsDidInItsTime() throws Exception {
        for (var tenant : List.of(MAIN, OTHER)) {
            Awaited.of(
                    rig.deeds().keep(tenant, List.of(did(Duration.ZERO), did(Duration.ofDays(1)))));
        }
        rig.pass(Duration.ofDays(90).plusHours(1));
        upkeep.look();

        assertThat(deeds(MAIN)).hasSize(1);
        assertThat(deeds(OTHER)).hasSize(2);
        assertThat(counted("crosspoint.history.deleted")).isEqualTo(1);
        assertThat(events)
                .extracting(AuditEvent::what)
                .contains(new Deed.DeletedOldAgentHistory(1, rig.now().minus(Duration.ofDays(90))));
    }

    private AgentDeed did(Duration later) {
        return new AgentDeed(
                UUID.randomUUID(), "ann", rig.now().plus(later), new AgentDeed.What.SignedIn(), 0);
    }

    private List<AgentDeed> deeds(Tenant tenant) throws Exception {
        return Awaited.of(rig.deeds().list(tenant, "ann", null, null, null, 10));
    }

    private double counted(String counter) {
        return meters.get(counter).counter().count();
    }
}
