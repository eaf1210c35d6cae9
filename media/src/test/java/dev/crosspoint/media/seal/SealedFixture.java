package dev.crosspoint.media.seal;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Sealed files made for tests. */
final class SealedFixture {
    static final Tenant TENANT = new Tenant("acme", "support");
    static final EncryptionContext CONTEXT =
            new EncryptionContext(TENANT, Purpose.RECORDING, "key-1");
    static final RecordingId RECORDING = new RecordingId("rec-1");
    static final SecureRandom RANDOM = new SecureRandom();

    private SealedFixture() {}

    static DataKey key(int seed) {
        byte[] secret = new byte[DataKey.BYTES];
        new Random(seed).nextBytes(secret);
        return new DataKey(secret);
    }

    static SealedHeader header(Artefact artefact, int frameBytes) {
        return SealedHeader.fresh(artefact, frameBytes, RECORDING, CONTEXT, RANDOM);
    }

    static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** What a file was made of, and where its parts are. */
    record Made(SealedHeader header, MemoryFile file, List<byte[]> frames, Seal seal) {
        /** A copy. */
        byte[] bytes() {
            return file.bytes();
        }

        /** Where a frame begins; that of their number is the seal. */
        int start(int frame) {
            int at = header.length();
            for (int i = 0; i < frame; i++) {
                at += FrameCipher.OVERHEAD + frames.get(i).length;
            }
            return at;
        }

        byte[] cutTo(int length) {
            return Arrays.copyOf(bytes(), length);
        }

        byte[] withFlippedBit(int bit) {
            byte[] changed = bytes();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            return changed;
        }
    }

    static Made make(SealedHeader header, DataKey key, int... lengths) throws IOException {
        var file = new MemoryFile();
        var frames = new ArrayList<byte[]>();
        try (var writer = SealedWriter.begin(header, header.deriveFrom(key), file)) {
            for (int length : lengths) {
                byte[] frame = noise(frames.size() + 7L, length);
                writer.frame(frame, 0, length);
                frames.add(frame);
            }
            Seal seal = writer.seal();
            return new Made(header, file, frames, seal);
        }
    }

    static Verdict verdict(byte[] bytes, DataKey key) throws IOException, BadSealedFile {
        try (var reader = SealedReader.open(new MemoryFile(bytes), key)) {
            return reader.verify();
        }
    }
}
