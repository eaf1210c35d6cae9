package dev.crosspoint.media.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.seal.Artefact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init") // JUnit's
class SpoolFolderTest {
    @TempDir Path root;

    @ParameterizedTest
    @CsvSource({
        "acme, support, r-1, acme/support/r-1.tracks",
        ".., ., ..%2f, %2E./%2E/%2E.%252f.tracks",
        "a/b, c\\d, e:f, a%2Fb/c%5Cd/e%3Af.tracks",
        "süd, a b, x.y, s%C3%BCd/a%20b/x.y.tracks",
    })
    void namesFilesSoThatNoneLeadsOut(
            String account, String instance, String recording, String expected) {
        Path file =
                new SpoolFolder(root)
                        .file(
                                new Tenant(account, instance),
                                new RecordingId(recording),
                                Artefact.TRACKS);
        assertThat(file).isEqualTo(root.resolve(expected)).isEqualTo(file.normalize());
        assertThat(file.startsWith(root)).isTrue();
    }

    @Test
    void letsNobodyElseRead() throws IOException {
        assumeThat(root.getFileSystem().supportedFileAttributeViews()).contains("posix");
        var disk = new FileDisk();
        Path folder = root.resolve("a").resolve("b");
        disk.makeFolder(folder);
        disk.create(folder.resolve("file")).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("file"))))
                .isEqualTo("rw-------");
    }

    @Test
    void appendsBehindWhatIsKept() throws IOException {
        var disk = new FileDisk();
        Path file = root.resolve("file");
        try (var to = disk.create(file)) {
            to.append("abcdef".getBytes(UTF_8), 1, 4);
        }
        try (var to = disk.reopen(file, 2)) {
            to.append("xy".getBytes(UTF_8), 0, 2);
            to.force();
        }
        assertThat(Files.readString(file)).isEqualTo("bcxy");
        disk.create(file).close();
        assertThat(Files.size(file)).isZero();
    }

    @Test
    void takesSettingsThatMakeSense() {
        var settings = SpoolSettings.defaults(root, 2);
        assertThat(settings.reserveOf(10L << 30)).isEqualTo((10L << 30) / 50);
        assertThat(settings.reserveOf(10L << 40)).isEqualTo(512L << 20);
        assertThatThrownBy(() -> new SpoolSettings(root, 0, 64, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
