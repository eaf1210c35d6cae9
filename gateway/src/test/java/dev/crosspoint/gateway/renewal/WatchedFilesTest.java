package dev.crosspoint.gateway.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // Set before each test.
class WatchedFilesTest {
    @TempDir private Path folder;
    private Path file;
    private WatchedFiles watched;
    private long clockMs = 1_700_000_000_000L;

    @BeforeEach
    void watch() throws IOException {
        file = folder.resolve("secret");
        write("first");
        watched = new WatchedFiles(List.of(file, folder.resolve("never-there")));
        assertThat(watched.haveChanged()).as("nobody knows what was read before").isTrue();
    }

    @Test
    void tellsAChangeOnceWhenItHasSettled() throws IOException {
        assertThat(watched.haveChanged()).isFalse();
        write("second");

        assertThat(watched.haveChanged()).as("it may still be written").isFalse();
        assertThat(watched.haveChanged()).isTrue();
        assertThat(watched.haveChanged()).isFalse();
    }

    @Test
    void waitsForAFileThatGoesOnChanging() throws IOException {
        for (int i = 0; i < 5; i++) {
            write("half " + i);
            assertThat(watched.haveChanged()).isFalse();
        }
        assertThat(watched.haveChanged()).isTrue();
    }

    @Test
    void tellsAgainWhatWasWrittenWhileItWasRead() throws IOException {
        write("second");
        assertThat(settled()).isTrue();
        assertThat(watched.areStill()).isTrue();

        write("half a third");
        assertThat(watched.areStill()).as("whoever reads now").isFalse();
        write("second");
        assertThat(settled()).as("what was read may have been the half").isTrue();
        assertThat(watched.areStill()).isTrue();
    }

    @Test
    void doesNotCareAboutATimeWhenTheContentIsTheSame() throws IOException {
        write("first");
        assertThat(watched.haveChanged()).isFalse();
        assertThat(watched.haveChanged()).isFalse();
    }

    @Test
    void seesContentOfTheSameLengthAndFilesThatAreExchangedOrComeBack() throws IOException {
        write("other");
        assertThat(settled()).isTrue();

        var next = folder.resolve("next");
        Files.writeString(next, "third");
        Files.setLastModifiedTime(next, FileTime.fromMillis(clockMs += 1_000));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(settled()).isTrue();

        Files.delete(file);
        assertThat(settled()).as("gone").isTrue();
        write("third");
        assertThat(settled()).as("back").isTrue();
    }

    private boolean settled() {
        boolean first = watched.haveChanged();
        return watched.haveChanged() && !first;
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(clockMs += 1_000));
    }
}
