package dev.crosspoint.gateway;

import dev.crosspoint.gateway.demo.DemoCustomer;
import dev.crosspoint.gateway.demo.DemoSettings;
import dev.crosspoint.gateway.flow.DemoFlows;
import dev.crosspoint.gateway.switchboard.DemoCaller;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The demo customer's place in the gateway: a phone on loopback, behind the trunk with the id
 * {@code demo}. Where the configuration has no such trunk, there is no customer.
 */
final class Demonstration {
    private static final String TRUNK = "demo";
    private static final String LOOPBACK = "127.0.0.1";

    private final GatewayConfig config;
    private final Path ownFiles;
    private final Optional<TrunkConfig> trunk;
    private volatile @Nullable DemoCustomer customer;

    private Demonstration(GatewayConfig config, Path ownFiles) {
        this.config = config;
        this.ownFiles = ownFiles;
        this.trunk = config.trunks().stream().filter(t -> t.id().equals(TRUNK)).findFirst();
    }

    static Demonstration of(GatewayConfig config, Path ownFiles) {
        return new Demonstration(config, ownFiles);
    }

    boolean hasCustomer() {
        return trunk.isPresent();
    }

    /** All trunks; the demo's trusts the certificate of the customer's phone, and no other. */
    List<TrunkConfig> trunks(Identities identities) {
        var certificate = identities.demoPhone().certificatePem();
        return config.trunks().stream()
                .map(t -> t.id().equals(TRUNK) ? trusting(t, certificate) : t)
                .toList();
    }

    /** The customer, to be deployed. */
    DemoCustomer customer(int sipTlsPort, Identities identities) {
        var demo = trunk.orElseThrow();
        var gateway =
                new DemoSettings.Gateway(
                        LOOPBACK, sipTlsPort, identities.sip().certificatePem(), number());
        return new DemoCustomer(
                new DemoSettings(
                        demo.tenant(),
                        LOOPBACK,
                        demo.port(),
                        identities.demoPhone(),
                        gateway,
                        ownFiles.resolve(DemoFlows.CUSTOMER),
                        config.media().loops(),
                        DemoSettings.Times.relaxed()));
    }

    /** From now on the customer can be asked to call. */
    void introduce(DemoCustomer deployed) {
        customer = deployed;
    }

    /** How call control asks; null when there is no customer to ask. */
    @Nullable DemoCaller caller() {
        return hasCustomer()
                ? (tenant, agentId) -> {
                    var present = customer;
                    return present == null
                            ? Future.failedFuture("the demo customer is not there yet")
                            : present.call(tenant, agentId);
                }
                : null;
    }

    /** What the customer dials: the caller id that agents show, so that calls look answered. */
    private Private number() {
        return config.tenants().stream()
                .filter(entry -> entry.tenant().equals(trunk.orElseThrow().tenant()))
                .map(GatewayConfig.TenantEntry::callerId)
                .findFirst()
                .flatMap(Optional::ofNullable)
                .orElse(new Private("+4930555000"));
    }

    private static TrunkConfig trusting(TrunkConfig trunk, String certificatePem) {
        return new TrunkConfig(
                trunk.id(),
                trunk.tenant(),
                trunk.exposure(),
                trunk.transports(),
                trunk.mediaSecurity(),
                trunk.host(),
                trunk.port(),
                trunk.networks(),
                trunk.username(),
                trunk.password(),
                trunk.inboundUser(),
                trunk.inboundPassword(),
                trunk.mediaNetworks(),
                trunk.defaultCountry(),
                certificatePem,
                trunk.transfers(),
                trunk.service());
    }
}
