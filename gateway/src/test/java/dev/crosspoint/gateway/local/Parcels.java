package dev.crosspoint.gateway.local;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.Artefact;
import dev.crosspoint.media.delivery.ObjectName;
import dev.crosspoint.media.delivery.Parcel;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Recordings of noise, ready to be delivered. */
public final class Parcels {
    private Parcels() {}

    /** One under a contact's name. */
    public static Parcel of(String contactId, byte[] plaintext) {
        return of(contactId, plaintext, source(plaintext));
    }

    /** One whose bytes come from elsewhere than it says. */
    public static Parcel of(String contactId, byte[] plaintext, Parcel.Source source) {
        var tenant = new Tenant("acme", "main");
        return new Parcel(
                new RecordingId("rec-" + contactId),
                new ObjectName(
                        tenant, contactId, Instant.parse("2026-11-22T10:00:00Z"), 1, Artefact.WAV),
                new EncryptionContext(tenant, Purpose.RECORDING, "key-of-" + contactId),
                new TreeMap<>(
                        Map.of(
                                "account", "acme",
                                "instance", "main",
                                "queue", "Sales&Support",
                                "retention", "90d")),
                plaintext.length,
                sha256(plaintext),
                source);
    }

    /** Noise of this length, the same for the same seed. */
    public static byte[] noise(int bytes, int seed) {
        var noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    /** A spool in which everything lies; its sealed form is the plaintext upside down. */
    public static Parcel.Source source(byte[] plaintext) {
        return torn(plaintext, plaintext.length);
    }

    /** The same on a disk that breaks after so many bytes, if it has more. */
    public static Parcel.Source torn(byte[] plaintext, int after) {
        return new Parcel.Source() {
            @Override
            public InputStream plaintext() {
                return stream(plaintext);
            }

            @Override
            public InputStream sealed() {
                var sealed = plaintext.clone();
                for (int i = 0; i < sealed.length; i++) {
                    sealed[i] ^= -1;
                }
                return stream(sealed);
            }

            @Override
            public byte[] keyFile() {
                return "{\"version\":1}".getBytes(StandardCharsets.UTF_8);
            }

            private InputStream stream(byte[] bytes) {
                var whole = new ByteArrayInputStream(bytes, 0, after);
                return after == bytes.length
                        ? whole
                        : new SequenceInputStream(whole, new BrokenStream());
            }
        };
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("as told");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("as told");
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
