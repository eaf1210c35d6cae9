package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.crosspoint.gateway.config.ConfigError;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.gateway.input.InputKey;
import dev.crosspoint.gateway.input.InputPair;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The keys of a tenant that flows seal input for, and what flows make of them at the start. */
class InputKeyConfigTest {
    private static final Instant IN_TIME = InputPair.FROM.plusSeconds(1);

    private final JsonObject tenant =
            new JsonObject(
                    """
                    {"account": "a", "instance": "i", "defaultCountry": "DE", "flows": "flows"}
                    """);

    @TempDir private Path folder;

    private static JsonObject inline(String id, String pem) {
        return new JsonObject().put("id", id).put("certificate", pem);
    }

    private void keys(JsonObject... keys) {
        tenant.put("inputKeys", new JsonArray(Stream.of(keys).toList()));
    }

    private GatewayConfig read() {
        var values =
                new JsonObject().put("home", "home").put("tenants", new JsonArray().add(tenant));
        return new GatewayConfigReader("192.0.2.7").read(values, Overrides.none(), folder);
    }

    private List<InputKey> keysRead() {
        return read().tenants().getFirst().inputKeys().keys();
    }

    private List<String> problems() {
        return catchThrowableOfType(ConfigError.class, this::read).problems();
    }

    // --- reading ---

    @Test
    void areNoneUnlessSaidOtherwise() {
        assertThat(keysRead()).isEmpty();
    }

    @Test
    void areReadFromTheFileOrFromTheTextOfACertificate() throws IOException {
        Files.writeString(folder.resolve("new.pem"), InputPair.NEW.pem());
        keys(
                inline("cards-2026", InputPair.OLD.pem()),
                new JsonObject().put("id", "cards-2027").put("certificateFile", "new.pem"));

        assertThat(keysRead()).extracting(InputKey::id).containsExactly("cards-2026", "cards-2027");
        assertThat(keysRead().get(0).isOf(InputPair.OLD.pem())).isTrue();
        assertThat(keysRead().get(1).isOf(InputPair.NEW.pem())).isTrue();
    }

    @Test
    void areReadFromTheEnvironmentToo() {
        var environment =
                Map.of(
                        "CROSSPOINT_TENANTS_0_INPUT_KEYS_0_ID",
                        "cards-2026",
                        "CROSSPOINT_TENANTS_0_INPUT_KEYS_0_CERTIFICATE",
                        InputPair.OLD.pem());
        var values = new JsonObject().put("tenants", new JsonArray().add(tenant));

        assertThat(
                        new GatewayConfigReader("192.0.2.7")
                                .read(values, new Overrides(environment, Map.of()), folder)
                                .tenants()
                                .getFirst()
                                .inputKeys()
                                .ids())
                .containsExactly("cards-2026");
    }

    @Test
    void areRefusedWhenTheirCertificatesWillNotDo() throws IOException {
        Files.writeString(folder.resolve("short.pem"), InputPair.rsa("short", 1_024).pem());
        keys(
                inline("curve", InputPair.ec("curve").pem()),
                new JsonObject().put("id", "short").put("certificateFile", "short.pem"));
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "tenants[0].inputKeys[0].certificate is (hidden), expected a certificate"
                                + " of an RSA key; this one's is EC",
                        "tenants[0].inputKeys[1].certificateFile is "
                                + folder.resolve("short.pem")
                                + ", expected an RSA key of 2048 bits or more; this one has 1024");

        keys(
                inline("nothing", "my certificate"),
                new JsonObject().put("id", "gone").put("certificateFile", "gone.pem"));
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "tenants[0].inputKeys[0].certificate is (hidden), expected a certificate"
                                + " in PEM form (BEGIN CERTIFICATE)",
                        "tenants[0].inputKeys[1].certificateFile is "
                                + folder.resolve("gone.pem")
                                + ", expected a PEM file that can be read");
    }

    @Test
    void areRefusedWhenTheyAreIncompleteOrTooMany() {
        keys(
                new JsonObject().put("id", "bare"),
                inline("has blanks", InputPair.OLD.pem()).put("certificateFile", "x.pem"));
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "tenants[0].inputKeys[0]: none of certificate, certificateFile is set,"
                                + " expected exactly one",
                        "tenants[0].inputKeys[1].id is \"has blanks\", expected 1 to 128 letters,"
                                + " digits, - . _ : or /",
                        "tenants[0].inputKeys[1]: certificate and certificateFile of certificate,"
                                + " certificateFile is set, expected exactly one");

        keys(
                inline("one", InputPair.OLD.pem()),
                inline("two", InputPair.OLD.pem()),
                inline("three", InputPair.NEW.pem()));
        assertThat(problems())
                .containsExactly(
                        "tenants[0].inputKeys is \"3 keys\", expected 2 at most: one, and while it"
                                + " changes the one after it");
    }

    @Test
    void areRefusedWhenTwoHaveTheSameId() {
        keys(inline("one", InputPair.OLD.pem()), inline("one", InputPair.NEW.pem()));

        assertThat(problems())
                .containsExactly("tenants[].inputKeys[].id is \"one\", expected each only once");
    }

    // --- starting ---

    private void flow(String keyId) throws IOException {
        Files.createDirectories(folder.resolve("flows"));
        Files.writeString(folder.resolve("flows/ask.wav"), "");
        Files.writeString(folder.resolve("flows/mapping.yaml"), "prompts: { p: ask.wav }");
        Files.writeString(
                folder.resolve("flows/inbound.json"),
                """
                {"Version": "2019-10-30", "StartAction": "ask", "Actions": [
                  {"Identifier": "ask", "Type": "GetParticipantInput",
                   "Parameters": {"PromptId": "p", "StoreInput": "True",
                    "InputTimeLimitSeconds": "5",
                    "InputValidation": {"CustomValidation": {"MaximumLength": "16"}},
                    "InputEncryption": {"EncryptionKeyId": "%s"}},
                   "Transitions": {"NextAction": "end", "Errors": [
                     {"ErrorType": "NoMatchingError", "NextAction": "end"}]}},
                  {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {},
                   "Transitions": {}}]}
                """
                        .formatted(keyId));
    }

    private List<String> warnings(Instant now) {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var logger = (Logger) LoggerFactory.getLogger(TenantAssembly.class);
        logger.addAppender(lines);
        try {
            new TenantAssembly(read(), List.of(), folder, now).settings();
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void letFlowsBegin() throws IOException {
        keys(inline("cards-2026", InputPair.OLD.pem()));
        flow("cards-2026");

        assertThat(warnings(IN_TIME)).isEmpty();
    }

    @Test
    void areTakenAndWarnedOfWhenTheirCertificateIsNotValid() throws IOException {
        keys(inline("cards-2026", InputPair.OLD.pem()));
        flow("cards-2026");

        for (var time :
                List.of(
                        InputPair.FROM.minusSeconds(1),
                        InputPair.FROM.plus(InputPair.VALID).plusSeconds(1))) {
            assertThat(warnings(time))
                    .containsExactly(
                            "input key cards-2026 of tenant i: its certificate is valid from"
                                    + " 2026-01-01T00:00:00Z to 2027-01-01T00:00:00Z; flows go on"
                                    + " using it, change it soon");
        }
    }

    @Test
    void areMissedByNameWhenAFlowNamesAnother() throws IOException {
        keys(inline("cards-2026", InputPair.OLD.pem()));
        flow("cards-2025");

        assertThat(catchThrowableOfType(ConfigError.class, () -> warnings(IN_TIME)).problems())
                .singleElement()
                .asString()
                .contains("inbound, action ask", "a key that the tenant does not have: cards-2025");
    }
}
