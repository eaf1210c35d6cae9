package dev.crosspoint.gateway.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that are whole or not there, also after a power cut, and that only their owner reads. */
final class DurableFile {
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private DurableFile() {}

    /** Puts these bytes in place of whatever is there. On the disk when it returns. */
    static void replace(Path file, byte[] content) throws IOException {
        var temporary = temporary(file);
        try (var channel = create(temporary)) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        rename(temporary, file);
    }

    /** Where a file is written before it takes its name; what a crash left there is overwritten. */
    static Path temporary(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".part");
    }

    /** A new, empty file of mode 0600, instead of what was there. */
    static FileChannel create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownerOnly(file, "rw-------"));
    }

    /** Gives a written and synced file its name, and makes that last. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(to);
    }

    /** Makes the folders above a file, for their owner only. They last when it returns. */
    static void makeFolder(Path file) throws IOException {
        var folder = folderOf(file);
        if (Files.isDirectory(folder)) {
            return;
        }
        makeFolder(folder);
        try {
            Files.createDirectory(folder, ownerOnly(file, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            return; // Somebody else was as quick.
        }
        syncFolder(folder);
    }

    /** Whether others than the owner may read or write it, where the file system knows that. */
    static boolean isOpenToOthers(Path file) throws IOException {
        return hasPosix(file)
                && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    }

    private static void syncFolder(Path file) throws IOException {
        if (hasPosix(file)) {
            // Elsewhere a folder cannot be opened.
            try (var folder = FileChannel.open(folderOf(file), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private static Path folderOf(Path file) {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is no file");
        }
        return folder;
    }

    private static FileAttribute<?>[] ownerOnly(Path file, String mode) {
        return hasPosix(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean hasPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
