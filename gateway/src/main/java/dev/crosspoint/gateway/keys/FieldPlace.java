package dev.crosspoint.gateway.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.media.api.Tenant;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Where a sealed field belongs. It opens nowhere else: not in another instance, not in another
 * contact, not under another name.
 *
 * @param contact id of the contact
 * @param field name of the field, such as {@code customer-number}
 */
public record FieldPlace(Tenant tenant, String contact, String field) {
    private static final String WHAT = "crosspoint field 1";

    public FieldPlace {
        if (contact.isBlank() || field.isBlank()) {
            throw new IllegalArgumentException("a field has a contact and a name");
        }
    }

    /** What is authenticated with the field: each part with its length (4 bytes) before it. */
    byte[] aad(UUID key) {
        var bytes = new ByteArrayOutputStream();
        for (var part :
                new String[] {
                    WHAT, tenant.account(), tenant.instance(), contact, field, key.toString()
                }) {
            var utf8 = part.getBytes(UTF_8);
            bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
            bytes.writeBytes(utf8);
        }
        return bytes.toByteArray();
    }
}
