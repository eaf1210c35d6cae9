package dev.crosspoint.gateway.aws;

import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryFailure.Reason;
import dev.crosspoint.media.delivery.Parcel;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * A stream in parts, each with its hash, in one buffer. It also makes the checksum that S3 gives to
 * an object that came in such parts: SHA-256 of all in one part, else of the parts' hashes, with
 * the number of parts behind.
 */
final class PartReader implements AutoCloseable {
    /** S3 takes parts from 5 MiB up; these are what one delivery needs of memory. */
    static final int PART_BYTES = 8 << 20;

    private final InputStream stream;
    private final byte[] buffer;
    private final MessageDigest whole = sha256();
    private final MessageDigest ofParts = sha256();
    private byte[] partHash = {};
    private int partBytes;
    private int parts;
    private long bytes;

    /**
     * Takes the stream over.
     *
     * @param expectedBytes how much will come
     */
    PartReader(InputStream stream, long expectedBytes) {
        this.stream = stream;
        buffer = new byte[(int) Math.min(PART_BYTES, expectedBytes)];
    }

    /** A parcel in the clear. */
    static PartReader of(Parcel parcel) throws DeliveryFailure {
        try {
            return new PartReader(parcel.source().plaintext(), parcel.plaintextBytes());
        } catch (KeyFailure e) {
            throw DeliveryFailure.of(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Reads the next part; false at the end. The first one may be empty. */
    boolean next() throws DeliveryFailure {
        try {
            partBytes = stream.readNBytes(buffer, 0, buffer.length);
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (partBytes == 0 && parts > 0) {
            return false;
        }
        parts++;
        bytes += partBytes;
        whole.update(buffer, 0, partBytes);
        var digest = sha256();
        digest.update(buffer, 0, partBytes);
        partHash = digest.digest();
        ofParts.update(partHash);
        return true;
    }

    /** Reads all there is left. */
    PartReader toEnd() throws DeliveryFailure {
        while (next()) {
            // The hashes are what we are after.
        }
        return this;
    }

    /** The part, to be sent as often as it takes. Valid until the next one is read. */
    RequestBody body() {
        int length = partBytes;
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(buffer, 0, length),
                length,
                "application/octet-stream");
    }

    /** The part's own hash, in Base64. */
    String partChecksum() {
        return Base64.getEncoder().encodeToString(partHash);
    }

    /** Number of the part, from 1. */
    int part() {
        return parts;
    }

    /** Length of the part. */
    long partLength() {
        return partBytes;
    }

    /** Everything read, as S3 has it. To be asked once, at the end. */
    String checksum() {
        return parts == 1
                ? partChecksum()
                : Base64.getEncoder().encodeToString(ofParts.digest()) + "-" + parts;
    }

    /** Compares all that was read with what the parcel says. To be asked once, at the end. */
    void requireWhole(Parcel parcel) throws DeliveryFailure {
        if (bytes != parcel.plaintextBytes()
                || !isAtEnd()
                || !HexFormat.of().formatHex(whole.digest()).equals(parcel.plaintextSha256())) {
            throw new DeliveryFailure(
                    Reason.BROKEN, parcel.recording() + " is not what was rendered", null);
        }
    }

    private boolean isAtEnd() throws DeliveryFailure {
        try {
            return stream.read() < 0;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Wipes what was in the clear. */
    @Override
    public void close() throws DeliveryFailure {
        Arrays.fill(buffer, (byte) 0);
        try {
            stream.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static DeliveryFailure unreadable(IOException e) {
        return e instanceof DeliveryFailure already
                ? already
                : new DeliveryFailure(
                        Reason.RETRY, "what is to be compared cannot be read: " + e, e);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
