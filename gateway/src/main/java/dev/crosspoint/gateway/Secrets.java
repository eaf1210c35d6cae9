package dev.crosspoint.gateway;

import dev.crosspoint.gateway.GatewayConfig.Certificate;
import dev.crosspoint.gateway.GatewayConfig.TenantEntry;
import dev.crosspoint.gateway.meters.CertificateMeters;
import dev.crosspoint.gateway.oidc.OpenIdProvider;
import dev.crosspoint.gateway.oidc.ProviderSettings;
import dev.crosspoint.gateway.renewal.Renewable;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.DatabaseSettings.Server;
import dev.crosspoint.gateway.tls.TlsIdentity;
import dev.crosspoint.gateway.turn.TurnServer;
import dev.crosspoint.gateway.turn.TurnSettings;
import dev.crosspoint.gateway.webhook.WebhookVerticle;
import dev.crosspoint.signaling.agent.AgentVerticle;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.trunk.TrunkVerticle;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which secrets can be exchanged while the gateway runs, and who takes them. */
final class Secrets {
    private final GatewayConfig config;
    private final List<Tenant> everybody;
    private final List<Renewable<Read, ?>> all = new ArrayList<>();

    /** The configuration and the certificates that it names, as they were read together. */
    record Read(GatewayConfig config, Optional<PemIdentity> https, Optional<PemIdentity> sip) {

        /** What is in use since the start: its files may hold something else by now. */
        static Read inUse(GatewayConfig config, Identities identities) {
            var https =
                    Optional.ofNullable(config.https().certificate()).map(_ -> identities.https());
            var sip = Optional.ofNullable(config.sip().certificate()).map(_ -> identities.sip());
            return new Read(config, https, sip.or(() -> https));
        }

        /** With what lies in its files now. */
        static Read of(GatewayConfig config) {
            var https = identity(config.https().certificate());
            var sip = identity(config.sip().certificate());
            return new Read(config, https, sip.or(() -> https));
        }

        private static Optional<PemIdentity> identity(@Nullable Certificate files) {
            try {
                return files == null
                        ? Optional.empty()
                        : Optional.of(
                                TlsIdentity.fromFiles(files.certificateFile(), files.keyFile()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Secrets(GatewayConfig config) {
        this.config = config;
        this.everybody = config.tenants().stream().map(TenantEntry::tenant).toList();
    }

    /** Files to be watched: those of secrets and of certificates. */
    Set<Path> files() {
        var files = new LinkedHashSet<>(config.secretFiles());
        Stream.of(config.https().certificate(), config.sip().certificate())
                .filter(certificate -> certificate != null)
                .forEach(certificate -> {
                    files.add(certificate.certificateFile());
                    files.add(certificate.keyFile());
                });
        return files;
    }

    List<Renewable<Read, ?>> of(
            AgentVerticle pages,
            TrunkVerticle trunks,
            WebhookVerticle webhooks,
            Database database,
            Map<Tenant, OpenIdProvider> providers,
            @Nullable TurnServer turn,
            CertificateMeters meters) {
        certificate(
                "https.certificateFile",
                Read::https,
                identity -> pages.renew(identity).onSuccess(_ -> meters.shows("https", identity)));
        certificate(
                "sip.certificateFile",
                Read::sip,
                identity -> trunks.renew(identity).onSuccess(_ -> meters.shows("sip", identity)));
        for (var tenant : everybody) {
            all.add(
                    new Renewable<>(
                            "tenants[].webhooks.secrets",
                            List.of(tenant),
                            read -> webhookSecrets(read.config(), tenant),
                            secrets -> webhooks.renew(tenant, secrets)));
        }
        providers.forEach((tenant, provider) ->
                all.add(
                        new Renewable<>(
                                "tenants[].signInProvider.clientSecret",
                                List.of(tenant),
                                read -> clientSecret(read.config(), tenant),
                                secret -> {
                                    secret.ifPresent(provider::renewSecret);
                                    return Future.succeededFuture();
                                })));
        if (turn != null) {
            all.add(
                    new Renewable<>(
                            "turn.secret",
                            everybody,
                            read ->
                                    Optional.ofNullable(read.config().turn())
                                            .map(TurnSettings::secret),
                            secret -> {
                                secret.ifPresent(turn::renew);
                                return Future.succeededFuture();
                            }));
        }
        all.add(
                new Renewable<>(
                        "database.password",
                        everybody,
                        read -> passwords(read.config().database().server()),
                        both -> {
                            both.ifPresent(it -> database.renew(it.owner(), it.app()));
                            return Future.succeededFuture();
                        }));
        for (var trunk : config.trunks()) {
            all.add(
                    new Renewable<>(
                            "trunks[].password",
                            List.of(trunk.tenant()),
                            read -> credentials(read.config(), trunk.id()),
                            _ -> Future.succeededFuture()));
        }
        // All at once, because that is how trunks are known.
        all.add(
                new Renewable<>(
                        "trunks",
                        List.of(),
                        read -> withCredentials(read.config()),
                        trunks::renew));
        return all;
    }

    private void certificate(
            String setting,
            Function<Read, Optional<PemIdentity>> of,
            Function<PemIdentity, Future<?>> take) {
        all.add(
                new Renewable<>(
                        setting,
                        everybody,
                        of,
                        identity ->
                                identity.<Future<?>>map(take)
                                        .orElseGet(() ->
                                                Future.failedFuture(
                                                        "it is not configured any more"))));
    }

    private static Optional<Private> clientSecret(GatewayConfig config, Tenant tenant) {
        return Optional.ofNullable(config.signInProviders().get(tenant))
                .map(ProviderSettings::clientSecret);
    }

    private static List<Private> webhookSecrets(GatewayConfig config, Tenant tenant) {
        return config.tenants().stream()
                .filter(entry -> entry.tenant().equals(tenant))
                .findFirst()
                .map(entry -> entry.webhooks().secrets())
                .orElse(List.of());
    }

    private record Passwords(Private owner, @Nullable Private app) {}

    private static Optional<Passwords> passwords(@Nullable Server server) {
        return Optional.ofNullable(server)
                .map(it -> new Passwords(it.owner().password(), it.app().password()));
    }

    private record Credentials(
            @Nullable Private username,
            @Nullable Private password,
            @Nullable Private inboundUser,
            @Nullable Private inboundPassword) {}

    private static Optional<Credentials> credentials(GatewayConfig config, String trunk) {
        return config.trunks().stream()
                .filter(one -> one.id().equals(trunk))
                .findFirst()
                .map(one ->
                        new Credentials(
                                one.username(),
                                one.password(),
                                one.inboundUser(),
                                one.inboundPassword()));
    }

    /** The trunks of the start, with what lets them in and us in there as it is now. */
    private List<TrunkConfig> withCredentials(GatewayConfig now) {
        return config.trunks().stream()
                .map(old -> credentials(now, old.id()).map(other -> with(old, other)).orElse(old))
                .toList();
    }

    private static TrunkConfig with(TrunkConfig old, Credentials other) {
        return new TrunkConfig(
                old.id(),
                old.tenant(),
                old.exposure(),
                old.transports(),
                old.mediaSecurity(),
                old.host(),
                old.port(),
                old.networks(),
                other.username(),
                other.password(),
                other.inboundUser(),
                other.inboundPassword(),
                old.mediaNetworks(),
                old.defaultCountry(),
                old.trustedCaPem(),
                old.transfers(),
                old.service());
    }
}
