package dev.crosspoint.gateway;

import dev.crosspoint.gateway.doctor.AgentDoctor;
import dev.crosspoint.gateway.doctor.Diagnosis;
import dev.crosspoint.gateway.doctor.DiagnosisJson;
import dev.crosspoint.gateway.doctor.DiagnosisText;
import dev.crosspoint.gateway.doctor.Finding.Ports;
import dev.crosspoint.gateway.doctor.Running;
import dev.crosspoint.gateway.doctor.Surroundings;
import dev.crosspoint.gateway.doctor.Surroundings.OwnCertificate;
import dev.crosspoint.gateway.doctor.Surroundings.PortsTried;
import dev.crosspoint.gateway.doctor.TrunkDoctor;
import dev.crosspoint.gateway.examination.Machine;
import dev.crosspoint.gateway.examination.RunningGateway;
import dev.crosspoint.gateway.examination.RunningGateway.Credentials;
import dev.crosspoint.gateway.home.OwnAddresses;
import dev.crosspoint.signaling.api.Sighting;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.sip.Destination;
import dev.crosspoint.signaling.sip.Examiner;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds out what is wrong with a trunk or with an agent's audio. */
final class DoctorCommand {
    private final CommandPlace place;
    private final Command.Doctor asked;
    private final InstantSource clock;
    private final GatewayConfig config;

    /**
     * @param clock that certificates and other people's clocks are compared with
     */
    DoctorCommand(CommandPlace place, Command.Doctor asked, InstantSource clock) {
        this.place = place;
        this.asked = asked;
        this.clock = clock;
        this.config = place.config();
    }

    /**
     * Looks, and says what was found.
     *
     * @param credentials for the gateway that runs; null for none
     * @return the exit code, as in {@link Diagnosis}
     */
    int run(@Nullable Credentials credentials) {
        var trunk = asked.trunk();
        var diagnosis =
                trunk == null
                        ? ofAgent(Objects.requireNonNull(asked.agent()), credentials)
                        : ofTrunk(trunk, credentials);
        if (diagnosis == null) {
            return Diagnosis.CANNOT_TELL;
        }
        if (asked.json()) {
            place.out().println(DiagnosisJson.of(diagnosis).toPrettyString());
        } else {
            DiagnosisText.lines(diagnosis).forEach(place.out()::println);
        }
        return diagnosis.exitCode();
    }

    private @Nullable Diagnosis ofTrunk(String id, @Nullable Credentials credentials) {
        var trunk = config.trunks().stream().filter(one -> one.id().equals(id)).findFirst();
        if (trunk.isEmpty()) {
            place.err()
                    .println(
                            "No trunk %s is configured; there are: %s"
                                    .formatted(
                                            id,
                                            String.join(
                                                    ", ",
                                                    config.trunks().stream()
                                                            .map(TrunkConfig::id)
                                                            .toList())));
            return null;
        }
        var it = trunk.get();
        var running =
                running(
                        it.tenant(),
                        credentials,
                        gateway -> gateway.askOfTrunk(id, asked.contact()));
        return TrunkDoctor.diagnose(
                it, surroundings(true, null), sighting(it, place.vertx()), running);
    }

    private @Nullable Diagnosis ofAgent(String agent, @Nullable Credentials credentials) {
        var configured =
                config.tenants().stream()
                        .filter(tenant ->
                                tenant.agents().stream().anyMatch(one -> one.id().equals(agent)))
                        .findFirst();
        // Agents may be in the database only; then they are of the only tenant.
        if (configured.isEmpty() && config.tenants().size() != 1) {
            place.err().println("No tenant has an agent " + agent + " in the configuration.");
            return null;
        }
        var tenant = configured.orElseGet(() -> config.tenants().getFirst()).tenant();
        var turn = config.turn();
        var relays = Machine.askRelays(turn == null ? List.of() : turn.urls());
        var running =
                running(tenant, credentials, gateway -> gateway.askOfAgent(agent, asked.contact()));
        return AgentDoctor.diagnose(
                agent, surroundings(false, relays.seenAs()), relays.relays(), running);
    }

    // --- the trunk from outside

    private @Nullable Sighting sighting(TrunkConfig trunk, Vertx vertx) {
        var host = trunk.host();
        if (host == null) {
            return null;
        }
        var to =
                new Destination(
                        trunk.transports().getFirst(),
                        host,
                        trunk.port(),
                        null,
                        trunk.trustedCaPem());
        return new Examiner(vertx, ownIdentity(), advertised(host), clock).look(to);
    }

    private String advertised(String host) {
        var ipv6 = config.sip().advertisedIpv6();
        return host.indexOf(':') >= 0 && ipv6 != null ? ipv6 : config.sip().advertisedAddress();
    }

    /** What the gateway shows where it is asked; null where it makes its own at start. */
    private @Nullable PemIdentity ownIdentity() {
        var files =
                config.sip().certificate() == null
                        ? config.https().certificate()
                        : config.sip().certificate();
        try {
            return files == null
                    ? null
                    : new PemIdentity(
                            Files.readString(files.certificateFile()),
                            Files.readString(files.keyFile()));
        } catch (IOException e) {
            return null;
        }
    }

    // --- this machine

    private Surroundings surroundings(boolean withPorts, @Nullable InetAddress stunSeen) {
        var media = config.media();
        var trunkPorts = new Ports(media.trunkPortLow(), media.trunkPortHigh());
        int first = media.browserPort();
        return new Surroundings(
                clock.instant(),
                OwnAddresses.read().all().stream().map(InetAddress::ofLiteral).toList(),
                config.sip().advertisedAddress(),
                media.advertisedAddresses(),
                trunkPorts,
                new Ports(first, first + media.loops() - 1),
                media.browserTcp(),
                withPorts
                        ? Machine.tryPorts(media.bindAddress(), trunkPorts)
                        : new PortsTried(0, 0),
                stunSeen,
                certificates());
    }

    private List<OwnCertificate> certificates() {
        var all = new ArrayList<OwnCertificate>();
        certificate("https", config.https().certificate(), all);
        certificate("sip", config.sip().certificate(), all);
        return all;
    }

    private static void certificate(
            String listener, GatewayConfig.@Nullable Certificate files, List<OwnCertificate> all) {
        if (files == null) {
            return;
        }
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var in = new ByteArrayInputStream(Files.readAllBytes(files.certificateFile()));
            var first = (X509Certificate) factory.generateCertificates(in).iterator().next();
            all.add(
                    new OwnCertificate(
                            listener,
                            first.getNotBefore().toInstant(),
                            first.getNotAfter().toInstant()));
        } catch (IOException | CertificateException e) {
            // The gateway would not start with it, and says why.
        }
    }

    // --- the gateway

    @FunctionalInterface
    private interface Asking {
        Running of(RunningGateway gateway);
    }

    private Running running(Tenant tenant, @Nullable Credentials credentials, Asking asking) {
        var address = address();
        var hosts = config.hosts().getOrDefault(tenant, List.of());
        var host =
                asked.gateway() != null || hosts.isEmpty() ? address.getHost() : hosts.getFirst();
        var certificate = config.https().certificate();
        var trusted = certificate == null ? null : certificate.certificateFile();
        try (var gateway = new RunningGateway(place.vertx(), address, host, trusted, credentials)) {
            return asking.of(gateway);
        }
    }

    private URI address() {
        var given = asked.gateway();
        if (given != null) {
            return given;
        }
        var bound = InetAddress.ofLiteral(config.https().bindAddress());
        var literal = bound.isAnyLocalAddress() ? "127.0.0.1" : bound.getHostAddress();
        return URI.create(
                "https://%s:%d"
                        .formatted(
                                literal.indexOf(':') >= 0 ? "[" + literal + "]" : literal,
                                config.https().port()));
    }

    /**
     * What the gateway is shown.
     *
     * @param user to sign in as; null for whoever the token in the environment is of
     * @param token of the environment; null for none
     */
    static @Nullable Credentials credentials(@Nullable String user, @Nullable String token)
            throws IOException {
        if (user == null) {
            return token == null || token.isBlank() ? null : new Credentials.Token(token.strip());
        }
        return new Credentials.Password(user, password());
    }

    @SuppressWarnings("SystemConsoleNull") // Its type says that it may be.
    private static String password() throws IOException {
        var console = System.console();
        return console == null || !console.isTerminal()
                ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip()
                : new String(console.readPassword("Password: "));
    }
}
