package dev.crosspoint.media.spool;

import dev.crosspoint.media.seal.ByteSink;
import dev.crosspoint.media.seal.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** All that the spool asks of a disk. {@link FileDisk} is the real one. */
public interface SpoolDisk {

    /** There is no room, or no quota, for more. */
    final class Full extends IOException {
        private static final long serialVersionUID = 1L;

        public Full(Throwable cause) {
            super("the disk is full", cause);
        }
    }

    /** A file that is appended to. */
    interface Appender extends ByteSink, Closeable {
        /** Brings what was appended to the platter; may run while more is appended. */
        void force() throws IOException;
    }

    /** An empty file, only for us to read; whatever had that name is gone. */
    Appender create(Path file) throws IOException;

    /** A file that is there, cut to so many bytes. */
    Appender reopen(Path file, long keepBytes) throws IOException;

    /** A file to be read. */
    ByteSource open(Path file) throws IOException;

    /** Gives a file another name in the same folder, at once; whatever had it is gone. */
    void rename(Path from, Path to) throws IOException;

    /** Brings the names in a folder to the platter. */
    void forceFolder(Path folder) throws IOException;

    /** Makes a folder and those around it, only for us to enter. */
    void makeFolder(Path folder) throws IOException;

    /** Takes a file away, if it is there. */
    void delete(Path file) throws IOException;

    /** What is in a folder, in no order; nothing when it is not there. */
    List<Path> list(Path folder) throws IOException;

    /** Bytes that may still be written. */
    long usableBytes(Path folder) throws IOException;

    /** Bytes that there are in all. */
    long totalBytes(Path folder) throws IOException;
}
