package dev.crosspoint.gateway.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets by their names, in one file of lines. */
@SuppressWarnings("NullAway.Init") // Set before each test.
class RenewalTest {
    private static final Tenant TENANT = new Tenant("acme", "main");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<AuditEvent> audited = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();
    private boolean isUseless;
    private Runnable whileReading = () -> {};

    @TempDir private Path folder;
    private Path file;
    private Renewal<Map<String, String>> renewal;

    @BeforeEach
    void open() throws Exception {
        file = folder.resolve("secrets");
        Files.writeString(file, "one=a\ntwo=b");
        open(read());
    }

    private void open(Map<String, String> atStart) {
        renewal =
                new Renewal<>(
                        List.of(file),
                        atStart,
                        this::read,
                        List.of(secret("one", List.of(TENANT)), secret("two", List.of())),
                        audited::add,
                        meters);
    }

    @Test
    void givesWhatIsOtherToWhoeverUsesItAndPutsItsNameOnRecord() throws Exception {
        change("one=sesame\ntwo=b");

        assertThat(taken).containsExactly("one=sesame");
        assertThat(audited)
                .extracting(AuditEvent::what)
                .containsExactly(new Deed.ChangedSetting("one", "secret:one"));
        assertThat(audited.toString()).doesNotContain("sesame");
        assertThat(meters.get("crosspoint.secrets.renewed").counter().count()).isEqualTo(1);

        change("one=sesame\ntwo=d");
        assertThat(taken).containsExactly("one=sesame", "two=d");
        renewal.look();
        assertThat(taken).hasSize(2);
    }

    @Test
    void takesNothingFromWhatIsWrong() throws Exception {
        change("nonsense");

        assertThat(taken).isEmpty();
        assertThat(meters.get("crosspoint.secrets.refused").counter().count()).isEqualTo(1);

        change("one=e\ntwo=b");
        assertThat(taken).containsExactly("one=e");
    }

    @Test
    void goesOnWithTheOthersAndTriesAgainWhatWasNotTaken() throws Exception {
        isUseless = true;
        change("one=f\ntwo=g");
        renewal.look();

        assertThat(taken).containsExactly("two=g");
        assertThat(audited).isEmpty();
        assertThat(refused()).as("told once").isEqualTo(1);

        isUseless = false;
        renewal.look();
        renewal.look();
        assertThat(taken).containsExactly("two=g", "one=f");
        assertThat(audited).hasSize(1);
    }

    @Test
    void givesBackWhatWasBeforeToWhoeverMayHaveTakenTheOther() throws Exception {
        isUseless = true;
        change("one=f\ntwo=b");
        isUseless = false;
        change("one=a\ntwo=b");

        assertThat(taken).containsExactly("one=a");
    }

    @Test
    void noticesWhatHasChangedWhileTheGatewayStarted() throws Exception {
        var atStart = read();
        Files.writeString(file, "one=early\ntwo=b");
        open(atStart);

        renewal.look();
        assertThat(taken).containsExactly("one=early");
    }

    @Test
    void takesNothingThatWasBeingWritten() throws Exception {
        whileReading = () -> write("one=half\ntwo=b\n");
        change("one=whole\ntwo=b");
        assertThat(taken).isEmpty();

        whileReading = () -> {};
        change("one=whole\ntwo=b");
        assertThat(taken).containsExactly("one=whole");
    }

    @Test
    void readsAgainWhatCouldNotBeRead() throws Exception {
        whileReading =
                () -> {
                    throw new IllegalStateException("the disk is busy");
                };
        change("one=h\ntwo=b");
        renewal.look();
        assertThat(refused()).isEqualTo(1);

        whileReading = () -> {};
        renewal.look();
        assertThat(taken).containsExactly("one=h");
    }

    private double refused() {
        return meters.get("crosspoint.secrets.refused").counter().count();
    }

    private Renewable<Map<String, String>, String> secret(String name, List<Tenant> tenants) {
        return new Renewable<>(
                name,
                tenants,
                all -> all.getOrDefault(name, ""),
                value -> {
                    if (isUseless && name.equals("one")) {
                        return Future.failedFuture("it does not fit");
                    }
                    taken.add(name + "=" + value);
                    return Future.succeededFuture();
                });
    }

    private void change(String text) {
        write(text + "\n");
        renewal.look();
        renewal.look();
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> read() throws IOException {
        var lines = Files.readAllLines(file);
        whileReading.run();
        if (lines.size() != 2) {
            throw new IOException("two lines are expected");
        }
        return Map.of(
                "one", lines.getFirst().substring("one=".length()),
                "two", lines.getLast().substring("two=".length()));
    }
}
