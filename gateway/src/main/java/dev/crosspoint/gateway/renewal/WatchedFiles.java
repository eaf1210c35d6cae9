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
 * nobody reads what is still being written. The first look is a change, too: what was read at the
 * start may have been another content. Mounted secrets that are exchanged as a whole are files like
 * others. One thread looks.
 */
final class WatchedFiles {
    /** What it was when a change was told last; not in here, it is not known. */
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

    WatchedFiles(Collection<Path> files) {
        files.forEach(file -> last.put(file, look(file, null)));
    }

    /** Whether any has changed since this was last true. */
    boolean haveChanged() {
        boolean isSettled = true;
        boolean isChanged = false;
        for (var entry : last.entrySet()) {
            var file = entry.getKey();
            var before = entry.getValue();
            var now = look(file, before);
            entry.setValue(now);
            isSettled &= now.isSame(before);
            var known = told.get(file);
            isChanged |= known == null || !now.isSame(known);
        }
        if (!isSettled || !isChanged) {
            return false;
        }
        told.putAll(last);
        return true;
    }

    /**
     * Whether they are as they were when the change was told, for whoever has read them since. If
     * not, what was read may be half of one content and half of another, and they are told again.
     */
    boolean areStill() {
        boolean areSame = true;
        for (var entry : last.entrySet()) {
            var before = entry.getValue();
            entry.setValue(look(entry.getKey(), before));
            areSame &= before.isSame(entry.getValue());
        }
        if (!areSame) {
            told.clear();
        }
        return areSame;
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
