package dev.crosspoint.media.spool;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.crosspoint.media.seal.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The file system. Files have mode 0600 and folders 0700, where there are modes. */
public final class FileDisk implements SpoolDisk {
    @Override
    public Appender create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return new FileAppender(
                FileChannel.open(file, Set.of(CREATE_NEW, WRITE), mode(file, "rw-------")), 0);
    }

    @Override
    public Appender reopen(Path file, long keepBytes) throws IOException {
        FileChannel channel = FileChannel.open(file, WRITE);
        try {
            channel.truncate(keepBytes);
            return new FileAppender(channel, keepBytes);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public ByteSource open(Path file) throws IOException {
        return new FileSource(FileChannel.open(file, READ));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder, mode(folder, "rwx------"));
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Override
    public long usableBytes(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    @Override
    public long totalBytes(Path folder) throws IOException {
        return Files.getFileStore(folder).getTotalSpace();
    }

    private static FileAttribute<?>[] mode(Path path, String mode) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
                }
                : new FileAttribute<?>[0];
    }

    private static final class FileAppender implements Appender {
        private final FileChannel channel;
        private long end;

        /** Behind the end there is a part of what could not be written. */
        private boolean torn;

        FileAppender(FileChannel channel, long end) {
            this.channel = channel;
            this.end = end;
        }

        @Override
        public void append(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer from = ByteBuffer.wrap(bytes, offset, length);
            try {
                if (torn) {
                    channel.truncate(end);
                    torn = false;
                }
                for (long at = end; from.hasRemaining(); ) {
                    at += channel.write(from, at);
                }
            } catch (IOException e) {
                // A part of a frame in mid-file would look like somebody's work: it goes before
                // anything else comes, and until then it is what a crash leaves.
                torn = true;
                throw isFull(e) ? new Full(e) : e;
            }
            end += length;
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        /** Java has no other sign of it than the system's words. */
        private static boolean isFull(IOException e) {
            String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            return message.contains("no space") || message.contains("quota");
        }
    }

    private record FileSource(FileChannel channel) implements ByteSource {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(long position, byte[] to, int offset, int length) throws IOException {
            ByteBuffer into = ByteBuffer.wrap(to, offset, length);
            while (into.hasRemaining()) {
                int count = channel.read(into, position + into.position() - offset);
                if (count < 0) {
                    break;
                }
            }
            return into.position() - offset;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
