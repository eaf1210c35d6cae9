package dev.crosspoint.signaling.sip;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Answers the digest challenges of a 401 or 407 (RFC 7616, RFC 8760, RFC 3261 22). */
final class DigestClient {

    private DigestClient() {}

    /**
     * The header value that answers the first challenge we understand: the challenger lists them by
     * its own preference (RFC 8760 2.4). Empty when there is none.
     *
     * @param uri the Request-URI, as it is written in the request
     * @param cnonce random text
     */
    static Optional<String> answer(
            List<String> challenges,
            String user,
            String password,
            String method,
            String uri,
            String cnonce) {
        for (String header : challenges) {
            DigestFields challenge = DigestFields.parse(header);
            if (challenge == null || challenge.get("nonce") == null) {
                continue;
            }
            String algorithmToken = challenge.get("algorithm");
            var algorithm = DigestAlgorithm.named(algorithmToken).orElse(null);
            String offered = challenge.get("qop");
            if (algorithm == null || (offered != null && !offersAuth(offered))) {
                continue;
            }
            String realm = challenge.text("realm");
            String nonce = challenge.text("nonce");
            // Each challenge is answered once, so the count is always one.
            String nc = "00000001";
            String response =
                    algorithm.response(
                            user,
                            realm,
                            password,
                            method,
                            uri,
                            nonce,
                            nc,
                            cnonce,
                            offered == null ? null : "auth");
            var out = new StringBuilder("Digest username=").append(quoted(user));
            out.append(",realm=").append(quoted(realm));
            out.append(",nonce=").append(quoted(nonce));
            out.append(",uri=").append(quoted(uri));
            out.append(",response=").append(quoted(response));
            if (algorithmToken != null) {
                out.append(",algorithm=").append(algorithm.token());
            }
            if (offered != null) {
                out.append(",cnonce=").append(quoted(cnonce)).append(",qop=auth,nc=").append(nc);
            }
            String opaque = challenge.get("opaque");
            if (opaque != null) {
                out.append(",opaque=").append(quoted(opaque));
            }
            return Optional.of(out.toString());
        }
        return Optional.empty();
    }

    private static boolean offersAuth(String qop) {
        return Arrays.stream(qop.split(",", -1)).anyMatch(o -> o.strip().equalsIgnoreCase("auth"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
