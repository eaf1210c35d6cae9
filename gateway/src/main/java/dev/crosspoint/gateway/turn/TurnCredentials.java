package dev.crosspoint.gateway.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.signaling.api.Private;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials that a TURN server accepts until they expire without having been told of them: the
 * "REST API" scheme of draft-uberti-behave-turn-rest-00 section 2.2, coturn's {@code
 * use-auth-secret}.
 *
 * @param username {@code expiry:id}, the expiry in seconds since 1970
 * @param password base64 of HMAC-SHA1 of the username
 */
record TurnCredentials(Private username, Private password) {

    /**
     * Makes them.
     *
     * @param secret shared with the server, not empty
     * @param id names nobody; without a colon
     */
    static TurnCredentials until(Instant expiry, String id, Private secret) {
        var username = expiry.getEpochSecond() + ":" + id;
        try {
            // The draft and coturn have no other hash; HMAC does not rest on what SHA-1 has lost.
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.value().getBytes(UTF_8), "HmacSHA1"));
            var password =
                    Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(UTF_8)));
            return new TurnCredentials(new Private(username), new Private(password));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA1", e);
        }
    }
}
