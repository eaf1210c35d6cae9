package dev.crosspoint.gateway.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that speaks a text into a WAV file, run once per text when flows are loaded.
 *
 * @param command the program and its arguments, without a shell; {@code {text}} and {@code {file}}
 *     stand for the text and the file to write, as in {@code espeak-ng -w {file} -- {text}}
 */
public record SpeechCommand(List<String> command) {

    /** Longest that one text may take, s: a minute of speech takes a second or two. */
    private static final int LIMIT_SECONDS = 60;

    public SpeechCommand {
        command = List.copyOf(command);
        if (command.isEmpty()
                || command.stream().noneMatch(word -> word.contains("{text}"))
                || command.stream().noneMatch(word -> word.contains("{file}"))) {
            throw new IllegalArgumentException(
                    "a text-to-speech command is a program with {text} and {file} among its"
                            + " arguments");
        }
    }

    /** Speaks a text. The file appears whole, or not at all. */
    void speak(String text, Path into) throws IOException {
        var folder = into.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder to speak into");
        }
        Files.createDirectories(folder);
        var draft = Files.createTempFile(folder, "speaking", ".wav");
        try {
            run(text, draft);
            Files.move(draft, into, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void run(String text, Path draft) throws IOException {
        var words =
                command.stream()
                        .map(word -> word.replace("{file}", draft.toString()))
                        .map(word -> word.replace("{text}", text))
                        .toList();
        var process =
                new ProcessBuilder(words)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("it took longer than " + LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("it ended with status " + process.exitValue());
            }
            // A WAV file with any sound in it is longer than its header.
            if (Files.size(draft) <= 44) {
                throw new IOException("it wrote no audio");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
