package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.access.SecurityProfiles;
import dev.crosspoint.gateway.access.Tokens;
import dev.crosspoint.gateway.store.PersonRow;
import dev.crosspoint.gateway.store.ProfileRow;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody, in memory, as the database has them: it is asked every second whether anything
 * changed, whoever changed it, and what sign-ins no longer stand on ends then. While the database
 * is away, everybody is as they were; before it has answered once, there is nobody.
 *
 * <p>Answers on any thread; {@link #refresh} blocks.
 */
public final class People implements SecurityProfiles, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(People.class);

    /** Between two looks: whoever is disabled is out within five seconds, however it was done. */
    private static final int LOOK_SECONDS = 1;

    private final Map<Tenant, Configured> configured;
    private final @Nullable StoredPeople stored;
    private final Tokens tokens;
    private final Map<Tenant, Roster> rosters = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("people").factory());

    /** Names that were opened, of each tenant by id. */
    private final Map<Tenant, Map<String, Name>> names = new ConcurrentHashMap<>();

    /** A name that was opened. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by what is in it.
    private record Name(byte[] sealed, Private plain) {}

    /** What is still to be put into the database. */
    private final Set<Tenant> unwritten = ConcurrentHashMap.newKeySet();

    /**
     * Whom the configuration names.
     *
     * @param profiles of the tenant's own, by name
     */
    public record Configured(List<ConfiguredPerson> people, Map<String, Set<Permission>> profiles) {
        public Configured {
            people = List.copyOf(people);
            profiles = Map.copyOf(profiles);
        }
    }

    /**
     * One of them.
     *
     * @param password null for whoever signs in at the OpenID provider
     * @param permissions besides those of the profiles
     */
    public record ConfiguredPerson(
            String id,
            Private displayName,
            @Nullable Private password,
            List<String> profiles,
            Set<Permission> permissions) {
        public ConfiguredPerson {
            profiles = List.copyOf(profiles);
            permissions = Set.copyOf(permissions);
        }
    }

    private People(
            Map<Tenant, Configured> configured, @Nullable StoredPeople stored, Tokens tokens) {
        this.configured = Map.copyOf(configured);
        this.stored = stored;
        this.tokens = tokens;
        this.unwritten.addAll(configured.keySet());
    }

    /** People who are looked after from now on; blocks for a first look. */
    public static People start(
            Map<Tenant, Configured> configured, StoredPeople stored, Tokens tokens) {
        var people = new People(configured, stored, tokens);
        people.look();
        var _ =
                people.watch.scheduleWithFixedDelay(
                        people::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        return people;
    }

    /** Those of the configuration, without a database, for tests of other rooms. */
    public static People ofConfiguration(Map<Tenant, Configured> configured, Tokens tokens) {
        var people = new People(configured, null, tokens);
        configured.forEach((tenant, each) ->
                people.rosters.put(
                        tenant,
                        Roster.of(
                                tenant,
                                1,
                                rows(each, name -> null),
                                profiles(each),
                                row -> name(each, row.id()))));
        return people;
    }

    /** Somebody, whether welcome or not. */
    Optional<Person> find(Tenant tenant, String id) {
        return Optional.ofNullable(rosters.get(tenant)).map(roster -> roster.people().get(id));
    }

    /** Everybody of a tenant; empty while the database has not answered. */
    Optional<Roster> roster(Tenant tenant) {
        return Optional.ofNullable(rosters.get(tenant));
    }

    @Override
    public Set<Permission> of(Tenant tenant, String id) {
        return find(tenant, id).filter(Person::isWelcome).map(Person::permissions).orElse(Set.of());
    }

    private Optional<Tokens.Standing> standing(Tenant tenant, String id) {
        return find(tenant, id).filter(Person::isWelcome).map(Person::standing);
    }

    // ---- looking

    private void look() {
        for (var tenant : configured.keySet()) {
            try {
                refresh(tenant);
            } catch (StoreUnavailable e) {
                LOG.debug("people are as they were: {}", e.getMessage());
            } catch (RuntimeException e) {
                if (!watch.isShutdown()) {
                    LOG.error("people of {} cannot be read", tenant, e);
                }
            }
        }
    }

    /** Brings what is known of a tenant's people up to date, and ends what has to end. Blocks. */
    void refresh(Tenant tenant) throws StoreUnavailable {
        if (stored == null) {
            return;
        }
        if (unwritten.contains(tenant)) {
            write(tenant, stored);
            unwritten.remove(tenant);
        }
        var before = rosters.get(tenant);
        long version = Await.of(stored.store().version(tenant));
        if (before != null && before.version() == version) {
            return;
        }
        var roster = read(tenant, version, stored);
        rosters.compute(
                tenant,
                (_, known) -> known == null || known.version() < roster.version() ? roster : known);
        int ended = tokens.review(tenant, this::standing);
        if (ended > 0) {
            LOG.info("{} sign-ins of {} ended with a change of people", ended, tenant);
        }
    }

    /** What is read may be newer than its version: then it is read once more. */
    private Roster read(Tenant tenant, long version, StoredPeople stored) throws StoreUnavailable {
        var people = Await.of(stored.store().people(tenant));
        var profiles = Await.of(stored.store().profiles(tenant));
        var before = names.getOrDefault(tenant, Map.of());
        var now = new HashMap<String, Name>();
        for (var row : people) {
            var name = row.name();
            if (name != null) {
                var known = before.get(row.id());
                // To open a name is to ask for its key: only those that are new.
                if (known != null && Arrays.equals(known.sealed(), name)) {
                    now.put(row.id(), known);
                } else {
                    stored.name(tenant, row.id(), name)
                            .ifPresent(plain -> now.put(row.id(), new Name(name, plain)));
                }
            }
        }
        names.put(tenant, now);
        return Roster.of(
                tenant,
                version,
                people,
                profiles,
                row -> {
                    var name = now.get(row.id());
                    return name == null ? new Private(row.id()) : name.plain();
                });
    }

    // ---- the configuration

    private void write(Tenant tenant, StoredPeople stored) throws StoreUnavailable {
        var stated = configured.getOrDefault(tenant, new Configured(List.of(), Map.of()));
        var sealed = new ConcurrentHashMap<String, byte[]>();
        for (var person : stated.people()) {
            try {
                sealed.put(person.id(), stored.sealName(tenant, person.id(), person.displayName()));
            } catch (KeyFailure e) {
                LOG.warn("names of {} cannot be sealed now: {}", tenant, e.getMessage());
            }
        }
        Await.of(stored.store().configured(tenant, rows(stated, sealed::get), profiles(stated)));
    }

    /** Seals a name, or has none. */
    private interface Names {
        byte @Nullable [] of(String id);
    }

    private static List<PersonRow> rows(Configured stated, Names names) {
        var rows = new ArrayList<PersonRow>();
        for (var person : stated.people()) {
            rows.add(
                    PersonRow.configured(
                            person.id(),
                            names.of(person.id()),
                            person.password(),
                            person.profiles(),
                            person.permissions().stream().map(Permission::word).sorted().toList()));
        }
        return rows;
    }

    private static List<ProfileRow> profiles(Configured stated) {
        return stated.profiles().entrySet().stream()
                .map(entry ->
                        new ProfileRow(
                                entry.getKey(),
                                PersonRow.Source.CONFIGURED,
                                entry.getValue().stream().map(Permission::word).sorted().toList()))
                .toList();
    }

    private static Private name(Configured stated, String id) {
        return stated.people().stream()
                .filter(person -> person.id().equals(id))
                .findFirst()
                .map(ConfiguredPerson::displayName)
                .orElse(new Private(id));
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
