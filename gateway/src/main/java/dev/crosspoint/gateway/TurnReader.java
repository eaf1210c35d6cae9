package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.TEXT;

import dev.crosspoint.gateway.config.Expected;
import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.gateway.turn.TurnSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the TURN server that browsers may use. */
final class TurnReader {
    /** RFC 7065. */
    private static final Expected URL =
            Expected.matching(
                    "a URL such as turn:turn.example.com:3478?transport=udp",
                    "turns?:([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?(\\?transport=(udp|tcp))?");

    private final Path folder;

    /**
     * A reader.
     *
     * @param folder what relative paths are relative to
     */
    TurnReader(Path folder) {
        this.folder = folder;
    }

    /**
     * The server; null when there is none.
     *
     * @param tokenMinutes how long a sign-in is good for
     */
    @Nullable TurnSettings read(Section turn, int tokenMinutes) {
        var urls = turn.texts("urls", URL);
        var secret = turn.secretOrFile("secret", TEXT, folder);
        // What a page was given when it was opened has to be good for the last call of the day.
        int minutes = turn.integer("minutes", tokenMinutes, 1_440, Math.max(tokenMinutes, 720));
        if (urls.isEmpty() != secret.isEmpty()) {
            turn.problem(
                    urls.isEmpty() ? "urls" : "secretFile",
                    null,
                    "both urls and secretFile, or neither");
            return null;
        }
        return secret.isEmpty() ? null : new TurnSettings(urls, secret.get(), minutes);
    }
}
