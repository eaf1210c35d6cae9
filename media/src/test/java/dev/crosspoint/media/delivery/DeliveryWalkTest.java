package dev.crosspoint.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.delivery.DeliveryFailure.Reason;
import dev.crosspoint.media.delivery.DeliveryState.Delivered;
import dev.crosspoint.media.delivery.DeliveryState.Failed;
import dev.crosspoint.media.delivery.DeliveryState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any order of accidents; what must hold is looked at after each. */
class DeliveryWalkTest {
    private static final int STEPS = 400;

    static List<Integer> seeds() {
        var seeds = new ArrayList<Integer>();
        for (int i = 0; i < 500; i++) {
            seeds.add(i);
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void deliversOnceAndErasesNothingUnconfirmed(int seed) {
        var walk = new Walk(seed);
        for (int i = 0; i < STEPS; i++) {
            walk.accident();
            walk.check();
        }
        walk.comeToRest();
        assertThat(walk.state).isInstanceOfAny(Delivered.class, Failed.class);
        if (walk.state instanceof Delivered) {
            assertThat(walk.erased).isTrue();
        }
    }

    private static final class Walk {
        private final Random random;
        private final ArrayDeque<DeliveryEffect> asked = new ArrayDeque<>();
        private final Set<Integer> ours = new HashSet<>();
        private final Set<Integer> foreign = new HashSet<>();
        private DeliveryState state;
        private Instant now = Instant.parse("2026-11-22T10:00:00Z");
        private boolean confirmed;
        private boolean erased;
        private boolean brokenSeen;

        private Walk(int seed) {
            random = new Random(seed);
            var begin = Delivery.begin(1, now);
            take(begin);
            state = begin.state();
        }

        private void accident() {
            switch (random.nextInt(12)) {
                case 0 -> crash();
                case 1 -> foreign.add(freeOrdinal());
                case 2, 3 -> tick(Duration.ofMillis(random.nextInt(400_000)));
                case 4 -> tick(Duration.ofHours(random.nextInt(4)));
                case 5 -> {
                    if (random.nextInt(40) == 0) {
                        input(new DeliveryInput.AskedAgain());
                    }
                }
                default -> answer(false);
            }
        }

        /** Everything works from here on. */
        private void comeToRest() {
            for (int i = 0; i < 100; i++) {
                answer(true);
                Delivery.nextDeadline(state)
                        .ifPresent(next ->
                                tick(
                                        next.isAfter(now)
                                                ? Duration.between(now, next)
                                                : Duration.ZERO));
            }
        }

        private void answer(boolean well) {
            var effect = asked.poll();
            if (effect == null) {
                return;
            }
            switch (effect) {
                case DeliveryEffect.Send send -> input(sendTo(send.ordinal(), well));
                case DeliveryEffect.Confirm confirm -> input(look(confirm.receipt(), well));
                case DeliveryEffect.Erase _ -> {
                    assertThat(confirmed).isTrue();
                    erased = true;
                    if (well || random.nextInt(3) > 0) {
                        input(new DeliveryInput.Erased());
                    }
                }
                case DeliveryEffect.Alarm _, DeliveryEffect.AllClear _ -> {}
            }
        }

        private DeliveryInput sendTo(int ordinal, boolean well) {
            assertThat(erased).isFalse();
            int luck = well ? 9 : random.nextInt(10);
            if (luck < 3) {
                return new DeliveryInput.NotSent(luck == 0 ? Reason.DENIED : Reason.RETRY);
            }
            if (foreign.contains(ordinal)) {
                return new DeliveryInput.NotSent(Reason.CONFLICT);
            }
            ours.add(ordinal);
            return luck < 6
                    ? new DeliveryInput.NotSent(Reason.RETRY) // The answer was lost.
                    : new DeliveryInput.Sent(receipt(ordinal));
        }

        private DeliveryInput look(Receipt receipt, boolean well) {
            int ordinal = Integer.parseInt(receipt.location());
            if (!well && random.nextInt(20) == 0) {
                ours.remove(ordinal); // Somebody deleted it.
            }
            if (!ours.contains(ordinal) || (!well && random.nextInt(3) == 0)) {
                return new DeliveryInput.NotConfirmed(Reason.RETRY);
            }
            if (!well && random.nextInt(60) == 0) {
                brokenSeen = true;
                return new DeliveryInput.NotConfirmed(Reason.BROKEN);
            }
            confirmed = true;
            return new DeliveryInput.Confirmed();
        }

        private void crash() {
            asked.clear();
            input(new DeliveryInput.Restarted());
        }

        private void tick(Duration by) {
            now = now.plus(by);
            input(new DeliveryInput.Tick());
        }

        private void input(DeliveryInput input) {
            var step = Delivery.step(state, input, now, random.nextDouble());
            take(step);
            state = step.state();
        }

        private void take(Delivery.Step step) {
            asked.addAll(step.effects());
        }

        private int freeOrdinal() {
            int ordinal = 1 + random.nextInt(4);
            return ours.contains(ordinal) ? 99 : ordinal;
        }

        private void check() {
            assertThat(ours).hasSizeLessThanOrEqualTo(1);
            if (state instanceof Waiting waiting) {
                assertThat(Duration.between(now, waiting.until()))
                        .isLessThanOrEqualTo(Duration.ofMinutes(5));
            }
            if (state instanceof Failed failed && !brokenSeen) {
                assertThat(Duration.between(failed.progress().since(), now))
                        .isGreaterThanOrEqualTo(Delivery.HOLD);
            }
            if (erased) {
                assertThat(ours).hasSize(1);
            }
        }

        private static Receipt receipt(int ordinal) {
            return new Receipt(Integer.toString(ordinal), 1, "x", null, null, false);
        }
    }
}
