package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Private things that have gone through a call, to be looked for where they must not be. */
final class Planted {
    /** Shorter ones would be found by chance, in files of audio for instance. */
    private static final int LEAST_CHARS = 6;

    private final Map<String, String> things = new LinkedHashMap<>();

    /**
     * Adds one.
     *
     * @param what its kind: failures say that instead of it
     */
    Planted add(String what, String thing) {
        assertThat(thing.length()).as(what).isGreaterThanOrEqualTo(LEAST_CHARS);
        things.put(what, thing);
        return this;
    }

    /** Empty for what went while we looked: a gateway that runs writes and deletes. */
    private static String bytes(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    void assertNoneIn(String where, String text) {
        things.forEach((what, thing) ->
                assertThat(text.contains(thing)).as(what + " in " + where).isFalse());
    }

    /** Looks into every file below a folder, and wants to find some. */
    void assertNoneBelow(Path folder) throws IOException {
        int looked = 0;
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // One char for each byte: of anything but ASCII only what UTF-8 makes of it counts.
                String bytes = bytes(file);
                things.forEach((what, thing) ->
                        assertThat(bytes.contains(new String(thing.getBytes(UTF_8), ISO_8859_1)))
                                .as(what + " in " + folder.relativize(file))
                                .isFalse());
                looked++;
            }
        }
        assertThat(looked).as("files looked into").isPositive();
    }
}
