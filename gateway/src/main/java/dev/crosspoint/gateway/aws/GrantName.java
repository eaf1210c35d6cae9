package dev.crosspoint.gateway.aws;

import dev.crosspoint.media.api.Tenant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A name by which KMS knows a grant that it has made already. It allows few characters, so the
 * tenant stands in it as a hash.
 */
final class GrantName {
    private GrantName() {}

    static String of(Tenant tenant) {
        try {
            var account = tenant.account().getBytes(StandardCharsets.UTF_8);
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((byte) account.length); // Divides the two.
            digest.update(account);
            digest.update(tenant.instance().getBytes(StandardCharsets.UTF_8));
            return "crosspoint-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
