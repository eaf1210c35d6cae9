package dev.crosspoint.gateway;

import dev.crosspoint.gateway.GatewayConfig.ContactsEntry;
import dev.crosspoint.gateway.GatewayConfig.TenantEntry;
import dev.crosspoint.gateway.archive.ContactReader;
import dev.crosspoint.gateway.archive.ContactUpkeep;
import dev.crosspoint.gateway.archive.ReferenceScopes;
import dev.crosspoint.gateway.archive.SealedContacts;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditTrail;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.history.HistoryJson;
import dev.crosspoint.gateway.history.HistoryMessage;
import dev.crosspoint.gateway.history.HistoryWriter;
import dev.crosspoint.gateway.keys.FieldKeys;
import dev.crosspoint.gateway.keys.FieldPeriod;
import dev.crosspoint.gateway.keys.KeyCabinet;
import dev.crosspoint.gateway.keys.SearchKeys;
import dev.crosspoint.gateway.search.ContactVerticle;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Everything that contact records go through, put together: their keys, what seals and hashes them,
 * what reads them, and what becomes of them with time.
 */
final class ContactPlant implements Closeable {
    private final GatewayConfig config;
    private final Database database;
    private final InstantSource clock = InstantSource.system();
    private final SearchKeys search;
    private final SealedContacts records;
    private final ContactReader reader;
    private final ContactUpkeep upkeep;

    ContactPlant(
            GatewayConfig config,
            KeyCabinet cabinet,
            Database database,
            AuditTrail audit,
            MeterRegistry registry,
            SecureRandom random) {
        this.config = config;
        this.database = database;
        var scopes = scopes(config);
        search = new SearchKeys(cabinet);
        var fields = new FieldKeys(cabinet, periods(), random);
        records = new SealedContacts(database.contacts(), fields, search, scopes);
        reader = new ContactReader(database.contacts(), fields, scopes);
        upkeep =
                new ContactUpkeep(
                        cabinet,
                        database.contacts(),
                        retention(ContactsEntry::retentionDays),
                        sharedRetention(),
                        database.agentHistory(),
                        retention(ContactsEntry::agentHistoryDays),
                        audit,
                        registry,
                        clock);
    }

    /** Whose the references of contacts are. */
    static ReferenceScopes scopes(GatewayConfig config) {
        var domains = new HashMap<Tenant, String>();
        for (var tenant : config.tenants()) {
            var domain = tenant.contacts().profileDomain();
            if (domain != null) {
                domains.put(tenant.tenant(), domain);
            }
        }
        return new ReferenceScopes(domains);
    }

    /** Those of all tenants, and whom each serves. */
    static Map<Tenant, List<Tenant>> allScopes(GatewayConfig config) {
        return scopes(config).all(config.tenants().stream().map(TenantEntry::tenant).toList());
    }

    /** Destroys and deletes what is due, from now on. */
    void start() {
        upkeep.start();
    }

    /**
     * The way of contacts, and of what agents do, into the database: kept in our home until it has
     * them, and announced then.
     *
     * @param keys that what waits is sealed under
     */
    HistoryWriter history(Vertx vertx, KeyProvider keys) throws IOException {
        var agents = database.agentHistory();
        return HistoryWriter.start(
                new HistoryWriter.Parts(
                        config.home().resolve(Gateway.HISTORY_FILES),
                        config.tenants().stream().map(TenantEntry::tenant).toList(),
                        keys,
                        records,
                        agents::keep,
                        record -> announce(vertx, record),
                        clock));
    }

    private static void announce(Vertx vertx, ContactRecord record) {
        vertx.eventBus()
                .publish(
                        HistoryMessage.eventsOf(record.tenant()),
                        new HistoryMessage.Recorded(HistoryJson.of(record)),
                        LocalCodec.options());
    }

    /** What answers questions about them. */
    ContactVerticle answers(Function<AuditEvent, Future<Void>> before) {
        var countries = new HashMap<Tenant, String>();
        config.tenants().forEach(each -> countries.put(each.tenant(), each.defaultCountry()));
        return new ContactVerticle(database.contacts(), reader, search, countries, before, clock);
    }

    /** Of each tenant; of a scope, the shortest of those that it serves. */
    private Function<dev.crosspoint.media.api.Tenant, FieldPeriod> periods() {
        var periods = new HashMap<dev.crosspoint.media.api.Tenant, FieldPeriod>();
        for (var tenant : config.tenants()) {
            periods.put(ofMedia(tenant.tenant()), tenant.contacts().fieldKeys());
        }
        allScopes(config)
                .forEach((scope, served) ->
                        served.stream()
                                .map(each -> periods.getOrDefault(ofMedia(each), FieldPeriod.USUAL))
                                .reduce(ContactPlant::shorter)
                                .ifPresent(period -> periods.put(ofMedia(scope), period)));
        return tenant -> periods.getOrDefault(tenant, FieldPeriod.USUAL);
    }

    private static FieldPeriod shorter(FieldPeriod a, FieldPeriod b) {
        return new FieldPeriod(
                a.seals().compareTo(b.seals()) < 0 ? a.seals() : b.seals(),
                a.opens().compareTo(b.opens()) < 0 ? a.opens() : b.opens());
    }

    private Map<Tenant, Duration> retention(ToIntFunction<ContactsEntry> days) {
        var retention = new LinkedHashMap<Tenant, Duration>();
        for (var tenant : config.tenants()) {
            retention.put(tenant.tenant(), Duration.ofDays(days.applyAsInt(tenant.contacts())));
        }
        return retention;
    }

    /** As long as the longest of those that it serves. */
    private Map<Tenant, Duration> sharedRetention() {
        var own = retention(ContactsEntry::retentionDays);
        var retention = new LinkedHashMap<Tenant, Duration>();
        allScopes(config)
                .forEach((scope, served) ->
                        served.stream()
                                .map(each -> own.getOrDefault(each, Duration.ZERO))
                                .reduce((a, b) -> longer(a, b))
                                .ifPresent(keep -> retention.put(scope, keep)));
        return retention;
    }

    /** Zero is for ever. */
    private static Duration longer(Duration a, Duration b) {
        if (a.isZero() || b.isZero()) {
            return Duration.ZERO;
        }
        return a.compareTo(b) > 0 ? a : b;
    }

    private static dev.crosspoint.media.api.Tenant ofMedia(Tenant tenant) {
        return new dev.crosspoint.media.api.Tenant(tenant.account(), tenant.instance());
    }

    @Override
    public void close() {
        upkeep.close();
    }
}
