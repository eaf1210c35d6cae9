package dev.crosspoint.gateway.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program to its end. PostgreSQL refuses root, so root runs its programs in a user namespace
 * of their own, where they are nobody and files of root are theirs.
 */
final class Tool {
    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private static final List<String> AS_NOBODY = List.of("unshare", "-U");

    /** As much of what a program had to say as belongs in an exception. */
    private static final int MOST_TOLD = 2_000;

    private Tool() {}

    /** The words that run a program of PostgreSQL, whoever we are. */
    static List<String> postgres(Path program, String... arguments) {
        var words = new ArrayList<>(ROOT ? AS_NOBODY : List.of());
        words.add(program.toString());
        words.addAll(List.of(arguments));
        return words;
    }

    /**
     * Runs it and waits. Blocks.
     *
     * @throws IOException when it cannot run, fails or takes longer; the message has what it said
     */
    static void run(List<String> words, Duration limit) throws IOException {
        // A file rather than a pipe: a server that goes on would hold the pipe open.
        var said = Files.createTempFile("crosspoint", ".out");
        try {
            var process = start(new ProcessBuilder(words), said);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(
                        nameOf(words) + " did not end within " + limit.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        nameOf(words)
                                + " failed with "
                                + process.exitValue()
                                + ": "
                                + explained(tailOf(said)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + nameOf(words) + " ran", e);
        } finally {
            Files.delete(said);
        }
    }

    private static Process start(ProcessBuilder builder, Path said) throws IOException {
        try {
            return builder.redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            // No such file: also what the system says of a program for another C library.
            throw new IOException(
                    e.getMessage()
                            + ". The PostgreSQL that comes with the gateway needs Linux with glibc, tar"
                            + " and sh (and unshare, run as root): set database.url to use another",
                    e);
        }
    }

    /** The end of a file, as far as it can be read. */
    static String tailOf(Path file) {
        try {
            var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            return text.substring(Math.max(0, text.length() - MOST_TOLD));
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    private static String explained(String said) {
        return said.contains("unshare")
                ? said
                        + ". PostgreSQL does not run as root, and this system gives root no user"
                        + " namespace to run it in: start the gateway as another user, or set"
                        + " database.url"
                : said;
    }

    private static String nameOf(List<String> words) {
        var program = words.getFirst().equals("unshare") ? words.get(2) : words.getFirst();
        return String.valueOf(Path.of(program).getFileName());
    }
}
