package dev.crosspoint.gateway;

import dev.crosspoint.gateway.access.AccessRules;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.aws.KmsSettings;
import dev.crosspoint.gateway.aws.S3Settings;
import dev.crosspoint.gateway.call.CodecPolicy;
import dev.crosspoint.gateway.call.RecordingRules;
import dev.crosspoint.gateway.flow.SpeechCommand;
import dev.crosspoint.gateway.fraud.FraudRules;
import dev.crosspoint.gateway.input.InputKeys;
import dev.crosspoint.gateway.keys.FieldPeriod;
import dev.crosspoint.gateway.load.SheddingRules;
import dev.crosspoint.gateway.oidc.ProviderSettings;
import dev.crosspoint.gateway.routing.QueueRules;
import dev.crosspoint.gateway.routing.Serving;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.switchboard.QuickConnect;
import dev.crosspoint.gateway.switchboard.TenantLimits;
import dev.crosspoint.gateway.turn.TurnSettings;
import dev.crosspoint.gateway.webhook.WebhookSettings;
import dev.crosspoint.media.api.MediaConfig;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import dev.crosspoint.signaling.api.SignalingConfig.SipConfig;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the gateway, checked; what each means and its default is in {@code
 * docs/configuration.md}. Made by {@link GatewayConfigReader}.
 *
 * @param home folder for everything the gateway keeps
 * @param turn for browsers whose networks let no UDP through; null for none
 * @param secretFiles that secrets were read from, certificates and keys not among them
 */
public record GatewayConfig(
        Path home,
        Https https,
        Sip sip,
        MediaConfig media,
        SheddingRules shedding,
        @Nullable TurnSettings turn,
        Calls calls,
        Speech speech,
        DatabaseSettings database,
        Recording recording,
        Audit audit,
        Log log,
        Demo demo,
        List<TenantEntry> tenants,
        List<TrunkConfig> trunks,
        Set<Path> secretFiles) {

    public GatewayConfig {
        tenants = List.copyOf(tenants);
        trunks = List.copyOf(trunks);
        secretFiles = Set.copyOf(secretFiles);
    }

    /**
     * The listener for pages, API and WebSockets.
     *
     * @param certificate our own certificate is made at start when null
     * @param proxies that clients may connect by
     * @param metricsNetworks CIDR blocks that may read {@code /metrics}
     * @param tokenMinutes how long a sign-in is good for
     * @param connectionsPerAddress most of one client
     * @param idleMinutes how long one is good for that nothing uses
     */
    public record Https(
            String bindAddress,
            int port,
            @Nullable Certificate certificate,
            List<String> allowedOrigins,
            List<String> allowedNetworks,
            Proxies proxies,
            List<String> metricsNetworks,
            int pingIntervalMs,
            int resumeGraceMs,
            int requestTimeoutMs,
            int maxMessageBytes,
            int tokenMinutes,
            int connectionsPerAddress,
            int idleMinutes) {
        public Https {
            allowedOrigins = List.copyOf(allowedOrigins);
            allowedNetworks = List.copyOf(allowedNetworks);
            metricsNetworks = List.copyOf(metricsNetworks);
        }
    }

    /** PEM files of a certificate (chain) and its key. */
    public record Certificate(Path certificateFile, Path keyFile) {}

    /**
     * The SIP listeners.
     *
     * @param advertisedIpv6 IPv6 literal for whoever is reached by IPv6; null when that is the
     *     advertised address
     * @param certificate that of HTTPS when null
     */
    public record Sip(
            String bindAddress,
            String advertisedAddress,
            @Nullable String advertisedIpv6,
            int udpTcpPort,
            int tlsPort,
            @Nullable Certificate certificate,
            int unknownPerSecond) {}

    /**
     * How calls are treated.
     *
     * @param codecs of tenants that have no policy of their own
     * @param holdMusic WAV for waiting customers; ours when null
     * @param ringback WAV for agents while a called number rings; ours when null
     */
    public record Calls(
            int ringSeconds,
            int outboundRingSeconds,
            int joinSeconds,
            int rejoinSeconds,
            int requestTimeoutMs,
            boolean earlyMedia,
            CodecPolicy codecs,
            @Nullable Path holdMusic,
            @Nullable Path ringback) {}

    /**
     * How recordings are kept until they are delivered.
     *
     * @param keysAhead data keys of each tenant that are made ahead
     * @param reserveMb below so much room no recording begins; {@link #USUAL_RESERVE} for the usual
     * @param keystorePassword of the local keystore; in a file when null
     * @param keystorePasswordFile that file; one that is made at the first start when null too
     */
    public record Recording(
            RecordingRules rules,
            int keysAhead,
            int reserveMb,
            @Nullable Private keystorePassword,
            @Nullable Path keystorePasswordFile) {
        /** 512 MB or 2 % of the disk, whichever is less. */
        public static final int USUAL_RESERVE = -1;
    }

    /**
     * What becomes of a tenant's recordings.
     *
     * @param retentionDays for the tag of that name; 0 for none
     * @param folder for what no delivery takes; a folder of our home when null
     * @param deliveries the first that takes a recording's queue gets it
     */
    public record RecordingEntry(
            AudioFormat format,
            int retentionDays,
            @Nullable Path folder,
            List<DeliveryEntry> deliveries) {
        public RecordingEntry {
            deliveries = List.copyOf(deliveries);
        }
    }

    /**
     * How long what is known of a tenant's contacts is kept.
     *
     * @param fieldKeys how long each key of personal fields seals, and opens after that
     * @param retentionDays after which contacts are deleted; 0 for never
     * @param agentHistoryDays likewise what agents did
     * @param profileDomain whose references to customer profiles are those of this tenant; null for
     *     its own only
     */
    public record ContactsEntry(
            FieldPeriod fieldKeys,
            int retentionDays,
            int agentHistoryDays,
            @Nullable String profileDomain) {}

    /**
     * Where some recordings go: into a bucket or into a folder.
     *
     * @param queues names of queues; empty for all
     */
    public record DeliveryEntry(
            Set<String> queues, @Nullable S3Settings bucket, @Nullable Path folder) {
        public DeliveryEntry {
            queues = Set.copyOf(queues);
        }
    }

    /**
     * Keys that a tenant brought.
     *
     * @param current the one that wraps data keys; the local keystore's when null
     * @param former those that some data keys may still be wrapped with
     */
    public record KeyEntry(@Nullable KmsSettings current, List<KmsSettings> former) {
        public KeyEntry {
            former = List.copyOf(former);
        }
    }

    /**
     * Text to speech.
     *
     * @param command how a text is spoken; null when it cannot be
     */
    public record Speech(@Nullable SpeechCommand command) {}

    /**
     * The audit trail.
     *
     * @param digestMinutes how long events may be without a signed digest
     */
    public record Audit(int digestMinutes) {}

    /** What log lines look like. */
    public record Log(LogFormat format) {}

    /** For people, or for machines. */
    public enum LogFormat {
        CONSOLE,
        JSON
    }

    /**
     * The demonstration.
     *
     * @param enabled whether there is a demo customer, and agents without a password get one
     * @param password of the demo agents; made at start when null
     */
    public record Demo(boolean enabled, @Nullable Private password) {}

    /**
     * One contact centre.
     *
     * @param hosts host names that choose it at sign-in
     * @param access from where its people may come
     * @param codecs its own policy, or that of {@link Calls}
     * @param flows folder of flows in the Connect Flow language, their mapping and their prompts
     * @param webhooks whom those flows may ask
     * @param inputKeys that those flows may seal input for
     * @param profiles security profiles besides those that every tenant has
     * @param signInProvider who else may sign people in; null for nobody
     */
    public record TenantEntry(
            Tenant tenant,
            List<String> hosts,
            AccessRules access,
            String defaultCountry,
            CodecPolicy codecs,
            @Nullable String outboundTrunk,
            @Nullable String outboundFlow,
            @Nullable Private callerId,
            Path flows,
            WebhookSettings webhooks,
            InputKeys inputKeys,
            List<String> notReadyReasons,
            TenantLimits limits,
            FraudRules fraud,
            RecordingEntry recording,
            ContactsEntry contacts,
            KeyEntry keys,
            List<NumberEntry> numbers,
            List<QueueEntry> queues,
            List<AgentEntry> agents,
            Map<String, Set<Permission>> profiles,
            @Nullable ProviderSettings signInProvider,
            List<QuickConnect> quickConnects) {
        public TenantEntry {
            hosts = List.copyOf(hosts);
            notReadyReasons = List.copyOf(notReadyReasons);
            numbers = List.copyOf(numbers);
            queues = List.copyOf(queues);
            agents = List.copyOf(agents);
            profiles = Map.copyOf(profiles);
            quickConnects = List.copyOf(quickConnects);
        }
    }

    /** Which flow answers a number. */
    public record NumberEntry(String trunk, Private number, String flow) {}

    /** A line of waiting customers. */
    public record QueueEntry(String id, QueueRules rules) {}

    /**
     * Somebody who takes calls.
     *
     * @param passwordHash Argon2id in PHC form; null in the demo, and for whoever signs in at the
     *     provider
     * @param deskPhone E.164; null where it is not switched on
     * @param profiles names of security profiles
     * @param permissions instead of profiles, for whoever has none
     */
    public record AgentEntry(
            String id,
            Private displayName,
            @Nullable Private passwordHash,
            List<Serving> queues,
            Map<String, Double> skills,
            @Nullable Private deskPhone,
            List<String> profiles,
            Set<Permission> permissions) {
        public AgentEntry {
            queues = List.copyOf(queues);
            skills = Map.copyOf(skills);
            profiles = List.copyOf(profiles);
            permissions = Set.copyOf(permissions);
        }
    }

    /** Host names of each tenant. */
    public Map<Tenant, List<String>> hosts() {
        var hosts = new LinkedHashMap<Tenant, List<String>>();
        tenants.forEach(entry -> hosts.put(entry.tenant(), entry.hosts()));
        return hosts;
    }

    /** From where the people of each tenant may come. */
    public Map<Tenant, AccessRules> access() {
        var access = new LinkedHashMap<Tenant, AccessRules>();
        tenants.forEach(entry -> access.put(entry.tenant(), entry.access()));
        return access;
    }

    /** Who else signs in the people of those tenants that have somebody. */
    public Map<Tenant, ProviderSettings> signInProviders() {
        var providers = new LinkedHashMap<Tenant, ProviderSettings>();
        for (var entry : tenants) {
            if (entry.signInProvider() != null) {
                providers.put(entry.tenant(), entry.signInProvider());
            }
        }
        return providers;
    }

    /** Whom the flows of each tenant may ask. */
    public Map<Tenant, WebhookSettings> webhooks() {
        var webhooks = new LinkedHashMap<Tenant, WebhookSettings>();
        tenants.forEach(entry -> webhooks.put(entry.tenant(), entry.webhooks()));
        return webhooks;
    }

    /** The settings of the agents' listener. */
    public AgentConfig agentConfig(PemIdentity identity) {
        return new AgentConfig(
                https.bindAddress(),
                https.port(),
                identity,
                https.allowedOrigins(),
                https.allowedNetworks(),
                https.pingIntervalMs(),
                https.resumeGraceMs(),
                https.requestTimeoutMs(),
                https.maxMessageBytes(),
                https.proxies(),
                https.connectionsPerAddress());
    }

    /** The settings of the SIP listeners. */
    public SipConfig sipConfig(PemIdentity identity) {
        return new SipConfig(
                sip.bindAddress(),
                sip.advertisedAddress(),
                sip.advertisedIpv6(),
                sip.udpTcpPort(),
                sip.tlsPort(),
                identity,
                sip.unknownPerSecond());
    }
}
