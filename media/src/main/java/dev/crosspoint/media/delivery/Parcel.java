package dev.crosspoint.media.delivery;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One artefact ready to be delivered.
 *
 * @param name under which; its tenant is whose it is
 * @param context accompanies every use of a key on its way
 * @param tags by which rules of the place find it: account, instance, queue, retention
 * @param plaintextBytes how long it is in the clear
 * @param plaintextSha256 its hash in the clear, 32 bytes, hexadecimal, lower case
 */
public record Parcel(
        RecordingId recording,
        ObjectName name,
        EncryptionContext context,
        SortedMap<String, String> tags,
        long plaintextBytes,
        String plaintextSha256,
        Source source) {

    public Parcel {
        requireNonNull(recording);
        requireNonNull(source);
        if (!context.tenant().equals(name.tenant())) {
            throw new IllegalArgumentException("a parcel and its context are of one tenant");
        }
        if (plaintextBytes < 0 || !plaintextSha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a parcel has a length and a SHA-256");
        }
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** The same under the name with another ordinal. */
    public Parcel withOrdinal(int ordinal) {
        return new Parcel(
                recording,
                name.withOrdinal(ordinal),
                context,
                tags,
                plaintextBytes,
                plaintextSha256,
                source);
    }

    /**
     * Where the bytes come from. Each call opens them from the beginning, again and again. What is
     * read may fail with {@link DeliveryFailure} {@code BROKEN} where the sealed file turns out to
     * be tampered with; any other I/O error is tried again.
     */
    public interface Source {
        /** In the clear; nothing of it is ever put on a disk. */
        InputStream plaintext() throws IOException, KeyFailure;

        /** As the spool keeps them. */
        InputStream sealed() throws IOException;

        /** The file that holds the wrapped data key, for whoever keeps the sealed form. */
        byte[] keyFile() throws IOException;
    }
}
