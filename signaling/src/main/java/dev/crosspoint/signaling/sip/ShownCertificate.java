package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Sighting.Certificate;
import dev.crosspoint.signaling.api.Sighting.Trouble;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wrong with a certificate that a far end shows, by the rules that calls go by. */
final class ShownCertificate {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /** As TLS 1.3 says, where no cipher suite names the key exchange. */
    private static final String ANY_EXCHANGE = "UNKNOWN";

    private ShownCertificate() {}

    /** There is none. */
    static Certificate none(Trouble why, OwnKeys ours) {
        return new Certificate(why, List.of(), "", Instant.EPOCH, Instant.EPOCH, ours.asked());
    }

    /**
     * Of a chain.
     *
     * @param to whom it ought to be of, and whom we trust
     */
    static Certificate judge(X509Certificate[] chain, Destination to, OwnKeys ours, Instant now) {
        if (chain.length == 0) {
            return none(Trouble.BROKEN, ours);
        }
        for (var one : chain) {
            if (now.isAfter(one.getNotAfter().toInstant())) {
                return certificate(Trouble.EXPIRED, chain[0], one, ours);
            }
            if (now.isBefore(one.getNotBefore().toInstant())) {
                return certificate(Trouble.NOT_YET_VALID, chain[0], one, ours);
            }
        }
        return certificate(trouble(chain, to), chain[0], chain[0], ours);
    }

    private static Trouble trouble(X509Certificate[] chain, Destination to) {
        try {
            if (to.trustedCaPem() == null) {
                Handshake.systemTrust().checkServerTrusted(chain, ANY_EXCHANGE);
            } else {
                var trust = TlsTrust.ofPem(to.trustedCaPem());
                if (trust.isGiven(chain[0])) {
                    return Trouble.NONE; // whatever it names
                }
                trust.checkServerTrusted(chain, ANY_EXCHANGE);
            }
            return names(chain[0]).stream().anyMatch(name -> fits(name, to.host()))
                    ? Trouble.NONE
                    : Trouble.WRONG_NAME;
        } catch (GeneralSecurityException e) {
            return Trouble.UNTRUSTED;
        }
    }

    private static Certificate certificate(
            Trouble trouble, X509Certificate first, X509Certificate troubled, OwnKeys ours) {
        return new Certificate(
                trouble,
                names(first),
                printable(first.getIssuerX500Principal().getName()),
                troubled.getNotBefore().toInstant(),
                troubled.getNotAfter().toInstant(),
                ours.asked());
    }

    private static List<String> names(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            var all = certificate.getSubjectAlternativeNames();
            for (var entry : all == null ? List.<List<?>>of() : all) {
                if ((Integer) entry.get(0) == DNS_NAME || (Integer) entry.get(0) == IP_ADDRESS) {
                    names.add(printable(entry.get(1).toString()));
                }
            }
        } catch (CertificateParsingException e) {
            // It names nobody.
        }
        return names;
    }

    /** RFC 6125 6.4.3: a wildcard is the whole first label, and of one label. */
    private static boolean fits(String name, String host) {
        var wanted = host.toLowerCase(Locale.ROOT);
        var given = name.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        return given.equals(wanted)
                || (given.startsWith("*.")
                        && dot > 0
                        && given.substring(1).equals(wanted.substring(dot)));
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
