package dev.crosspoint.gateway;

import dev.crosspoint.gateway.GatewayConfig.AgentEntry;
import dev.crosspoint.gateway.GatewayConfig.TenantEntry;
import dev.crosspoint.gateway.config.ConfigError;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.BadFlows;
import dev.crosspoint.gateway.flow.DemoFlows;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowFolder;
import dev.crosspoint.gateway.switchboard.CallSettings;
import dev.crosspoint.gateway.switchboard.TenantSettings;
import dev.crosspoint.gateway.switchboard.TenantSettings.AgentSettings;
import dev.crosspoint.gateway.switchboard.TenantSettings.NumberSettings;
import dev.crosspoint.gateway.switchboard.TenantSettings.OutboundSettings;
import dev.crosspoint.gateway.switchboard.TenantSettings.QueueSettings;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From configured tenants and their flow folders to the settings of call control. Blocks. */
final class TenantAssembly {
    private static final Logger LOG = LoggerFactory.getLogger(TenantAssembly.class);

    private final GatewayConfig config;
    private final List<TrunkConfig> trunks;
    private final Path ownFiles;
    private final Instant now;

    /**
     * An assembly.
     *
     * @param trunks those that the signalling plane has
     * @param ownFiles folder that {@link DemoFlows} were unpacked to
     * @param now by which certificates are valid or not
     */
    TenantAssembly(GatewayConfig config, List<TrunkConfig> trunks, Path ownFiles, Instant now) {
        this.config = config;
        this.trunks = List.copyOf(trunks);
        this.ownFiles = ownFiles;
        this.now = now;
    }

    /** Loads every flow; throws a {@link ConfigError} that names every fault. */
    CallSettings settings() {
        var problems = new ArrayList<String>();
        var tenants = new ArrayList<TenantSettings>();
        for (var entry : config.tenants()) {
            try {
                tenants.add(tenant(entry, flows(entry)));
            } catch (BadFlows e) {
                problems.add(
                        "flows of tenant " + entry.tenant().instance() + ": " + e.getMessage());
            } catch (IllegalArgumentException e) {
                problems.add("tenant " + entry.tenant().instance() + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigError(problems);
        }
        var calls = config.calls();
        return new CallSettings(
                tenants,
                trunks,
                config.media().loops(),
                calls.ringSeconds(),
                calls.outboundRingSeconds(),
                calls.joinSeconds(),
                calls.rejoinSeconds(),
                calls.requestTimeoutMs(),
                calls.earlyMedia(),
                Objects.requireNonNullElse(
                        calls.holdMusic(), ownFiles.resolve(DemoFlows.HOLD_MUSIC)),
                Objects.requireNonNullElse(calls.ringback(), ownFiles.resolve(DemoFlows.RINGBACK)),
                config.recording().rules());
    }

    private FlowBook flows(TenantEntry entry) throws BadFlows {
        var speechCache = config.home().resolve("speech");
        warnOfExpiry(entry);
        var flows =
                new FlowFolder(
                                entry.flows(),
                                speechCache,
                                config.speech().command(),
                                entry.inputKeys())
                        .load();
        var refused =
                flows.functions().stream().filter(url -> !entry.webhooks().allows(url)).toList();
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException(
                    "flows ask what webhooks.allowed does not cover: " + refused);
        }
        return flows;
    }

    /** Input is sealed all the same: who holds the private key can still read it. */
    private void warnOfExpiry(TenantEntry entry) {
        for (var key : entry.inputKeys().keys()) {
            if (!key.isValidAt(now)) {
                LOG.warn(
                        "input key {} of tenant {}: its certificate is valid from {} to {}; flows"
                                + " go on using it, change it soon",
                        key.id(),
                        entry.tenant().instance(),
                        key.notBefore(),
                        key.notAfter());
            }
        }
    }

    private static TenantSettings tenant(TenantEntry entry, FlowBook flows) {
        return new TenantSettings(
                entry.tenant(),
                entry.defaultCountry(),
                entry.codecs(),
                outbound(entry),
                flows,
                numbers(entry),
                entry.queues().stream()
                        .map(queue -> new QueueSettings(queue.id(), queue.rules()))
                        .toList(),
                entry.agents().stream().map(TenantAssembly::agent).toList(),
                entry.quickConnects(),
                entry.notReadyReasons(),
                entry.limits(),
                entry.fraud());
    }

    private static @Nullable OutboundSettings outbound(TenantEntry entry) {
        var trunk = entry.outboundTrunk();
        var callerId = entry.callerId();
        return trunk == null || callerId == null
                ? null
                : new OutboundSettings(
                        trunk, new PhoneNumber(callerId.value()), entry.outboundFlow());
    }

    private static AgentSettings agent(AgentEntry entry) {
        var deskPhone = entry.deskPhone();
        return new AgentSettings(
                entry.id(),
                entry.displayName(),
                entry.queues(),
                entry.skills(),
                deskPhone == null ? null : new PhoneNumber(deskPhone.value()));
    }

    private static List<NumberSettings> numbers(TenantEntry entry) {
        return entry.numbers().stream()
                .map(n -> new NumberSettings(n.trunk(), n.number().value(), n.flow()))
                .toList();
    }
}
