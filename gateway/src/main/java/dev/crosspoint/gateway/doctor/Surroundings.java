package dev.crosspoint.gateway.doctor;

import dev.crosspoint.gateway.doctor.Finding.Ports;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the gateway itself and of the machine it is looked at from.
 *
 * @param now by this machine's clock
 * @param own addresses of this machine
 * @param sipAdvertised IP literal in Via and Contact
 * @param mediaAdvertised IP literals in SDP
 * @param trunkPorts for trunks' RTP
 * @param browserPorts for browsers
 * @param browserTcp whether those take TCP too
 * @param portsTried how many of the trunks' were tried here, and how many of them another has
 * @param stunSeen our address as a STUN server sees it; null when none was asked or answered
 * @param certificates of our listeners
 */
public record Surroundings(
        Instant now,
        List<InetAddress> own,
        String sipAdvertised,
        List<String> mediaAdvertised,
        Ports trunkPorts,
        Ports browserPorts,
        boolean browserTcp,
        PortsTried portsTried,
        @Nullable InetAddress stunSeen,
        List<OwnCertificate> certificates) {
    public Surroundings {
        own = List.copyOf(own);
        mediaAdvertised = List.copyOf(mediaAdvertised);
        certificates = List.copyOf(certificates);
    }

    /** Of the ports for trunks. */
    public record PortsTried(int tried, int taken) {}

    /** One of ours, such as that of {@code https}. */
    public record OwnCertificate(String listener, Instant notBefore, Instant notAfter) {}
}
