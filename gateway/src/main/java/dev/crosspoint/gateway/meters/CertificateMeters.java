package dev.crosspoint.gateway.meters;

import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long our certificates are good for. */
public final class CertificateMeters {
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final InstantSource clock;

    /** None is shown yet. */
    public CertificateMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * A listener shows this one from now on.
     *
     * @param listener {@code https} or {@code sip}
     */
    public void shows(String listener, PemIdentity identity) {
        if (ends.put(listener, end(identity)) == null) {
            Gauge.builder("crosspoint.certificate.expires.seconds", this, it -> it.left(listener))
                    .description("How long the certificate of a listener is good for")
                    .tag("listener", listener)
                    .strongReference(true)
                    .register(registry);
        }
    }

    private double left(String listener) {
        var end = ends.getOrDefault(listener, Instant.EPOCH);
        return end.getEpochSecond() - (double) clock.instant().getEpochSecond();
    }

    /** Of the first, which is the listener's own. Something that is none has ended. */
    private static Instant end(PemIdentity identity) {
        try {
            var pem = identity.certificatePem().getBytes(StandardCharsets.US_ASCII);
            var first =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(pem));
            return ((X509Certificate) first).getNotAfter().toInstant();
        } catch (CertificateException e) {
            return Instant.EPOCH;
        }
    }
}
