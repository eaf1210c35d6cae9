package dev.crosspoint.media.delivery;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.api.Tenant;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What an artefact is called where it is delivered, the way Amazon Connect names recordings: {@code
 * <instance>/CallRecordings/YYYY/MM/DD/<contact>_YYYYMMDDThhmm_UTC.wav}, and {@code _UTC_2.wav} and
 * so on for further segments of one contact.
 *
 * @param contactId whose segment it is, not empty
 * @param startedAt when the contact was connected
 * @param ordinal which segment, from 1
 */
public record ObjectName(
        Tenant tenant, String contactId, Instant startedAt, int ordinal, Artefact artefact) {
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm'_UTC'").withZone(ZoneOffset.UTC);

    public ObjectName {
        requireNonNull(tenant);
        requireNonNull(startedAt);
        requireNonNull(artefact);
        if (contactId.isEmpty() || ordinal < 1) {
            throw new IllegalArgumentException("an object is named by its contact, from 1");
        }
    }

    /** The same with another ordinal. */
    public ObjectName withOrdinal(int other) {
        return new ObjectName(tenant, contactId, startedAt, other, artefact);
    }

    /** The name of another artefact of the same segment. */
    public ObjectName of(Artefact other) {
        return new ObjectName(tenant, contactId, startedAt, ordinal, other);
    }

    /** The path, its parts divided by {@code /}, without one at either end. */
    public String path() {
        return NamePart.of(tenant.instance())
                + "/CallRecordings/"
                + FOLDER.format(startedAt)
                + "/"
                + NamePart.of(contactId)
                + "_"
                + MINUTE.format(startedAt)
                + (ordinal == 1 ? "" : "_" + ordinal)
                + artefact.ending();
    }

    /** The path below a prefix, which may be empty and may end in {@code /}. */
    public String under(String prefix) {
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix + path() : prefix + "/" + path();
    }
}
