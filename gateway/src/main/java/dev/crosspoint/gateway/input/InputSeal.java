package dev.crosspoint.gateway.input;

import dev.crosspoint.signaling.api.Tenant;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * Seals what customers of a tenant enter, so that whoever has the private key can read it, and
 * nobody else, the gateway included.
 *
 * @param key whose private half is elsewhere
 */
public record InputSeal(Tenant tenant, InputKey key) {

    /**
     * Seals the digits and wipes them, whatever becomes of it. The message is bound to the account,
     * instance and contact, which are in it in clear.
     *
     * @param contact id of the contact that enters them
     * @return a message of the AWS Encryption SDK, in Base64 without line breaks; about 700
     *     characters for a key of 2,048 bits
     */
    public String seal(EnteredDigits digits, String contact, SecureRandom random) {
        var dataKey = new byte[EncryptedMessage.DATA_KEY_BYTES];
        var messageId = new byte[EncryptedMessage.MESSAGE_ID_BYTES];
        try {
            random.nextBytes(dataKey);
            random.nextBytes(messageId);
            var message =
                    new EncryptedMessage(
                            messageId,
                            new TreeMap<>(
                                    Map.of(
                                            "account", tenant.account(),
                                            "contactId", contact,
                                            "instance", tenant.instance())),
                            WrappedDataKey.wrap(dataKey, key, random));
            return Base64.getEncoder()
                    .encodeToString(message.seal(dataKey, digits.memory(), digits.length()));
        } finally {
            digits.wipe();
            Arrays.fill(dataKey, (byte) 0);
        }
    }
}
