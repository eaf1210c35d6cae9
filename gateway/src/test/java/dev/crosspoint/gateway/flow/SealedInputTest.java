package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.errors;
import static dev.crosspoint.gateway.flow.FlowText.flow;
import static dev.crosspoint.gateway.flow.FlowText.mark;
import static dev.crosspoint.gateway.flow.FlowText.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.input.EnteredDigits;
import dev.crosspoint.gateway.input.InputKeys;
import dev.crosspoint.gateway.input.InputPair;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Input that a flow asks to be sealed. */
class SealedInputTest {
    private static final String CUSTOM = "'CustomValidation': {'MaximumLength': '16'}";

    private static String asking(String encryption, String validation, String... further) {
        return flow(
                action(
                        "ask",
                        "GetParticipantInput",
                        "'PromptId': 'p-1', 'StoreInput': 'True', 'InputTimeLimitSeconds': '5',"
                                + " 'DTMFConfiguration': {'InterdigitTimeLimitSeconds': '3'},"
                                + " 'InputValidation': {"
                                + validation
                                + "}, 'InputEncryption': {"
                                + encryption
                                + "}",
                        to("next") + ", " + errors(further)),
                mark("next"),
                mark("failed"));
    }

    private static FlowLoader.Outcome load(String flow, InputKeys keys) {
        return FlowFixtures.load(Map.of("inbound", flow), keys);
    }

    private static FlowWalk walk(String encryption) {
        var outcome =
                load(asking(encryption, CUSTOM, "NoMatchingError > failed"), InputPair.rotation());
        return new FlowWalk(((FlowLoader.Outcome.Loaded) outcome).book()).ends();
    }

    private static String keyId(InputPair pair) {
        return "'EncryptionKeyId': '" + pair.id() + "'";
    }

    private static EnteredDigits entered(FlowWalk walk) {
        return ((Awaiting.NextDigit) walk.state().awaiting()).digits();
    }

    // --- running ---

    @ParameterizedTest
    @CsvSource({
        // keys, what whoever has the private key reads
        "5358979323846264,5358979323846264",
        "5358#,5358",
        "5358*9793#,9793",
        "#,''",
    })
    void isStoredSealed(String keys, String read) {
        var walk = walk(keyId(InputPair.OLD)).presses(keys);

        assertThat(walk.attribute("mark")).isEqualTo("next");
        assertThat(walk.stored()).matches("[A-Za-z0-9+/]{400,}={0,2}");
        assertThat(InputPair.OLD.open(walk.stored())).isEqualTo(read);
    }

    @Test
    void isSealedForTheKeyThatTheFlowNames() {
        assertThat(InputPair.NEW.open(walk(keyId(InputPair.NEW)).presses("5358#").stored()))
                .isEqualTo("5358");
    }

    @Test
    void isSealedTooWhenTheNextDigitStaysAway() {
        var walk = walk(keyId(InputPair.OLD)).presses("5358").passes(3);

        assertThat(InputPair.OLD.open(walk.stored())).isEqualTo("5358");
    }

    @Test
    void isTheWordTimeoutInClearWhenNothingIsEntered() {
        assertThat(walk(keyId(InputPair.OLD)).passes(5).stored()).isEqualTo("Timeout");
    }

    @Test
    void isSealedAnewEachTime() {
        assertThat(walk(keyId(InputPair.OLD)).presses("5358#").stored())
                .isNotEqualTo(walk(keyId(InputPair.OLD)).presses("5358#").stored());
    }

    // --- memory ---

    @ParameterizedTest
    @CsvSource({"#", "*", "9793238462646433#"})
    void leavesNoDigitBehind(String end) {
        var walk = walk(keyId(InputPair.OLD)).presses("5358");
        var entered = entered(walk);
        assertThat(entered.length()).isEqualTo(4);
        walk.presses(end);

        assertThat(entered.length()).isZero();
        assertThat(entered.takeText()).isEmpty();
    }

    @Test
    void leavesNoDigitBehindWhenTimePasses() {
        var walk = walk(keyId(InputPair.OLD)).presses("5358");
        var entered = entered(walk);
        walk.passes(3);

        assertThat(entered.length()).isZero();
    }

    @Test
    void isWipedInAFlowThatNobodyGoesOnWith() {
        var walk = walk(keyId(InputPair.OLD)).presses("5358");
        walk.state().wipeInput();

        assertThat(entered(walk).length()).isZero();
    }

    @Test
    void isInNoTextOfTheState() {
        var walk = walk(keyId(InputPair.OLD)).presses("535897932384");

        assertThat(walk.state().toString()).doesNotContain("5358", "9793");
        assertThat(walk.presses("#").state().toString()).doesNotContain("5358", "9793");
    }

    // --- loading ---

    @Test
    void takesTheCertificateThatAnExportedFlowCarries() {
        var pem = InputPair.OLD.pem().replace("\n", "\\n");
        var walk = walk(keyId(InputPair.OLD) + ", 'Key': '" + pem + "'").presses("5358#");

        assertThat(InputPair.OLD.open(walk.stored())).isEqualTo("5358");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // encryption | validation | fault
                "'EncryptionKeyId': 'other' | custom | InputEncryption names a key that the tenant"
                        + " does not have: other; inputKeys has cards-2026, cards-2027",
                "'EncryptionKeyId': '$.Attributes.key' | custom | InputEncryption chooses its key"
                        + " by a reference; only a fixed EncryptionKeyId is supported",
                "'EncryptionKeyId': 'cards-2026', 'Key': '$.Attributes.key' | custom |"
                        + " InputEncryption chooses its key by a reference; only a fixed"
                        + " EncryptionKeyId is supported",
                "'EncryptionKeyId': 'cards-2026', 'Key': 'paste it here' | custom | InputEncryption"
                        + " has a Key that is not the certificate of cards-2026 in the tenant's"
                        + " inputKeys; leave it out, or put the same there",
                "'Key': 'k' | custom | Parameters.InputEncryption.EncryptionKeyId is missing",
                "'EncryptionKeyId': 'cards-2026', 'Cipher': 'k' | custom |"
                        + " InputEncryption.Cipher is not a known parameter",
                "'EncryptionKeyId': 'cards-2026' | phone | Parameters has InputEncryption, which"
                        + " needs CustomValidation",
            })
    void isRefusedAtLoadingWhenItCannotBeSealed(
            String encryption, String validation, String fault) {
        boolean phone = validation.equals("phone");
        var branches =
                phone
                        ? new String[] {"NoMatchingError > failed", "InvalidPhoneNumber > failed"}
                        : new String[] {"NoMatchingError > failed"};
        var flow = asking(encryption, phone ? FlowText.phone("E164") : CUSTOM, branches);

        assertThat(load(flow, InputPair.rotation()))
                .isInstanceOfSatisfying(
                        FlowLoader.Outcome.Refused.class,
                        refused ->
                                assertThat(refused.faults())
                                        .extracting(FlowFault::what)
                                        .anySatisfy(what -> assertThat(what).contains(fault)));
    }

    @Test
    void isRefusedByNameWhereTheTenantHasNoKeys() {
        var flow = asking(keyId(InputPair.OLD), CUSTOM, "NoMatchingError > failed");

        assertThat(load(flow, FlowFixtures.NO_KEYS))
                .isInstanceOfSatisfying(
                        FlowLoader.Outcome.Refused.class,
                        refused ->
                                assertThat(refused.faults())
                                        .extracting(FlowFault::toString)
                                        .containsExactly(
                                                "inbound, action ask: Parameters.InputEncryption"
                                                        + " names a key that the tenant does not have:"
                                                        + " cards-2026; inputKeys has none"));
    }

    @Test
    void isRefusedWhereItsCertificateIsAnotherThanTheTenants() {
        var pem = InputPair.NEW.pem().replace("\n", "\\n");
        var flow =
                asking(
                        keyId(InputPair.OLD) + ", 'Key': '" + pem + "'",
                        CUSTOM,
                        "NoMatchingError > failed");

        assertThat(load(flow, InputPair.rotation())).isInstanceOf(FlowLoader.Outcome.Refused.class);
    }
}
