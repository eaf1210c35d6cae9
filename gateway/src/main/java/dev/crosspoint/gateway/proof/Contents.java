package dev.crosspoint.gateway.proof;

import dev.crosspoint.gateway.recording.Manifest;
import dev.crosspoint.gateway.recording.PlainStream;
import dev.crosspoint.media.seal.SealedReader;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is in files, in the clear, for a moment. */
final class Contents {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MOST_MANIFEST_BYTES = 4 * 1024 * 1024;

    private Contents() {}

    /** SHA-256, 64 hexadecimal digits. */
    static String sha256(InputStream in) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String sha256(SealedReader reader) throws IOException {
        try (var in = new PlainStream(reader)) {
            return sha256(in);
        }
    }

    /**
     * A manifest.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Manifest manifest(InputStream in) throws IOException {
        return Manifest.read(in.readNBytes(MOST_MANIFEST_BYTES));
    }

    static Manifest manifest(SealedReader reader) throws IOException {
        try (var in = new PlainStream(reader)) {
            return manifest(in);
        }
    }
}
