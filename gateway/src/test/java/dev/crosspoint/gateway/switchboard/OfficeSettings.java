package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CodecPolicy;
import dev.crosspoint.gateway.call.RecordingRules;
import dev.crosspoint.gateway.call.RecordingRules.Loss;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.fraud.FraudRules;
import dev.crosspoint.gateway.routing.QueueRules;
import dev.crosspoint.gateway.routing.Serving;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig;
import dev.crosspoint.signaling.api.SignalingConfig.TransferDirection;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The configuration of an {@link Office}: one tenant, one trunk, two queues. */
final class OfficeSettings {
    static final String DESK_PHONE = "+442079460555";
    static final String CARRIER = "carrier";
    private static final Path MUSIC = Path.of("music.wav");
    private static final Path RINGBACK = Path.of("ringback.wav");

    private OfficeSettings() {}

    /** Those of an ordinary office. */
    static CallSettings of(FlowBook flows, boolean earlyMedia) {
        return settings(flows, earlyMedia, Set.of(), FraudRules.LENIENT);
    }

    /** A carrier that transfers calls for the office. */
    static CallSettings withReferringCarrier(FlowBook flows) {
        return settings(flows, false, Set.of(TransferDirection.values()), FraudRules.LENIENT);
    }

    /** Denied callers are let in, for flows to see. */
    static CallSettings withDeniedLetIn(FlowBook flows) {
        var lenient = FraudRules.LENIENT;
        var fraud =
                new FraudRules(
                        lenient.windowSeconds(),
                        lenient.mostPerNumber(),
                        lenient.mostPerAddress(),
                        false,
                        lenient.denied());
        return settings(flows, false, Set.of(), fraud);
    }

    /** Nobody talks unrecorded who is to be recorded. */
    static CallSettings refusingUnrecorded(FlowBook flows, RecordingFailure failure) {
        var usual = of(flows, false);
        var rules =
                failure == RecordingFailure.NO_KEY
                        ? new RecordingRules(Loss.REFUSE, Loss.CONTINUE_UNRECORDED)
                        : new RecordingRules(Loss.CONTINUE_UNRECORDED, Loss.REFUSE);
        return new CallSettings(
                usual.tenants(),
                usual.trunks(),
                usual.mediaLoops(),
                usual.ringSeconds(),
                usual.outboundRingSeconds(),
                usual.joinSeconds(),
                usual.rejoinSeconds(),
                usual.requestTimeoutMs(),
                usual.earlyMedia(),
                usual.holdMusic(),
                usual.ringback(),
                rules);
    }

    /**
     * Several tenants, each with a trunk, with agents of its own, who serve sales, and with those
     * whom the flows name.
     */
    static CallSettings ofTenants(FlowBook flows, Map<Tenant, List<String>> agents) {
        var tenants = new ArrayList<TenantSettings>();
        var trunks = new ArrayList<TrunkConfig>();
        agents.forEach((tenant, ids) -> {
            var trunk = trunkOf(tenant);
            trunks.add(trunk(trunk, tenant, Set.of()));
            tenants.add(
                    tenant(
                            tenant,
                            trunk,
                            flows,
                            Stream.concat(ids.stream(), flows.agents().stream())
                                    .distinct()
                                    .map(id -> agent(id, "sales"))
                                    .toList(),
                            FraudRules.LENIENT));
        });
        return settings(tenants, trunks, false);
    }

    /** The trunk of one of several tenants. */
    static String trunkOf(Tenant tenant) {
        return "carrier-" + tenant.instance();
    }

    private static CallSettings settings(
            FlowBook flows,
            boolean earlyMedia,
            Set<TransferDirection> transfers,
            FraudRules fraud) {
        var tenant =
                tenant(
                        Office.TENANT,
                        CARRIER,
                        flows,
                        List.of(
                                agent("ann", "sales", "service"),
                                agent("bob", "sales"),
                                agent("cat", "service"),
                                new TenantSettings.AgentSettings(
                                        "dan",
                                        new Private("Dan"),
                                        List.of(Serving.first("service")),
                                        Map.of(),
                                        new PhoneNumber(DESK_PHONE)),
                                agent("eve", "sales"),
                                supervisor("sue"),
                                supervisor("tom"),
                                new TenantSettings.AgentSettings(
                                        "uma", new Private("uma"), List.of(), Map.of(), null),
                                new TenantSettings.AgentSettings(
                                        "ned", new Private("ned"), List.of(), Map.of(), null)),
                        fraud);
        var trunk = trunk(CARRIER, Office.TENANT, transfers);
        return settings(List.of(tenant), List.of(trunk), earlyMedia);
    }

    private static TenantSettings tenant(
            Tenant tenant,
            String trunk,
            FlowBook flows,
            List<TenantSettings.AgentSettings> agents,
            FraudRules fraud) {
        return new TenantSettings(
                tenant,
                "GB",
                CodecPolicy.QUALITY,
                new TenantSettings.OutboundSettings(
                        trunk,
                        new PhoneNumber(Office.OUR_NUMBER),
                        flows.has("outbound") ? "outbound" : null),
                flows,
                List.of(new TenantSettings.NumberSettings(trunk, "*", "inbound")),
                List.of(queue("sales", "Sales"), queue("service", "Service")),
                agents,
                List.of(),
                List.of("lunch"),
                new TenantLimits(0, 6, 2, 600),
                fraud);
    }

    private static CallSettings settings(
            List<TenantSettings> tenants, List<TrunkConfig> trunks, boolean earlyMedia) {
        return new CallSettings(
                tenants,
                trunks,
                2,
                20,
                45,
                20,
                75,
                4_000,
                earlyMedia,
                MUSIC,
                RINGBACK,
                RecordingRules.DEFAULT);
    }

    private static TenantSettings.AgentSettings agent(String id, String... queues) {
        return new TenantSettings.AgentSettings(
                id,
                new Private(id),
                Stream.of(queues).map(Serving::first).toList(),
                Map.of(),
                null);
    }

    private static TenantSettings.AgentSettings supervisor(String id) {
        return new TenantSettings.AgentSettings(id, new Private(id), List.of(), Map.of(), null);
    }

    private static TenantSettings.QueueSettings queue(String id, String name) {
        return new TenantSettings.QueueSettings(
                id, new QueueRules(name, 3, QueueRules.ORDINARY_PRIORITY, 0, null));
    }

    private static TrunkConfig trunk(String id, Tenant tenant, Set<TransferDirection> transfers) {
        return new TrunkConfig(
                id,
                tenant,
                SignalingConfig.Exposure.PUBLIC,
                List.of(SignalingConfig.Transport.TLS),
                SignalingConfig.MediaSecurity.REQUIRED,
                "192.0.2.1",
                5061,
                List.of("192.0.2.0/24"),
                null,
                null,
                null,
                null,
                List.of(),
                "GB",
                null,
                transfers,
                TrunkService.PLAIN);
    }
}
