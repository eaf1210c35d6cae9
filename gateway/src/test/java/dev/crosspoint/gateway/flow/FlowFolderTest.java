package dev.crosspoint.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowFolderTest {
    private static final String SPEAKS =
            """
            {"Version": "2019-10-30", "StartAction": "say", "Actions": [
              {"Identifier": "say", "Type": "MessageParticipant", "Parameters": {"Text": "Hello"},
               "Transitions": {"NextAction": "end"}},
              {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {},
               "Transitions": {}}]}
            """;

    /** A stand-in for a speech program: writes a line per run into a log, and 64 bytes of sound. */
    private static final SpeechCommand SPEECH =
            new SpeechCommand(
                    List.of(
                            "sh",
                            "-c",
                            "echo \"$1\" >> \"$(dirname \"$2\")/runs\";"
                                    + " head -c 64 /dev/zero > \"$2\"",
                            "speech",
                            "{text}",
                            "{file}"));

    @TempDir Path folder;

    @Test
    void loadsTheDemoFlows() {
        var book = FlowFixtures.demo(folder);

        assertThat(book.has(DemoFlows.INBOUND)).isTrue();
        assertThat(book.queues()).containsExactlyInAnyOrderElementsOf(DemoFlows.QUEUES);
        assertThat(folder.resolve(DemoFlows.HOLD_MUSIC)).isNotEmptyFile();
        assertThat(folder.resolve(DemoFlows.RINGBACK)).isNotEmptyFile();
    }

    @Test
    void speaksATextOnceAndKeepsIt() throws IOException, BadFlows {
        Files.writeString(folder.resolve("inbound.json"), SPEAKS);
        var cache = folder.resolve("speech");

        new FlowFolder(folder, cache, SPEECH, FlowFixtures.NO_KEYS).load();
        new FlowFolder(folder, cache, SPEECH, FlowFixtures.NO_KEYS).load();

        assertThat(cache.resolve("runs")).hasContent("Hello");
        try (var files = Files.list(cache)) {
            assertThat(files.filter(file -> file.toString().endsWith(".wav"))).hasSize(1);
        }
    }

    @Test
    void refusesTheFlowWhenTheCommandFails() throws IOException {
        Files.writeString(folder.resolve("inbound.json"), SPEAKS);
        var broken = new SpeechCommand(List.of("sh", "-c", "exit 3", "{text}", "{file}"));

        assertThatThrownBy(() ->
                        new FlowFolder(folder, folder.resolve("s"), broken, FlowFixtures.NO_KEYS)
                                .load())
                .isInstanceOf(BadFlows.class)
                .hasMessageContaining("sh could not speak a text: it ended with status 3");
    }

    @Test
    void neverPassesATextThroughAShell() throws IOException, BadFlows {
        var text = "$(touch pwned); `id`";
        Files.writeString(folder.resolve("inbound.json"), SPEAKS.replace("Hello", text));
        var cache = folder.resolve("speech");

        new FlowFolder(folder, cache, SPEECH, FlowFixtures.NO_KEYS).load();

        assertThat(cache.resolve("runs")).hasContent(text);
    }

    @Test
    void refusesAMappingWithUnknownKeysOrDuplicates() throws IOException {
        Files.writeString(folder.resolve("inbound.json"), SPEAKS);
        Files.writeString(folder.resolve("mapping.yaml"), "people:\n  a: b\n");

        assertThatThrownBy(() ->
                        new FlowFolder(folder, folder.resolve("s"), SPEECH, FlowFixtures.NO_KEYS)
                                .load())
                .isInstanceOf(BadFlows.class)
                .hasMessageContaining("mapping.yaml: people is not a known parameter");
        Files.writeString(folder.resolve("mapping.yaml"), "queues:\n  a: b\n  a: c\n");
        assertThatThrownBy(() ->
                        new FlowFolder(folder, folder.resolve("s"), SPEECH, FlowFixtures.NO_KEYS)
                                .load())
                .isInstanceOf(BadFlows.class)
                .hasMessageContaining("mapping.yaml: cannot be read");
    }

    @Test
    void readsTheMappingAsJsonToo() throws IOException, BadFlows {
        Files.writeString(folder.resolve("inbound.json"), SPEAKS);
        Files.writeString(
                folder.resolve("mapping.json"), "{\"queues\": {\"arn:x/queue/q\": \"sales\"}}");

        var book = new FlowFolder(folder, folder.resolve("s"), SPEECH, FlowFixtures.NO_KEYS).load();

        assertThat(book.queue("q")).contains("sales");
        assertThat(book.queue("arn:x/queue/q")).contains("sales");
        assertThat(book.queue("sales")).contains("sales");
        assertThat(book.queue("other")).isEmpty();
    }

    @Test
    void saysThatAFolderHoldsNoFlow() {
        assertThatThrownBy(() -> new FlowFolder(folder, folder, null, FlowFixtures.NO_KEYS).load())
                .isInstanceOf(BadFlows.class)
                .hasMessageContaining("holds no flow");
    }
}
