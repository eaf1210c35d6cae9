package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything that happens to a call, by everything that a flow records and all codecs, on good
 * networks and bad ones: what is delivered is who was to be heard, on the right channel, at the
 * right time. All of it is what runs in production, but for the threads.
 */
class RecordingMatrixTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(MatrixStory.class)
    void deliversWhoWasToBeHeardAndNothingElse(MatrixStory story) {
        var problems =
                MatrixCase.of(story).parallelStream().map(this::run).flatMap(List::stream).toList();

        assertThat(String.join("\n", problems)).isEmpty();
    }

    private List<String> run(MatrixCase what) {
        try {
            return MatrixRun.of(what, folder.resolve(Long.toString(what.seed()))).stream()
                    .map(problem -> what + ": " + problem)
                    .toList();
        } catch (Exception | AssertionError e) {
            return List.of(what + ": " + Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }
}
