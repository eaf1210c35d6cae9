package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.CALLED_NUMBER;
import static dev.crosspoint.gateway.config.Expected.CIDR;
import static dev.crosspoint.gateway.config.Expected.COUNTRY;
import static dev.crosspoint.gateway.config.Expected.E164;
import static dev.crosspoint.gateway.config.Expected.HOST;
import static dev.crosspoint.gateway.config.Expected.ID;
import static dev.crosspoint.gateway.config.Expected.ORIGIN;
import static dev.crosspoint.gateway.config.Expected.TEXT;

import dev.crosspoint.gateway.GatewayConfig.ContactsEntry;
import dev.crosspoint.gateway.GatewayConfig.NumberEntry;
import dev.crosspoint.gateway.GatewayConfig.QueueEntry;
import dev.crosspoint.gateway.GatewayConfig.TenantEntry;
import dev.crosspoint.gateway.access.AccessRules;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.call.CodecPolicy;
import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.gateway.keys.FieldPeriod;
import dev.crosspoint.gateway.people.DefaultProfiles;
import dev.crosspoint.gateway.routing.QueueRules;
import dev.crosspoint.gateway.switchboard.QuickConnect;
import dev.crosspoint.gateway.switchboard.TenantLimits;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.Tenant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads one entry of {@code tenants}. */
final class TenantReader {
    private static final int MOST_TIMEOUT_SECONDS = 86_400;
    private static final int MOST_DAYS = 36_500;

    /** 30 days, PII-5. */
    private static final int MOST_FIELD_KEY_HOURS = 720;

    /** A year longer than personal fields are readable: counts and times are of use for longer. */
    private static final int USUAL_RETENTION_DAYS = 1_095;

    private final Path folder;
    private final boolean demo;
    private final ProviderReader providers;
    private final RecordingReader recordings;
    private final CodecPolicy codecs;

    /**
     * A reader.
     *
     * @param codecs the policy of tenants that name none
     */
    TenantReader(Path folder, boolean demo, CodecPolicy codecs) {
        this.folder = folder;
        this.demo = demo;
        this.providers = new ProviderReader(folder);
        this.recordings = new RecordingReader(folder);
        this.codecs = codecs;
    }

    TenantEntry read(Section tenant) {
        var whose = new Tenant(tenant.text("account", ID), tenant.text("instance", ID));
        var provider = providers.read(tenant.section("signInProvider"));
        var agents = new AgentReader(demo || provider != null);
        return new TenantEntry(
                whose,
                tenant.texts("hosts", HOST),
                access(tenant.section("access")),
                tenant.text("defaultCountry", COUNTRY),
                tenant.choice("codecs", List.of(CodecPolicy.values()), codecs),
                tenant.optionalText("outboundTrunk", ID).orElse(null),
                tenant.optionalText("outboundFlow", TEXT).orElse(null),
                tenant.secret("callerId", E164).orElse(null),
                folder.resolve(tenant.text("flows", TEXT)),
                new WebhookReader(folder).read(tenant.section("webhooks")),
                new InputKeyReader(folder).read(tenant, whose),
                tenant.texts("notReadyReasons", ID),
                limits(tenant),
                FraudReader.read(tenant.section("fraud")),
                recordings.readTenant(tenant.section("recording")),
                contacts(tenant.section("contacts")),
                recordings.readKeys(
                        tenant,
                        new dev.crosspoint.media.api.Tenant(whose.account(), whose.instance())),
                tenant.each("numbers", TenantReader::number),
                tenant.each("queues", TenantReader::queue),
                tenant.each("agents", agents::read),
                profiles(tenant),
                provider,
                tenant.each("quickConnects", TenantReader::quickConnect).stream()
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static AccessRules access(Section access) {
        return new AccessRules(access.texts("origins", ORIGIN), access.texts("networks", CIDR));
    }

    private static Map<String, Set<Permission>> profiles(Section tenant) {
        var profiles = new LinkedHashMap<String, Set<Permission>>();
        tenant.each(
                "profiles",
                profile -> {
                    var name = profile.text("name", ID);
                    var permissions = AgentReader.permissions(profile);
                    if (DefaultProfiles.all().containsKey(name)
                            || profiles.put(name, permissions) != null) {
                        profile.problem("name", name, "a name that no other profile has");
                    }
                    return name;
                });
        return profiles;
    }

    private static TenantLimits limits(Section tenant) {
        var ordinary = TenantLimits.ORDINARY;
        return new TenantLimits(
                tenant.integer(
                        "afterContactSeconds",
                        0,
                        TenantLimits.MOST_AFTER_CONTACT_SECONDS,
                        ordinary.afterContactSeconds()),
                tenant.integer(
                        "maxParticipants",
                        2,
                        TenantLimits.MOST_PARTICIPANTS,
                        ordinary.maxParticipants()),
                tenant.integer(
                        "maxMonitors", 0, TenantLimits.MOST_MONITORS, ordinary.maxMonitors()),
                tenant.integer(
                        "standingConnectionSeconds",
                        0,
                        TenantLimits.MOST_STANDING_SECONDS,
                        ordinary.standingSeconds()));
    }

    private static ContactsEntry contacts(Section contacts) {
        var usual = FieldPeriod.USUAL;
        return new ContactsEntry(
                new FieldPeriod(
                        Duration.ofHours(
                                contacts.integer(
                                        "fieldKeyHours",
                                        1,
                                        MOST_FIELD_KEY_HOURS,
                                        (int) usual.seals().toHours())),
                        Duration.ofDays(
                                contacts.integer(
                                        "fieldsReadableDays",
                                        1,
                                        MOST_DAYS,
                                        (int) usual.opens().toDays()))),
                contacts.integer("retentionDays", 0, MOST_DAYS, USUAL_RETENTION_DAYS),
                contacts.integer("agentHistoryDays", 0, MOST_DAYS, USUAL_RETENTION_DAYS),
                contacts.optionalText("profileDomain", ID).orElse(null));
    }

    private static NumberEntry number(Section number) {
        return new NumberEntry(
                number.text("trunk", ID),
                number.secret("number", CALLED_NUMBER).orElse(new Private("*")),
                number.text("flow", TEXT));
    }

    private static QueueEntry queue(Section queue) {
        var id = queue.text("id", ID);
        int timeout = queue.integer("timeoutSeconds", 0, MOST_TIMEOUT_SECONDS, 0);
        var overflow = queue.optionalText("overflow", ID).orElse(null);
        boolean isSound = (timeout > 0) == (overflow != null);
        if (!isSound) {
            queue.problem(
                    timeout > 0 ? "overflow" : "timeoutSeconds",
                    null,
                    "timeoutSeconds and overflow together");
        }
        return new QueueEntry(
                id,
                new QueueRules(
                        queue.text("name", TEXT, id),
                        queue.integer("capacity", 1, 100_000, 100),
                        queue.integer("priority", 1, 10, QueueRules.ORDINARY_PRIORITY),
                        isSound ? timeout : 0,
                        isSound ? overflow : null));
    }

    private static Optional<QuickConnect> quickConnect(Section quick) {
        var name = quick.requiredSecret("name", TEXT);
        var number = quick.secret("number", E164);
        var queue = quick.optionalText("queue", ID);
        var agent = quick.optionalText("agent", ID);
        var flow = quick.optionalText("flow", TEXT);
        if (!quick.isExactlyOneGiven("number", "queue", "agent", "flow")) {
            return Optional.empty();
        }
        return Stream.of(
                        number.<Target>map(Target.ToNumber::new),
                        queue.<Target>map(Target.ToQueue::new),
                        agent.<Target>map(Target.ToAgent::new),
                        flow.<Target>map(Target.ToFlow::new))
                .flatMap(Optional::stream)
                .findFirst()
                .map(target -> new QuickConnect(name, target));
    }
}
