package dev.crosspoint.gateway.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.seal.ByteSource;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.SpoolDisk;
import dev.crosspoint.media.vault.MemoryKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A journal in a folder, on a disk that can be made to refuse. */
final class JournalRig {
    static final Tenant TENANT = new Tenant("acme", "support");

    final MemoryKeys keys = new MemoryKeys();
    final Refusing disk = new Refusing();
    final Path folder;
    Journal journal;

    JournalRig(Path folder) throws IOException {
        this.folder = folder;
        this.journal = open();
    }

    Journal open() throws IOException {
        return Journal.open(
                JournalSettings.of(folder, TENANT, "test"), disk, keys, new SecureRandom());
    }

    /** What the next process finds, without that this one has closed anything. */
    void crash() throws IOException {
        journal = open();
    }

    void append(int from, int count) throws JournalFailure {
        journal.append(
                IntStream.range(from, from + count)
                        .mapToObj(i -> ("entry " + i).getBytes(UTF_8))
                        .toList());
    }

    /** Everything that waits, confirmed. */
    List<String> drained(int atOnce) throws JournalFailure {
        var all = new ArrayList<String>();
        for (var next = journal.next(atOnce); next.isPresent(); next = journal.next(atOnce)) {
            next.get().payloads().forEach(entry -> all.add(new String(entry, UTF_8)));
            journal.confirm(next.get());
        }
        return all;
    }

    /** What lies in its folder. */
    List<String> names() throws IOException {
        return disk.list(folder).stream()
                .map(file -> file.getFileName().toString())
                .sorted()
                .toList();
    }

    static List<String> entries(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(i -> "entry " + i).toList();
    }

    Path sealed(int number) {
        return folder.resolve("%016d.journal".formatted(number));
    }

    Path key(int number) {
        return folder.resolve("%016d.key".formatted(number));
    }

    /** The real disk, until it is told to refuse. */
    static final class Refusing implements SpoolDisk {
        private final SpoolDisk disk = new FileDisk();
        boolean isFull;
        boolean forcesNothing;
        long usable = Long.MAX_VALUE;

        /** How many more changes it makes before it makes none any more. */
        int changesLeft = Integer.MAX_VALUE;

        private void change() throws IOException {
            if (changesLeft == 0) {
                throw new IOException("told to");
            }
            changesLeft--;
        }

        @Override
        public Appender create(Path file) throws IOException {
            change();
            var appender = disk.create(file);
            return new Appender() {
                @Override
                public void append(byte[] bytes, int offset, int length) throws IOException {
                    if (isFull) {
                        throw new Full(new IOException("told to"));
                    }
                    change();
                    appender.append(bytes, offset, length);
                }

                @Override
                public void force() throws IOException {
                    if (forcesNothing) {
                        throw new IOException("told to");
                    }
                    change();
                    appender.force();
                }

                @Override
                public void close() throws IOException {
                    appender.close();
                }
            };
        }

        @Override
        public Appender reopen(Path file, long keepBytes) throws IOException {
            return disk.reopen(file, keepBytes);
        }

        @Override
        public ByteSource open(Path file) throws IOException {
            return disk.open(file);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            change();
            disk.rename(from, to);
        }

        @Override
        public void forceFolder(Path of) throws IOException {
            change();
            disk.forceFolder(of);
        }

        @Override
        public void makeFolder(Path of) throws IOException {
            disk.makeFolder(of);
        }

        @Override
        public void delete(Path file) throws IOException {
            change();
            disk.delete(file);
        }

        @Override
        public List<Path> list(Path of) throws IOException {
            return disk.list(of);
        }

        @Override
        public long usableBytes(Path of) {
            return usable;
        }

        @Override
        public long totalBytes(Path of) {
            return Long.MAX_VALUE;
        }
    }
}
