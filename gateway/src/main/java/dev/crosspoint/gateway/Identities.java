package dev.crosspoint.gateway;

import dev.crosspoint.gateway.GatewayConfig.Certificate;
import dev.crosspoint.gateway.config.ConfigError;
import dev.crosspoint.gateway.home.OwnAddresses;
import dev.crosspoint.gateway.tls.TlsIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What our listeners show, and the demo customer's phone.
 *
 * @param demoPhone made at start, in the demo only trusted by its own trunk
 */
record Identities(PemIdentity https, PemIdentity sip, PemIdentity demoPhone) {

    /** Reads what is configured and makes the rest. */
    static Identities of(GatewayConfig config, OwnAddresses own, Instant now, SecureRandom random) {
        var ownMade = TlsIdentity.selfSigned(names(config, own), now, random);
        var httpsFiles = config.https().certificate();
        var https = httpsFiles == null ? ownMade : read("https", httpsFiles);
        var sipFiles = config.sip().certificate();
        var sip = sipFiles == null ? https : read("sip", sipFiles);
        var loopback = List.of("localhost", "127.0.0.1");
        return new Identities(https, sip, TlsIdentity.selfSigned(loopback, now, random));
    }

    private static Set<String> names(GatewayConfig config, OwnAddresses own) {
        var names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        config.hosts().values().forEach(names::addAll);
        names.addAll(own.all());
        names.add(config.sip().advertisedAddress());
        var ipv6 = config.sip().advertisedIpv6();
        if (ipv6 != null) {
            names.add(ipv6);
        }
        return names;
    }

    private static PemIdentity read(String section, Certificate files) {
        try {
            return TlsIdentity.fromFiles(files.certificateFile(), files.keyFile());
        } catch (IOException e) {
            throw new ConfigError(
                    List.of(section + ": the certificate or its key cannot be read: " + e));
        }
    }
}
