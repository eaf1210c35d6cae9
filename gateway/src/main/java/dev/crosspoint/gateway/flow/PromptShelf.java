package dev.crosspoint.gateway.flow;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where prompts are: recorded ones in the flow folder, spoken ones in a cache. Only names them; who
 * owns the files speaks what is missing.
 */
final class PromptShelf {
    private final Path folder;
    private final @Nullable Path speechCache;
    private final String voice;
    private final Predicate<Path> exists;
    private final Map<Path, String> spoken = new LinkedHashMap<>();

    /**
     * @param speechCache null when no text can be spoken
     * @param voice what makes the same text sound different: the command
     */
    PromptShelf(Path folder, @Nullable Path speechCache, String voice, Predicate<Path> exists) {
        this.folder = folder;
        this.speechCache = speechCache;
        this.voice = voice;
        this.exists = exists;
    }

    /** The file of a recorded prompt, or null when it is not a WAV file inside the folder. */
    @Nullable Path recorded(String name) {
        if (!name.matches("[\\w][\\w. -]{0,99}\\.wav")) {
            return null;
        }
        var file = folder.resolve(name);
        return exists.test(file) ? file : null;
    }

    /** The file of a spoken text, to be made if it is not there; null when none can be made. */
    @Nullable Path spoken(String text) {
        var cache = speechCache;
        if (cache == null) {
            return null;
        }
        var file = cache.resolve(hash(voice + "\0" + text) + ".wav");
        spoken.put(file, text);
        return file;
    }

    /** What has to be spoken, by file. */
    Map<Path, String> toSpeak() {
        return Map.copyOf(spoken);
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
