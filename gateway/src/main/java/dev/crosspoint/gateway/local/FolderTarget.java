package dev.crosspoint.gateway.local;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryFailure.Reason;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.delivery.Document;
import dev.crosspoint.media.delivery.DocumentTarget;
import dev.crosspoint.media.delivery.NamePart;
import dev.crosspoint.media.delivery.Parcel;
import dev.crosspoint.media.delivery.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A folder of our own, for whoever has no bucket: recordings lie there as the spool sealed them,
 * with the wrapped data key beside each, below the account's name; documents as they are.
 */
public final class FolderTarget implements DeliveryTarget, DocumentTarget {
    private static final String SEALED = ".sealed";
    private static final String KEY = ".key";
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path folder;

    /** Two targets of one folder are one. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FolderTarget that && folder.equals(that.folder);
    }

    @Override
    public int hashCode() {
        return folder.hashCode();
    }

    /**
     * A target.
     *
     * @param folder made when something is delivered first
     */
    public FolderTarget(Path folder) {
        this.folder = folder;
    }

    @Override
    public Receipt deliver(Parcel parcel) throws DeliveryFailure {
        var location = location(parcel);
        var file = file(location);
        try {
            DurableFile.makeFolder(file);
            if (Files.exists(file)) {
                return alreadyThere(parcel, location, file);
            }
            var temporary = DurableFile.temporary(file);
            var written = copy(parcel, temporary);
            if (!hash(temporary).equals(written)) {
                throw new DeliveryFailure(
                        Reason.RETRY, "the disk gave back something else for " + location, null);
            }
            // The key first: a sealed file is never there without it.
            DurableFile.replace(keyFile(file), parcel.source().keyFile());
            DurableFile.rename(temporary, file);
            return receipt(location, file, written);
        } catch (IOException e) {
            throw failed(location, e);
        }
    }

    @Override
    public void confirm(Receipt receipt) throws DeliveryFailure {
        var file = file(receipt.location());
        try {
            if (Files.size(file) != receipt.bytes() || !hash(file).equals(receipt.checksum())) {
                throw new DeliveryFailure(
                        Reason.BROKEN, receipt.location() + " is not what was delivered", null);
            }
            if (!Files.exists(keyFile(file))) {
                throw new DeliveryFailure(
                        Reason.BROKEN, receipt.location() + " has lost its key file", null);
            }
        } catch (IOException e) {
            throw failed(receipt.location(), e);
        }
    }

    @Override
    public InputStream open(Receipt receipt, long offset, long length) throws DeliveryFailure {
        try {
            var channel = FileChannel.open(file(receipt.location())).position(offset);
            return new LimitedStream(Channels.newInputStream(channel), length);
        } catch (IOException e) {
            throw failed(receipt.location(), e);
        }
    }

    @Override
    public boolean holds(Receipt receipt) {
        return receipt.sealed() && has(receipt.location());
    }

    @Override
    public boolean isThere(Receipt receipt) throws DeliveryFailure {
        return Files.exists(file(receipt.location()));
    }

    @Override
    public void remove(Receipt receipt) throws DeliveryFailure {
        var file = file(receipt.location());
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(keyFile(file));
        } catch (IOException e) {
            throw failed(receipt.location(), e);
        }
    }

    @Override
    public void keep(Document document) throws DeliveryFailure {
        var file = file(document.tenant(), document.path());
        try {
            DurableFile.makeFolder(file);
            if (!Files.exists(file)) {
                DurableFile.replace(file, document.content());
            } else if (!Arrays.equals(Files.readAllBytes(file), document.content())) {
                throw new DeliveryFailure(
                        Reason.CONFLICT, "something else lies at " + document.path(), null);
            }
        } catch (IOException e) {
            throw failed(document.path(), e);
        }
    }

    @Override
    public Optional<byte[]> find(Tenant tenant, String path) throws DeliveryFailure {
        try {
            return Optional.of(Files.readAllBytes(file(tenant, path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** The path of a document has no part that leads elsewhere. */
    private Path file(Tenant tenant, String path) {
        return folder.resolve(NamePart.of(tenant.account())).resolve(path);
    }

    /**
     * Where everything lies that was delivered for a tenant, by its files, in order.
     *
     * @throws IOException when the folder cannot be listed
     */
    public List<String> locations(Tenant tenant) throws IOException {
        var own =
                folder.resolve(NamePart.of(tenant.account()))
                        .resolve(NamePart.of(tenant.instance()));
        if (!Files.isDirectory(own)) {
            return List.of();
        }
        try (var files = Files.walk(own)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(location -> location.endsWith(SEALED))
                    .sorted()
                    .toList();
        }
    }

    /** Whether something lies there. */
    public boolean has(String location) {
        return Files.exists(folder.resolve(location));
    }

    /**
     * Whether it is sure that nothing lies there: the folder around it does. One that is not
     * mounted, or was never ours, lacks both.
     */
    public boolean lacks(String location) {
        var file = folder.resolve(location);
        var around = file.getParent();
        return !Files.exists(file) && around != null && Files.isDirectory(around);
    }

    /** The file of a location. */
    public Path sealedFile(String location) throws DeliveryFailure {
        return file(location);
    }

    /** The file with the wrapped key of a location. */
    public Path wrappedKeyFile(String location) throws DeliveryFailure {
        return keyFile(file(location));
    }

    /** The wrapped data key of what was delivered, as it is now. */
    public byte[] keyFile(Receipt receipt) throws DeliveryFailure {
        try {
            return Files.readAllBytes(keyFile(file(receipt.location())));
        } catch (IOException e) {
            throw failed(receipt.location(), e);
        }
    }

    /** Puts another wrapping of the same data key there (KMS-7). */
    public void replaceKeyFile(Receipt receipt, byte[] content) throws DeliveryFailure {
        try {
            DurableFile.replace(keyFile(file(receipt.location())), content);
        } catch (IOException e) {
            throw failed(receipt.location(), e);
        }
    }

    private Receipt alreadyThere(Parcel parcel, String location, Path file) throws IOException {
        var digest = sha256();
        try (var source = parcel.source().sealed()) {
            update(digest, source);
        }
        var ours = base64(digest);
        if (!hash(file).equals(ours)) {
            throw new DeliveryFailure(Reason.CONFLICT, "something else lies at " + location, null);
        }
        // Its key may have been wrapped anew since.
        DurableFile.replace(keyFile(file), parcel.source().keyFile());
        return receipt(location, file, ours);
    }

    /** Copies what is sealed, and returns its hash. On the disk when it returns. */
    private static String copy(Parcel parcel, Path to) throws IOException {
        var digest = sha256();
        var buffer = new byte[BUFFER_BYTES];
        try (var source = parcel.source().sealed();
                var channel = DurableFile.create(to)) {
            for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
                digest.update(buffer, 0, n);
                var bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            channel.force(true);
        }
        return base64(digest);
    }

    private static String hash(Path file) throws IOException {
        var digest = sha256();
        try (var stream = Files.newInputStream(file)) {
            update(digest, stream);
        }
        return base64(digest);
    }

    private static void update(MessageDigest digest, InputStream from) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            digest.update(buffer, 0, n);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static String base64(MessageDigest digest) {
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    private static Receipt receipt(String location, Path file, String hash) throws IOException {
        return new Receipt(location, Files.size(file), hash, null, null, true);
    }

    private static String location(Parcel parcel) {
        var name = parcel.name();
        return NamePart.of(name.tenant().account()) + "/" + name.path() + SEALED;
    }

    /** A receipt comes back from the store; it must not lead out of the folder all the same. */
    private Path file(String location) throws DeliveryFailure {
        var file = folder.resolve(location).normalize();
        if (!file.startsWith(folder.normalize()) || !location.endsWith(SEALED)) {
            throw new DeliveryFailure(Reason.BROKEN, "no location of ours: " + location, null);
        }
        return file;
    }

    private static Path keyFile(Path sealed) {
        var name = String.valueOf(sealed.getFileName());
        return sealed.resolveSibling(name.substring(0, name.length() - SEALED.length()) + KEY);
    }

    private static DeliveryFailure failed(String location, IOException e) {
        return switch (e) {
            case DeliveryFailure already -> already;
            case NoSuchFileException _ ->
                    new DeliveryFailure(Reason.RETRY, "there is nothing at " + location, e);
            default ->
                    new DeliveryFailure(
                            Reason.RETRY, location + " cannot be written or read: " + e, e);
        };
    }
}
