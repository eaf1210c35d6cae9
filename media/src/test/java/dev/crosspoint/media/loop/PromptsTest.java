package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.audio.WavBytes;
import dev.crosspoint.media.mix.BadAudioFile;
import dev.crosspoint.media.mix.PromptAudio;
import dev.crosspoint.media.mix.WavAudio;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class PromptsTest {
    private static final int SECOND_BYTES = 16_000;

    private final List<Runnable> readings = new ArrayList<>();
    private final AtomicInteger decoded = new AtomicInteger();
    private MediaLoops loops;

    @TempDir private Path folder;

    @BeforeEach
    void start(Vertx vertx) {
        loops = MediaLoops.start(vertx, 2);
    }

    @AfterEach
    void stop() throws Exception {
        Await.result(loops.close());
    }

    @Test
    void sharesAPromptBetweenLoopsAndKeepsIt() throws Exception {
        var prompts = new Prompts();
        Path file = file("a.wav", 1);

        PromptAudio first = Await.result(prompts.load(file, loops.loop(0)));

        assertThat(Await.result(prompts.load(file, loops.loop(1)))).isSameAs(first);
        assertThat(first.bytes()).isEqualTo(SECOND_BYTES);
    }

    @Test
    void readsAFileOnceForAllWhoAskMeanwhile() throws Exception {
        Prompts prompts = prompts(0);
        Path file = file("a.wav", 1);

        Future<PromptAudio> one = prompts.load(file, loops.loop(0));
        Future<PromptAudio> two = prompts.load(file, loops.loop(1));
        Future<PromptAudio> other = prompts.load(file("b.wav", 1), loops.loop(1));
        readAll();

        assertThat(Await.result(one)).isSameAs(Await.result(two));
        assertThat(Await.result(other)).isNotSameAs(Await.result(one));
        assertThat(decoded).hasValue(2);
    }

    @Test
    void tellsAllWhoAskMeanwhileWhatIsWrong() throws Exception {
        Prompts prompts = prompts(0);
        Path file = folder.resolve("missing.wav");

        Future<PromptAudio> one = prompts.load(file, loops.loop(0));
        Future<PromptAudio> two = prompts.load(file, loops.loop(1));
        readAll();

        assertThat(Await.failure(one)).isInstanceOf(IOException.class);
        assertThat(Await.failure(two)).isInstanceOf(IOException.class);
        Files.write(file, wav(1));
        assertThat(loaded(prompts, file).bytes()).isEqualTo(SECOND_BYTES);
    }

    @Test
    void readsAFileAgainThatHasChanged() throws Exception {
        Prompts prompts = prompts(10 * SECOND_BYTES);
        Path file = file("a.wav", 1);
        PromptAudio first = loaded(prompts, file);

        Files.write(file, wav(2));
        PromptAudio longer = loaded(prompts, file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        PromptAudio older = loaded(prompts, file);

        assertThat(longer.bytes()).isEqualTo(2 * first.bytes());
        assertThat(older).isNotSameAs(longer);
        assertThat(loaded(prompts, file)).isSameAs(older);
    }

    @Test
    void forgetsWhatWasPlayedLongestAgoWhenThereIsNoRoom() throws Exception {
        Prompts prompts = prompts(3 * SECOND_BYTES);
        Path a = file("a.wav", 1);
        Path b = file("b.wav", 1);
        PromptAudio first = loaded(prompts, a);
        PromptAudio second = loaded(prompts, b);
        assertThat(loaded(prompts, a)).isSameAs(first);

        loaded(prompts, file("c.wav", 2));

        assertThat(loaded(prompts, a)).isSameAs(first);
        assertThat(loaded(prompts, b)).isNotSameAs(second);
        PromptAudio huge = loaded(prompts, file("d.wav", 4));
        assertThat(huge.bytes()).as("has no room even alone").isGreaterThan(3 * SECOND_BYTES);
        assertThat(loaded(prompts, a)).as("and pushes nothing out").isSameAs(first);
    }

    @Test
    void saysWhyItDoesNotTakeAFile() throws Exception {
        Prompts prompts = prompts(0);
        Path slow = folder.resolve("long.wav");
        Files.write(slow, WavBytes.mono(WavBytes.Format.MU_LAW, 8000, new float[8000 * 600 + 1]));
        Path big = folder.resolve("big.wav");
        Files.write(big, new byte[Prompts.MAX_FILE_BYTES + 1]);

        assertThat(refusal(prompts, slow)).hasMessage("longer than 600 s");
        assertThat(refusal(prompts, big)).hasMessage("longer than 20000000 bytes");
        assertThat(refusal(prompts, folder)).hasMessage("not a file");
    }

    @Test
    void livesOnWhenThereIsNoMemoryForAPrompt() throws Exception {
        var prompts =
                new Prompts(
                        10 * SECOND_BYTES,
                        readings::add,
                        file -> {
                            if (decoded.incrementAndGet() == 2) {
                                throw new OutOfMemoryError("as if");
                            }
                            return WavAudio.parse(file).asPrompt();
                        });
        PromptAudio kept = loaded(prompts, file("a.wav", 1));

        assertThat(refusal(prompts, file("b.wav", 1))).hasMessageContaining("no memory");

        assertThat(loaded(prompts, file("b.wav", 1))).isNotNull();
        assertThat(loaded(prompts, file("a.wav", 1)))
                .as("what was kept is given up")
                .isNotSameAs(kept);
    }

    // ---- files and readings

    private Prompts prompts(long keptBytes) {
        return new Prompts(
                keptBytes,
                readings::add,
                file -> {
                    decoded.incrementAndGet();
                    return WavAudio.parse(file).asPrompt();
                });
    }

    private PromptAudio loaded(Prompts prompts, Path file) throws Exception {
        Future<PromptAudio> audio = prompts.load(file, loops.loop(0));
        readAll();
        return Await.result(audio);
    }

    private BadAudioFile refusal(Prompts prompts, Path file) throws Exception {
        Future<PromptAudio> audio = prompts.load(file, loops.loop(0));
        readAll();
        return (BadAudioFile) Await.failure(audio);
    }

    private void readAll() {
        readings.forEach(Runnable::run);
        readings.clear();
    }

    private Path file(String name, int seconds) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            Files.write(file, wav(seconds));
        }
        return file;
    }

    private static byte[] wav(int seconds) {
        return WavBytes.mono(
                WavBytes.Format.PCM_16, 8000, Tone.sine(8000, 440, 0.3, 8000 * seconds));
    }
}
