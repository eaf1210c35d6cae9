package dev.crosspoint.media.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * The beginning of a sealed file: what it is, whose, and what its key is derived with. In clear
 * text, and authenticated by every frame.
 *
 * <pre>
 * "XPSEAL"  version (1: 1)  artefact (1)  frameBytes (4)  salt (32)  noncePrefix (7)
 * then each with its length (2), UTF-8: recording, account, instance, purpose, resource
 * </pre>
 */
public final class SealedHeader {
    /** Most plaintext in one frame. */
    public static final int MAX_FRAME = 64 * 1024;

    /** Most bytes that a text of the header has in UTF-8; none is empty. */
    public static final int MAX_TEXT = 256;

    private static final byte[] MAGIC = "XPSEAL".getBytes(UTF_8);
    private static final int VERSION = 1;
    private static final int SALT = 32;
    private static final int FIXED = MAGIC.length + 2 + 4 + SALT + FrameCipher.NONCE_PREFIX;

    /** The longest one. */
    public static final int MAX_BYTES = FIXED + 5 * (2 + MAX_TEXT);

    private final SealedIdentity identity;
    private final EncryptionContext context;
    private final int frameBytes;
    private final byte[] bytes;

    private SealedHeader(
            SealedIdentity identity, EncryptionContext context, int frameBytes, byte[] bytes) {
        this.identity = identity;
        this.context = context;
        this.frameBytes = frameBytes;
        this.bytes = bytes;
    }

    /**
     * The header of a new file. Each has a salt of its own, so that no two files ever share a key.
     *
     * @param frameBytes 0 for frames of any size up to {@link #MAX_FRAME}; else what each but the
     *     last one has of plaintext
     * @throws IllegalArgumentException when an id or a name is longer than {@link #MAX_TEXT}
     */
    public static SealedHeader fresh(
            Artefact artefact,
            int frameBytes,
            RecordingId recording,
            EncryptionContext context,
            SecureRandom random) {
        requireNonNull(context);
        if (frameBytes < 0 || frameBytes > MAX_FRAME) {
            throw new IllegalArgumentException("frames of " + frameBytes + " bytes");
        }
        byte[] salt = new byte[SALT];
        byte[] noncePrefix = new byte[FrameCipher.NONCE_PREFIX];
        random.nextBytes(salt);
        random.nextBytes(noncePrefix);
        ByteBuffer to = ByteBuffer.allocate(MAX_BYTES);
        to.put(MAGIC).put((byte) VERSION).put((byte) artefact.code()).putInt(frameBytes);
        to.put(salt).put(noncePrefix);
        putText(to, recording.value());
        putText(to, context.tenant().account());
        putText(to, context.tenant().instance());
        putText(to, context.purpose().text());
        putText(to, context.resource());
        return new SealedHeader(
                new SealedIdentity(artefact, recording, context.tenant()),
                context,
                frameBytes,
                Arrays.copyOf(to.array(), to.position()));
    }

    /**
     * The header that these bytes begin with.
     *
     * @param length how many there are; more than {@link #MAX_BYTES} need not be given
     * @throws BadSealedFile when they begin with none, or with a part of one
     */
    public static SealedHeader parse(byte[] from, int offset, int length) throws BadSealedFile {
        ByteBuffer in = ByteBuffer.wrap(from, offset, length).slice();
        if (in.remaining() < FIXED) {
            throw BadSealedFile.header("the header is cut off");
        }
        byte[] magic = new byte[MAGIC.length];
        in.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw BadSealedFile.header("it begins with something else");
        }
        int version = in.get() & 0xFF;
        if (version != VERSION) {
            throw BadSealedFile.header("version " + version);
        }
        Artefact artefact = Artefact.of(in.get() & 0xFF);
        int frameBytes = in.getInt();
        if (frameBytes < 0 || frameBytes > MAX_FRAME) {
            throw BadSealedFile.header("frames of " + frameBytes + " bytes");
        }
        in.position(FIXED);
        var recording = new RecordingId(text(in));
        var tenant = new Tenant(text(in), text(in));
        Purpose purpose = purpose(text(in));
        var context = new EncryptionContext(tenant, purpose, text(in));
        return new SealedHeader(
                new SealedIdentity(artefact, recording, tenant),
                context,
                frameBytes,
                Arrays.copyOfRange(from, offset, offset + in.position()));
    }

    /**
     * The header of a file.
     *
     * @throws BadSealedFile as {@link #parse}
     */
    public static SealedHeader read(ByteSource source) throws BadSealedFile, IOException {
        byte[] first = new byte[MAX_BYTES];
        return parse(first, 0, source.read(0, first, 0, first.length));
    }

    /** Which file it is. */
    public SealedIdentity identity() {
        return identity;
    }

    /** What the file's data key is bound to: the key file beside it says the same. */
    public EncryptionContext context() {
        return context;
    }

    /** Plaintext in each frame but the last; 0 when each has its own size. */
    public int frameBytes() {
        return frameBytes;
    }

    /** How long it is. */
    public int length() {
        return bytes.length;
    }

    /** A copy of its bytes. */
    public byte[] encoded() {
        return bytes.clone();
    }

    /** The key of this file alone. The data key may be closed after. */
    public SecretKey deriveFrom(DataKey dataKey) {
        int saltAt = FIXED - FrameCipher.NONCE_PREFIX - SALT;
        String info =
                "crosspoint 1 " + identity.artefact().text() + " " + identity.recording().value();
        return dataKey.derive(
                Arrays.copyOfRange(bytes, saltAt, saltAt + SALT), info.getBytes(UTF_8));
    }

    FrameCipher cipher(SecretKey key) {
        return new FrameCipher(
                bytes, Arrays.copyOfRange(bytes, FIXED - FrameCipher.NONCE_PREFIX, FIXED), key);
    }

    /** Most plaintext in one frame of this file. */
    int maxFrame() {
        return frameBytes == 0 ? MAX_FRAME : frameBytes;
    }

    // ---- details

    private static void putText(ByteBuffer to, String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        if (utf8.length == 0 || utf8.length > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "a name of " + utf8.length + " bytes, expected 1 to " + MAX_TEXT);
        }
        to.putShort((short) utf8.length).put(utf8);
    }

    private static String text(ByteBuffer in) throws BadSealedFile {
        int length = in.remaining() < 2 ? 0 : in.getShort() & 0xFFFF;
        if (length == 0 || length > MAX_TEXT || length > in.remaining()) {
            throw BadSealedFile.header("a name is cut off, empty or too long");
        }
        ByteBuffer utf8 = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            String text = UTF_8.newDecoder().decode(utf8).toString();
            if (text.isBlank()) {
                throw BadSealedFile.header("a name is blank");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw BadSealedFile.header("a name is not UTF-8");
        }
    }

    private static Purpose purpose(String text) throws BadSealedFile {
        for (Purpose purpose : Purpose.values()) {
            if (purpose.text().equals(text)) {
                return purpose;
            }
        }
        throw BadSealedFile.header("its purpose is not one of ours");
    }
}
