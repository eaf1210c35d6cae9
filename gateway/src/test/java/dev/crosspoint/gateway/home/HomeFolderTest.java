package dev.crosspoint.gateway.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeFolderTest {
    @TempDir Path folder;

    @Test
    void makesAFolderForItsOwnerOnly() throws Exception {
        var path = folder.resolve("a/b");
        try (var home = HomeFolder.take(path, Duration.ZERO, () -> {})) {
            assertThat(home.path()).isEqualTo(path);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void refusesAFolderThatIsInUse() throws Exception {
        try (var _ = HomeFolder.take(folder, Duration.ZERO, () -> {})) {
            assertThatThrownBy(() -> HomeFolder.take(folder, Duration.ZERO, () -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another gateway is using");
        }
    }

    @Test
    void waitsForTheOldProcessToLetGo() throws Exception {
        var waiting = new CompletableFuture<Void>();
        var old = HomeFolder.take(folder, Duration.ZERO, () -> {});
        var next =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return HomeFolder.take(
                                folder, Duration.ofSeconds(30), () -> waiting.complete(null));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });

        waiting.get(10, TimeUnit.SECONDS);
        old.close();

        next.get(10, TimeUnit.SECONDS).close();
    }

    @Test
    void knowsAnAddressTowardsTheNetwork() {
        var own = OwnAddresses.read();

        assertThat(own.all()).contains("127.0.0.1");
        assertThat(own.towardsNetwork()).matches("[0-9a-f.:]+");
    }
}
