package dev.crosspoint.media.codec;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.NoSuchElementException;

/** Where libopus comes from: a path of the operator's, or the native jar on our class path. */
final class OpusLibrary {
    private OpusLibrary() {}

    /** The library we carry; a process unpacks and loads it once. */
    static LibOpus bundled() {
        return Bundled.LIBRARY;
    }

    static LibOpus at(Path library) {
        try {
            return new LibOpus(
                    SymbolLookup.libraryLookup(library.toAbsolutePath(), Arena.global()));
        } catch (IllegalArgumentException | NoSuchElementException e) {
            throw new IllegalStateException(
                    "opusLibrary: expected a libopus 1.3 or later for this machine at " + library,
                    e);
        }
    }

    /** Loading is remembered the way the virtual machine remembers classes. */
    private static final class Bundled {
        static final LibOpus LIBRARY = unpack();

        private static LibOpus unpack() {
            String resource = resourceName();
            try (InputStream in =
                    OpusLibrary.class.getClassLoader().getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException(
                            "no libopus for this machine in the distribution ("
                                    + resource
                                    + "): set opusLibrary to the path of one");
                }
                // Readable by this user only, and gone from the disk as soon as it is loaded.
                Path copy = Files.createTempFile("crosspoint-opus-", ".lib");
                try {
                    Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                    return at(copy);
                } finally {
                    Files.delete(copy);
                }
            } catch (IOException e) {
                throw new IllegalStateException(
                        "cannot unpack libopus into the temporary folder: set opusLibrary to the"
                                + " path of one",
                        e);
            }
        }
    }

    /** Where the native jars keep it for this machine. */
    static String resourceName() {
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
        String processor =
                switch (System.getProperty("os.arch", "")) {
                    case "amd64", "x86_64" -> "x64";
                    case "aarch64" -> "arm64";
                    case String other -> other;
                };
        return (mac ? "macos/" : "linux/")
                + processor
                + "/org/lwjgl/opus/libopus."
                + (mac ? "dylib" : "so");
    }
}
