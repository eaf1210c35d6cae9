package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys reach everybody who hears whoever pressed them, once, and nobody else. */
class KeypadTest {
    private Scene scene = Scene.annTalks();

    @AfterEach
    void nothingIsLeft() {
        scene.finish();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                              | customer presses 5 | ann:5 bob:5 777:5
                    ''                              | customer presses 5*# | ann:5 ann:* ann:# bob:5 bob:* bob:# 777:5 777:* 777:#
                    ''                              | 777 presses 1      | ann:1 bob:1 customer:1
                    ''                              | ann types 9        | bob:9 777:9 customer:9
                    ann mutes customer              | customer presses 5 | ''
                    ann holds customer              | customer presses 5 | ''
                    ann holds customer              | 777 presses 5      | ann:5 bob:5
                    bob holds ann                   | customer presses 5 | bob:5 777:5
                    ann consults cat, cat takes     | customer presses 5 | ''
                    ann consults cat, cat takes     | cat types 5        | ann:5
                    ann consults cat, cat takes     | ann types 5        | cat:5
                    ann consults cat                | customer presses 5 | ''
                    ann transfers to cat            | ann types 5        | ''
                    ann consults 888, 888 announces | customer presses 5 | ''
                    ann adds 888, 888 announces     | customer presses 5 | ann:5 bob:5 777:5
                    bob loses-audio                 | customer presses 5 | ann:5 777:5
                    sue monitors ann, sue connects  | customer presses 5 | ann:5 bob:5 777:5
                    sue monitors ann, sue connects  | sue types 5        | ''
                    sue barges ann, sue connects    | customer presses 5 | ann:5 bob:5 777:5 sue:5
                    ann hangs up, bob hangs up      | customer presses 5 | 777:5
                    """)
    void relaysEachKeyOnceToWhoeverHearsIt(String before, String step, String heard) {
        scene = Scene.conference("bob", "777");
        if (!before.isEmpty()) {
            scene.play(before);
        }
        int already = sent().size();

        scene.play(step);
        assertThat(sent().stream().skip(already)).containsExactlyInAnyOrderElementsOf(words(heard));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                              | ann sends 12#             | customer:12# 777:12#
                    ''                              | ann sends 12# to 777      | 777:12#
                    ''                              | ann sends 12# to customer | customer:12#
                    ''                              | ann sends 5 to bob !CONFLICT | ''
                    ''                              | ann sends 5 to cat !CONFLICT | ''
                    ''                              | ann sends 5x !BAD_REQUEST | ''
                    ann mutes                       | ann sends 5               | customer:5 777:5
                    ann mutes 777                   | ann sends 5               | customer:5 777:5
                    ann holds 777                   | ann sends 5               | customer:5
                    ann holds 777                   | ann sends 5 to 777 !CONFLICT | ''
                    ann holds all                   | ann sends 5 !CONFLICT     | ''
                    bob holds ann                   | ann sends 5 !CONFLICT     | ''
                    ann consults 888, 888 announces | ann sends 5               | 888:5
                    ann consults 888                | ann sends 5 !CONFLICT     | ''
                    ann consults cat, cat takes     | ann sends 5 !CONFLICT     | ''
                    ann transfers to cat            | ann sends 5 !CONFLICT     | ''
                    sue barges ann, sue connects    | sue sends 5 to customer   | customer:5
                    """)
    void sendsAnAgentsKeysToWhoeverIsOutsideAndHears(String before, String step, String heard) {
        scene = Scene.conference("bob", "777");
        if (!before.isEmpty()) {
            scene.play(before);
        }

        scene.play(step);
        assertThat(sent()).containsExactlyInAnyOrderElementsOf(words(heard));
    }

    @Test
    void tellsAgentsWhoPressedWhat() {
        scene.play(
                """
                ann adds bob, bob takes, bob told offered:transfer:from-ann connected
                customer presses 5
                ann told digit:customer:5, bob told digit:customer:5
                sue monitors ann, sue connects, sue told offered:monitor connected
                customer presses 1, sue told
                """);
    }

    @Test
    void keepsKeysForTheFlowThatWaitsForThem() {
        scene = Scene.empty(FlowFixtures.keyThenSales());
        scene.play(
                """
                ann becomes available, customer calls   -> customer:one
                customer presses 1                      -> customer:music
                customer presses 2, ann told offered:inbound:Sales
                ann takes, customer presses 3
                ann told connected digit:customer:3
                """);
        assertThat(sent()).containsExactly("ann:3");
    }

    @Test
    void takesKeysBySipInfoLikeOthers() {
        scene.office.trunk(
                new TrunkMessage.InfoDigit(
                        Office.TENANT, scene.dialog("customer"), new Private("7")));

        scene.play("ann told digit:customer:7");
        assertThat(sent()).containsExactly("ann:7");
    }

    @Test
    void tellsATrunkWithoutTelephoneEventsBySipInfo() {
        scene.play("media refuses SendDigits TAKES_NO_DIGITS, ann sends 12#");

        assertThat(scene.office.trunks.commands)
                .contains(
                        new TrunkMessage.SendDigits(scene.dialog("customer"), new Private("12#")));
        assertThat(tones()).isEmpty();
    }

    @Test
    void makesTonesForATrunkThatTakesNeitherTelephoneEventsNorSipInfo() {
        scene.office.trunks.refuseKeys = true;

        scene.play("media refuses SendDigits TAKES_NO_DIGITS, ann sends 12#");
        assertThat(tones()).containsExactly("customer:12#");
    }

    /** Tones would overtake the keys that wait. */
    @Test
    void refusesKeysForWhichTooManyWait() {
        scene.office.trunks.isFullOfKeys = true;

        scene.play("media refuses SendDigits TAKES_NO_DIGITS, ann sends 12# !BUSY");
        assertThat(tones()).isEmpty();
        scene.office.trunks.isFullOfKeys = false;
        scene.play("ann sends 12#");
        assertThat(tones()).isEmpty();
    }

    @Test
    void makesTonesOfKeysThatTheFarEndRefusesBySipInfo() {
        scene.play("media refuses SendDigits TAKES_NO_DIGITS, ann sends 12#");
        scene.office.trunk(
                new TrunkMessage.DigitsRefused(
                        Office.TENANT, scene.dialog("customer"), new Private("2#")));

        assertThat(tones()).containsExactly("customer:2#");
    }

    @Test
    void tellsOfKeysThatWereHeardAndSendsThemToNobodyWhoHasHeardThem() {
        scene = Scene.conference("bob", "777");
        scene.office.media(
                new MediaEvent.ToneHeard(
                        Office.mediaTenant(),
                        scene.call(),
                        scene.leg("customer"),
                        new Digits("5")));

        scene.play("ann told digit:customer:5, bob told digit:customer:5");
        assertThat(sent()).isEmpty();
    }

    @Test
    void letsATelephoneTellOfKeysInAnotherWayAfterATone() {
        hearTone("5");
        scene.play("ann told digit:customer:5");

        info("7");
        scene.play("ann told digit:customer:7");
        hearTone("8");
        info("9");
        scene.play("ann told digit:customer:9");
    }

    @Test
    void takesAKeyThatIsHeardAndToldOfForOne() {
        hearTone("5");
        scene.play("ann told digit:customer:5");

        scene.play("customer presses 5");
        scene.play("customer presses 6, ann told digit:customer:6");
    }

    private void hearTone(String digit) {
        scene.office.media(
                new MediaEvent.ToneHeard(
                        Office.mediaTenant(),
                        scene.call(),
                        scene.leg("customer"),
                        new Digits(digit)));
    }

    private void info(String digit) {
        scene.office.trunk(
                new TrunkMessage.InfoDigit(
                        Office.TENANT, scene.dialog("customer"), new Private(digit)));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    private List<String> tones() {
        Map<Object, String> names =
                scene.legs.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        return scene.office.media.commands.stream()
                .filter(MediaCommand.SendTones.class::isInstance)
                .map(MediaCommand.SendTones.class::cast)
                .map(send -> names.get(send.leg()) + ":" + send.digits().value())
                .toList();
    }

    /** {@code who:keys} of everything that was sent to anybody. */
    private List<String> sent() {
        Map<Object, String> names =
                scene.legs.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        return scene.office.media.commands.stream()
                .filter(MediaCommand.SendDigits.class::isInstance)
                .map(MediaCommand.SendDigits.class::cast)
                .map(send -> names.get(send.leg()) + ":" + send.digits().value())
                .toList();
    }
}
