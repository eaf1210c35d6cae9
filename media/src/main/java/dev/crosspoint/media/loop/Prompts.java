package dev.crosspoint.media.loop;

import dev.crosspoint.media.call.Prompt;
import dev.crosspoint.media.mix.BadAudioFile;
import dev.crosspoint.media.mix.WavAudio;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The audio files that calls play, read on a virtual thread, resampled to every rate that a call
 * can have, and kept while they are in use. One per loop, used on it.
 */
final class Prompts {
    /** Longest file taken, bytes: ten minutes of 8 kHz stereo. */
    private static final long MAX_BYTES = 20_000_000;

    /** Files kept; the one that was used longest ago goes first. */
    private static final int KEPT = 32;

    private record Loaded(FileTime modified, Prompt prompt) {}

    private static final class Samples implements Prompt {
        private final float[] narrow;
        private final float[] wide;
        private final float[] full;

        Samples(WavAudio audio) {
            narrow = audio.samples(8000);
            wide = audio.samples(16_000);
            full = audio.samples(48_000);
        }

        @Override
        public float[] samples(int rateHz) {
            return switch (rateHz) {
                case 8000 -> narrow;
                case 16_000 -> wide;
                case 48_000 -> full;
                default -> throw new IllegalArgumentException("no prompt at " + rateHz + " Hz");
            };
        }
    }

    private final MediaLoop loop;
    private final Map<Path, Loaded> kept =
            new LinkedHashMap<>(KEPT, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, Loaded> eldest) {
                    return size() > KEPT;
                }
            };

    Prompts(MediaLoop loop) {
        this.loop = loop;
    }

    /**
     * A file's audio; a file that has changed is read again.
     *
     * @return fails with {@link BadAudioFile} or {@link IOException}
     */
    Future<Prompt> load(Path file) {
        Loaded known = kept.get(file);
        Promise<Prompt> done = loop.promise();
        Thread.ofVirtual()
                .name("prompt")
                .start(() -> {
                    try {
                        Loaded loaded = read(file, known);
                        loop.execute(() -> {
                            kept.put(file, loaded);
                            done.complete(loaded.prompt());
                        });
                    } catch (IOException | BadAudioFile | RuntimeException e) {
                        loop.execute(() -> done.fail(e));
                    }
                });
        return done.future();
    }

    private static Loaded read(Path file, @Nullable Loaded known) throws IOException, BadAudioFile {
        FileTime modified = Files.getLastModifiedTime(file);
        if (known != null && known.modified().equals(modified)) {
            return known;
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("longer than " + MAX_BYTES + " bytes");
        }
        return new Loaded(modified, new Samples(WavAudio.parse(Files.readAllBytes(file))));
    }
}
