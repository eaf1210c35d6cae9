package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.CIDR;
import static dev.crosspoint.gateway.config.Expected.COUNTRY;
import static dev.crosspoint.gateway.config.Expected.HOST;
import static dev.crosspoint.gateway.config.Expected.ID;
import static dev.crosspoint.gateway.config.Expected.IP_LITERAL;
import static dev.crosspoint.gateway.config.Expected.TEXT;

import dev.crosspoint.gateway.GatewayConfig.TenantEntry;
import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Exposure;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.TransferDirection;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.sip.ClientTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code trunks}. */
final class TrunkReader {
    private final Path folder;
    private final List<TenantEntry> tenants;

    TrunkReader(Path folder, List<TenantEntry> tenants) {
        this.folder = folder;
        this.tenants = tenants;
    }

    TrunkConfig read(Section trunk) {
        var id = trunk.text("id", ID);
        var transports = trunk.choices("transports", Transport.OF_TRUNKS, List.of(Transport.TLS));
        var password = secret(trunk, "username", "password");
        var inboundPassword = secret(trunk, "inboundUser", "inboundPassword");
        var networks = trunk.texts("networks", CIDR);
        var inboundUser = trunk.secret("inboundUser", TEXT).orElse(null);
        var host = trunk.optionalText("host", HOST).orElse(null);
        var service = TrunkServiceReader.read(trunk, host, clientCa(trunk, transports));
        if (networks.isEmpty() && inboundUser == null && service.registration() == null) {
            trunk.problem(
                    "networks",
                    null,
                    "networks, or inboundUser and inboundPassword, or a registration: something must"
                            + " identify the trunk");
        }
        return new TrunkConfig(
                id,
                tenant(trunk),
                trunk.choice("exposure", List.of(Exposure.values()), Exposure.PUBLIC),
                transports,
                trunk.choice(
                        "mediaSecurity", List.of(MediaSecurity.values()), MediaSecurity.REQUIRED),
                host,
                trunk.integer(
                        "port",
                        1,
                        65_535,
                        isName(host) ? 0 : transports.getFirst() == Transport.TLS ? 5061 : 5060),
                networks,
                trunk.secret("username", TEXT).orElse(null),
                password,
                inboundUser,
                inboundPassword,
                trunk.texts("mediaNetworks", CIDR),
                trunk.text("defaultCountry", COUNTRY),
                certificates(trunk, "trustedCaFile"),
                Set.copyOf(
                        trunk.choices("transfers", List.of(TransferDirection.values()), List.of())),
                service);
    }

    /** Whether DNS has something to say about it. */
    private static boolean isName(@Nullable String host) {
        return host != null && !IP_LITERAL.met().test(host);
    }

    /** The tenant a trunk belongs to; the only one there is may go without saying. */
    private Tenant tenant(Section trunk) {
        if (tenants.size() == 1) {
            var only = tenants.getFirst().tenant();
            return known(
                    trunk,
                    new Tenant(
                            trunk.text("account", ID, only.account()),
                            trunk.text("instance", ID, only.instance())));
        }
        return known(trunk, new Tenant(trunk.text("account", ID), trunk.text("instance", ID)));
    }

    private Tenant known(Section trunk, Tenant tenant) {
        if (tenants.stream().noneMatch(entry -> entry.tenant().equals(tenant))) {
            trunk.problem(
                    "instance",
                    tenant.account() + " / " + tenant.instance(),
                    "an account and instance of a configured tenant");
        }
        return tenant;
    }

    private @Nullable Private secret(Section trunk, String userKey, String passwordKey) {
        var user = trunk.secret(userKey, TEXT);
        var password = trunk.secretOrFile(passwordKey, TEXT, folder);
        if (user.isPresent() != password.isPresent()) {
            trunk.problem(
                    user.isPresent() ? passwordKey : userKey,
                    null,
                    userKey + " and " + passwordKey + " together");
        }
        return password.orElse(null);
    }

    /** Only TLS has clients that can show something, and nobody is to go around it. */
    private @Nullable String clientCa(Section trunk, List<Transport> transports) {
        var pem = certificates(trunk, "clientCaFile");
        if (pem == null) {
            return null;
        }
        if (!transports.equals(List.of(Transport.TLS))) {
            trunk.problem("transports", transports, "tls alone, with clientCaFile");
        }
        try {
            new ClientTrust(pem, null);
            return pem;
        } catch (IllegalArgumentException e) {
            trunk.problem(
                    "clientCaFile",
                    trunk.optionalText("clientCaFile", TEXT).orElse(null),
                    "a PEM file of certificates");
            return null;
        }
    }

    private @Nullable String certificates(Section trunk, String key) {
        var file = trunk.optionalText(key, TEXT).map(folder::resolve);
        if (file.isEmpty()) {
            return null;
        }
        try {
            return Files.readString(file.get());
        } catch (IOException e) {
            trunk.problem(key, file.get(), "a PEM file that can be read");
            return null;
        }
    }
}
