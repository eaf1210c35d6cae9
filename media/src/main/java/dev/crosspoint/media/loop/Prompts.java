package dev.crosspoint.media.loop;

import dev.crosspoint.media.mix.BadAudioFile;
import dev.crosspoint.media.mix.PromptAudio;
import dev.crosspoint.media.mix.WavAudio;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The audio files that the calls of a plane play: read on virtual threads, shared between loops and
 * kept while there is room. Several calls that ask for one file wait for one reading of it.
 */
final class Prompts {
    /** Longest file taken, bytes: ten minutes of 16 kHz. {@link WavAudio} bounds the seconds. */
    static final int MAX_FILE_BYTES = 20_000_000;

    /** What all prompts that are kept take together, bytes: more than an hour of 8 kHz. */
    private static final long KEPT_BYTES = 64L << 20;

    /** Files decoded at once. A decoder needs ten times the file's size for a moment. */
    private static final int DECODERS = 2;

    /** Makes sound of the bytes of a file. */
    @FunctionalInterface
    interface Decoding {
        PromptAudio decode(byte[] file) throws BadAudioFile;
    }

    /** What a file was when it was read. */
    private record State(FileTime modified, long bytes) {}

    private record Loaded(State state, PromptAudio audio) {}

    private final Executor threads;
    private final Decoding decoding;
    private final PromptShelf<Path, Loaded> shelf;
    private final Semaphore decoders = new Semaphore(DECODERS);
    private final ConcurrentHashMap<Path, CompletableFuture<PromptAudio>> readings =
            new ConcurrentHashMap<>();

    Prompts() {
        this(
                KEPT_BYTES,
                task -> Thread.ofVirtual().name("prompt").start(task),
                file -> WavAudio.parse(file).asPrompt());
    }

    /**
     * @param keptBytes room for prompts that nobody plays at the moment
     * @param threads where files are read, which blocks
     */
    Prompts(long keptBytes, Executor threads, Decoding decoding) {
        this.shelf = new PromptShelf<>(keptBytes, loaded -> loaded.audio().bytes());
        this.threads = threads;
        this.decoding = decoding;
    }

    /**
     * A file's audio; a file that has changed is read again. On a loop, and answered on it.
     *
     * @return fails with {@link BadAudioFile} or {@link IOException}
     */
    Future<PromptAudio> load(Path file, MediaLoop loop) {
        Promise<PromptAudio> done = loop.promise();
        var _ =
                readings.computeIfAbsent(file, this::begin)
                        .whenComplete((audio, failure) ->
                                loop.execute(() -> complete(done, audio, failure)));
        return done.future();
    }

    private static void complete(
            Promise<PromptAudio> done, PromptAudio audio, @Nullable Throwable failure) {
        if (failure == null) {
            done.complete(audio);
        } else {
            done.fail(failure);
        }
    }

    private CompletableFuture<PromptAudio> begin(Path file) {
        var reading = new CompletableFuture<PromptAudio>();
        threads.execute(() -> {
            PromptAudio audio = null;
            Throwable failure = null;
            try {
                audio = read(file);
            } catch (IOException | BadAudioFile | RuntimeException e) {
                failure = e;
            } catch (OutOfMemoryError e) {
                shelf.clear();
                failure = new BadAudioFile("there is no memory for it now");
            }
            // Whoever asks from here on has the file looked at anew.
            readings.remove(file, reading);
            if (failure == null) {
                reading.complete(audio);
            } else {
                reading.completeExceptionally(failure);
            }
        });
        return reading;
    }

    private PromptAudio read(Path file) throws IOException, BadAudioFile {
        State state = new State(Files.getLastModifiedTime(file), Files.size(file));
        Loaded known = shelf.get(file);
        if (known != null && known.state().equals(state)) {
            return known.audio();
        }
        if (!Files.isRegularFile(file)) {
            throw new BadAudioFile("not a file");
        }
        if (state.bytes() > MAX_FILE_BYTES) {
            throw new BadAudioFile("longer than " + MAX_FILE_BYTES + " bytes");
        }
        decoders.acquireUninterruptibly();
        try {
            PromptAudio audio = decoding.decode(Files.readAllBytes(file));
            shelf.put(file, new Loaded(state, audio));
            return audio;
        } finally {
            decoders.release();
        }
    }
}
