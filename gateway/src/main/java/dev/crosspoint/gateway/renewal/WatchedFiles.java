package dev.crosspoint.gateway.renewal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files whose content may change: compared by time and size, and by their content when one of these
 * is another. A change is told when two looks one after the other have found the same, so that
 * nobody reads what is still being written. Mounted secrets that are exchanged as a whole are files
 * like others. One thread looks.
 */
final class WatchedFiles {
    private final Map<Path, Seen> told = new HashMap<>();
    private final Map<Path, Seen> last = new HashMap<>();

    /**
     * What a file was found to be.
     *
     * @param hash of its content; null when it was not there
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by isSame.
    private record Seen(@Nullable FileTime time, long size, byte @Nullable [] hash) {
        boolean isSame(Seen other) {
            return Arrays.equals(hash, other.hash);
        }
    }

    /** As they are now is no change. */
    WatchedFiles(Collection<Path> files) {
        for (var file : files) {
            var seen = look(file, null);
            told.put(file, seen);
            last.put(file, seen);
        }
    }

    /** Whether any has changed since this was last true. */
    boolean haveChanged() {
        boolean isSettled = true;
        boolean isChanged = false;
        for (var file : told.keySet()) {
            var before = last.get(file);
            var now = look(file, before);
            last.put(file, now);
            isSettled &= before != null && now.isSame(before);
            var known = told.get(file);
            isChanged |= known == null || !now.isSame(known);
        }
        if (!isSettled || !isChanged) {
            return false;
        }
        told.putAll(last);
        return true;
    }

    private static Seen look(Path file, @Nullable Seen before) {
        try {
            var time = Files.getLastModifiedTime(file);
            long size = Files.size(file);
            if (before != null && time.equals(before.time()) && size == before.size()) {
                return before;
            }
            return new Seen(time, size, hash(Files.readAllBytes(file)));
        } catch (IOException e) {
            return new Seen(null, 0, null);
        }
    }

    private static byte[] hash(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
