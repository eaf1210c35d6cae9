package dev.crosspoint.media.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.FreshKey;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.MemoryKeys;
import dev.crosspoint.media.vault.WrappedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit's
class KeyFileTest {
    private static final EncryptionContext CONTEXT =
            new EncryptionContext(new Tenant("acme \"x\"", "süd"), Purpose.RECORDING, "a2f1");

    private static final String GOOD =
            """
            {"version":1,"keyId":"k","blob":"AQID",
             "context":{"account":"a","instance":"i","purpose":"recording","resource":"r"}}\
            """;

    @TempDir Path root;

    @Test
    void saysAgainWhatItWasWrittenWith() throws KeyFailure, IOException {
        var file = new KeyFile(new WrappedKey("arn:aws:kms:x:1:key/2", new byte[] {1, 2}), CONTEXT);
        assertThat(KeyFile.parse(file.encoded())).isEqualTo(file);

        var folder = new SpoolFolder(root);
        var disk = new FileDisk();
        Path path = folder.key(CONTEXT.tenant(), new RecordingId("rec"));
        disk.makeFolder(folder.of(CONTEXT.tenant()));
        file.write(disk, path);
        assertThat(KeyFile.read(disk, path)).isEqualTo(file);
        var other = new KeyFile(new WrappedKey("another", new byte[] {3}), CONTEXT);
        other.write(disk, path);
        assertThat(KeyFile.read(disk, path)).isEqualTo(other);
        assertThat(disk.list(folder.of(CONTEXT.tenant()))).containsExactly(path);
    }

    @Test
    void isReadAsItIsDocumented() throws KeyFailure {
        KeyFile file = KeyFile.parse(GOOD.getBytes(UTF_8));
        assertThat(file.wrapped()).isEqualTo(new WrappedKey("k", new byte[] {1, 2, 3}));
        assertThat(file.context())
                .isEqualTo(new EncryptionContext(new Tenant("a", "i"), Purpose.RECORDING, "r"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "{\"version\":1}",
                "\"version\":1->\"version\":2",
                "\"version\":1->\"version\":\"1\"",
                "\"version\":1->\"version\":1.5",
                "\"keyId\":\"k\"->\"keyId\":7",
                "\"keyId\":\"k\"->\"keyId\":null",
                "\"AQID\"->\"\"",
                "\"AQID\"->\"A=I\"",
                "\"AQID\"->[]",
                "recording->voicemail",
                "\"a\"->\"\"",
                "\"r\"}->\"r\",\"more\":\"x\"}",
                "\"version\":1->\"version\":1,\"more\":1",
                "}}->}",
            })
    void refusesWhatIsNoKeyFile(String change) {
        int arrow = change.indexOf("->");
        String text =
                arrow < 0
                        ? change
                        : GOOD.replace(change.substring(0, arrow), change.substring(arrow + 2));
        assertThat(text).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> KeyFile.parse(text.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        KeyFailure.class,
                        e -> assertThat(e.reason()).isEqualTo(KeyFailure.Reason.INVALID));
    }

    @Test
    void refusesWhatIsTooLong() throws IOException {
        Path path = root.resolve("long.key");
        Files.writeString(path, GOOD + " ".repeat(KeyFile.MAX_BYTES));
        assertThatThrownBy(() -> KeyFile.read(new FileDisk(), path)).isInstanceOf(KeyFailure.class);
    }

    @Test
    void isOpenedInItsOwnContextOnly() throws KeyFailure {
        var keys = new MemoryKeys();
        try (FreshKey fresh = keys.generate(CONTEXT)) {
            keys.unwrap(fresh.wrapped(), CONTEXT).close();
            var other = new EncryptionContext(CONTEXT.tenant(), Purpose.RECORDING, "another");
            assertThatThrownBy(() -> keys.unwrap(fresh.wrapped(), other))
                    .isInstanceOf(KeyFailure.class);
        }
    }
}
