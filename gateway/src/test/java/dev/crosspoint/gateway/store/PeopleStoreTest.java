package dev.crosspoint.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.store.PersonRow.Source;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People of the configuration in the database. */
@SuppressWarnings("NullAway.Init") // Set before the tests.
final class PeopleStoreTest {
    /** What a gateway of a GiB is to hold; a chain of as many futures overflows the stack. */
    private static final int MANY = 10_000;

    private static final Tenant TENANT = new Tenant("account", "people");

    private static Vertx vertx;
    private static Database database;
    private static PeopleStore store;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        database =
                Database.open(
                        vertx,
                        TestDatabase.fresh(),
                        Path.of("unused"),
                        new SimpleMeterRegistry(),
                        new SecureRandom());
        store = database.people();
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
        vertx.close().await();
    }

    @Test
    void takesTenThousandPeople() throws Exception {
        await(store.configured(TENANT, people(MANY), List.of()));

        assertThat(present(TENANT)).hasSize(MANY);
    }

    @Test
    void removesWhoeverAndWhateverIsNamedNoMore() throws Exception {
        var tenant = new Tenant("account", "fewer");
        var profile = new ProfileRow("agents", Source.CONFIGURED, List.of("BasicAgentAccess"));
        await(store.configured(tenant, people(300), List.of(profile)));
        assertThat(present(tenant)).hasSize(300);
        assertThat(present(tenant).getLast().profiles()).containsExactly("agents");
        assertThat(await(store.profiles(tenant)).getFirst().permissions())
                .containsExactly("BasicAgentAccess");

        await(store.configured(tenant, people(1), List.of()));
        assertThat(present(tenant)).extracting(PersonRow::id).containsExactly("agent00000");
        assertThat(await(store.profiles(tenant))).isEmpty();

        await(store.configured(tenant, List.of(), List.of()));
        assertThat(present(tenant)).isEmpty();
    }

    private static List<PersonRow> present(Tenant tenant) throws Exception {
        return await(store.people(tenant)).stream()
                .filter(person -> person.source() != Source.REMOVED)
                .toList();
    }

    private static List<PersonRow> people(int count) {
        var hash = new Private("$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA");
        return IntStream.range(0, count)
                .mapToObj(n ->
                        PersonRow.configured(
                                "agent%05d".formatted(n), null, hash, List.of("agents"), List.of()))
                .toList();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(30, TimeUnit.SECONDS);
    }
}
