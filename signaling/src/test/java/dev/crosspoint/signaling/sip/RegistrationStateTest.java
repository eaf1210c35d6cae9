package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.sip.RegistrationState.Input;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registrations in virtual time. */
class RegistrationStateTest {

    private static final long SECOND = RegistrationState.SECOND_NANOS;
    private static final int WANTED = 3600;

    private long nowNanos = Long.MAX_VALUE - 10 * SECOND;
    private double random = 1;
    private RegistrationState state = RegistrationState.begin(nowNanos);

    private static Input input(String word) {
        String[] parts = word.split(":", -1);
        int number = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
        return switch (parts[0]) {
            case "due" -> new Input.Due();
            case "ok" -> new Input.Accepted(number);
            case "401" -> new Input.Challenged(number == 0);
            case "423" -> new Input.TooBrief(number);
            case "no" -> new Input.Failed(number);
            case "stop" -> new Input.Stop();
            default -> throw new IllegalArgumentException(word);
        };
    }

    /** What is sent for each of the words: seconds, or a dash. {@code +60} lets time pass. */
    private String play(String words) {
        var sent = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            if (word.startsWith("+")) {
                nowNanos += Integer.parseInt(word, 1, word.length(), 10) * SECOND;
                continue;
            }
            var step = RegistrationState.step(state, input(word), WANTED, nowNanos, random);
            state = step.state();
            sent.append(sent.isEmpty() ? "" : " ");
            sent.append(step.send() == null ? "-" : step.send());
        }
        return sent.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "due, 3600, Asking, false",
        "due ok:3600, 3600 -, In, true",
        "due 401 ok:60, 3600 3600 -, In, true",
        "due 401 401 401 ok:60, 3600 3600 3600 3600 -, In, true",
        "due 401 401 401 401, 3600 3600 3600 3600 -, Out, false",
        "due 401:1, 3600 -, Out, false", // nothing to answer it with
        "due 423:7200 ok:7200, 3600 7200 -, In, true",
        "due 423:60, 3600 -, Out, false", // asks for less than it was given
        "due 423:90000, 3600 -, Out, false",
        "due 423:7200 401 ok:7200, 3600 7200 7200 -, In, true",
        "due ok:0, 3600 -, Out, false", // says that nothing is bound
        "due no, 3600 -, Out, false",
        "due no due, 3600 - -, Out, false", // not before the pause is over
        "due no +5 due, 3600 - 3600, Asking, false",
        "due no:60 +59 due, 3600 - -, Out, false", // Retry-After
        "due no:60 +60 due, 3600 - 3600, Asking, false",
        "due no:9999 +600 due, 3600 - 3600, Asking, false",
        "due ok:100 +84 due, 3600 - -, In, true",
        "due ok:100 +85 due, 3600 - 3600, Asking, true",
        "due ok:100 +85 due no, 3600 - 3600 -, Out, true", // holds until its time
        "due ok:100 +85 due no +15 due, 3600 - 3600 - 3600, Asking, false",
        "due ok:100 +100 due, 3600 - 3600, Asking, false",
        "due 423:7200 ok:7200 +6120 due, 3600 7200 - 7200, Asking, true",
        "stop, -, Left, false",
        "due stop, 3600 0, Leaving, false", // it may be bound already
        "due no stop, 3600 - -, Left, false",
        "due ok:100 stop, 3600 - 0, Leaving, false",
        "due ok:100 stop 401 ok:0, 3600 - 0 0 -, Left, false",
        "due ok:100 stop 401 401 401 401, 3600 - 0 0 0 0 -, Left, false",
        "due ok:100 stop no, 3600 - 0 -, Left, false",
        "due ok:100 stop due stop, 3600 - 0 - -, Leaving, false",
        "stop due ok:60 401 no, - - - - -, Left, false",
        "ok:60 401 423:60 no, - - - -, Out, false", // of something that is over
        "due ok:100 ok:50 401 423:60 no, 3600 - - - - -, In, true"
    })
    void goesOn(String words, String sent, String name, boolean bound) {
        assertThat(play(words)).isEqualTo(sent);
        assertThat(state.getClass().getSimpleName()).isEqualTo(name);
        assertThat(state.isBound(nowNanos)).isEqualTo(bound);
    }

    @Test
    void pausesTwiceAsLongAfterEachFailureUpToTenMinutes() {
        for (int wanted : new int[] {5, 10, 20, 40, 80, 160, 320, 600, 600}) {
            play("due no");
            assertThat((state.dueNanos(nowNanos) - nowNanos) / SECOND).isEqualTo(wanted);
            nowNanos = state.dueNanos(nowNanos);
        }
        random = 0;
        play("due no");
        assertThat((state.dueNanos(nowNanos) - nowNanos) / SECOND).isEqualTo(300);
        nowNanos = state.dueNanos(nowNanos);
        play("due ok:100 +85 due no");
        assertThat((state.dueNanos(nowNanos) - nowNanos) / SECOND).isEqualTo(2);
    }

    @Test
    void tellsWhenABindingCeases() {
        play("due ok:100 +85 due no +2 due no +5 due no:60");
        assertThat(state.isBound(nowNanos)).isTrue();
        assertThat(state.dueNanos(nowNanos) - nowNanos).isEqualTo(8 * SECOND);
        nowNanos = state.dueNanos(nowNanos);
        assertThat(play("due")).isEqualTo("-");
        assertThat(state.isBound(nowNanos)).isFalse();
        assertThat(state.dueNanos(nowNanos) - nowNanos).isEqualTo(52 * SECOND);
    }

    /** Whatever happens, it asks again, never twice at once, and is gone after a stop. */
    @Test
    void neverStandsStill() {
        String[] words = {"due", "ok:100", "ok:0", "401", "401:1", "423:7200", "no", "no:30"};
        for (int seed = 0; seed < 300; seed++) {
            var dice = new Random(seed);
            state = RegistrationState.begin(nowNanos);
            for (int i = 0; i < 100; i++) {
                random = dice.nextDouble();
                boolean asking = state instanceof RegistrationState.Asking;
                String word = words[dice.nextInt(words.length)];
                String sent = play(word);
                if (asking && word.equals("due")) {
                    assertThat(sent).isEqualTo("-");
                }
                assertThat(state.dueNanos(nowNanos) - nowNanos)
                        .isLessThanOrEqualTo(86_400 * SECOND);
                nowNanos += dice.nextInt(100) * SECOND;
            }
            play("stop no");
            assertThat(state).isInstanceOf(RegistrationState.Left.class);
        }
    }
}
