package dev.crosspoint.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.delivery.DeliveryEffect.Alarm;
import dev.crosspoint.media.delivery.DeliveryEffect.AllClear;
import dev.crosspoint.media.delivery.DeliveryEffect.Confirm;
import dev.crosspoint.media.delivery.DeliveryEffect.Erase;
import dev.crosspoint.media.delivery.DeliveryEffect.Kind;
import dev.crosspoint.media.delivery.DeliveryEffect.Send;
import dev.crosspoint.media.delivery.DeliveryFailure.Reason;
import dev.crosspoint.media.delivery.DeliveryInput.AskedAgain;
import dev.crosspoint.media.delivery.DeliveryInput.Confirmed;
import dev.crosspoint.media.delivery.DeliveryInput.Erased;
import dev.crosspoint.media.delivery.DeliveryInput.NotConfirmed;
import dev.crosspoint.media.delivery.DeliveryInput.NotSent;
import dev.crosspoint.media.delivery.DeliveryInput.Restarted;
import dev.crosspoint.media.delivery.DeliveryInput.Sent;
import dev.crosspoint.media.delivery.DeliveryInput.Tick;
import dev.crosspoint.media.delivery.DeliveryState.Confirming;
import dev.crosspoint.media.delivery.DeliveryState.Delivered;
import dev.crosspoint.media.delivery.DeliveryState.Erasing;
import dev.crosspoint.media.delivery.DeliveryState.Failed;
import dev.crosspoint.media.delivery.DeliveryState.Sending;
import dev.crosspoint.media.delivery.DeliveryState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeliveryTest {
    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
    private static final double HALF = 0.5;
    private static final Receipt RECEIPT =
            new Receipt("s3://b/a.wav", 44, "abc=", "etag", "key", false);
    private static final Progress FRESH = Progress.begin(1, T0);
    private static final Progress ONCE_REFUSED = FRESH.failed(Reason.RETRY);
    private static final Instant DUE = T0.plusMillis(750);
    private static final Instant AGAIN = T0.plus(Duration.ofMinutes(5));

    private static final Waiting WAITING = new Waiting(ONCE_REFUSED, DUE);
    private static final Sending SENDING = new Sending(FRESH);
    private static final Confirming CONFIRMING = new Confirming(FRESH, RECEIPT);
    private static final Erasing ERASING = new Erasing(FRESH, RECEIPT, AGAIN);
    private static final Delivered DELIVERED = new Delivered(FRESH, RECEIPT);
    private static final Failed FAILED = new Failed(FRESH.failed(Reason.BROKEN));

    static Stream<Arguments> table() {
        return Stream.of(
                row(WAITING, new Tick(), WAITING),
                row(WAITING, new AskedAgain(), new Sending(ONCE_REFUSED), new Send(1)),
                row(WAITING, new Restarted(), WAITING),
                row(WAITING, new Sent(RECEIPT), WAITING),
                row(WAITING, new Confirmed(), WAITING),
                row(WAITING, new Erased(), WAITING),
                row(SENDING, new Tick(), SENDING),
                row(SENDING, new Sent(RECEIPT), CONFIRMING, new Confirm(RECEIPT)),
                row(SENDING, new NotSent(Reason.RETRY), WAITING),
                row(
                        SENDING,
                        new NotSent(Reason.DENIED),
                        new Waiting(FRESH.failed(Reason.DENIED), DUE)),
                row(
                        SENDING,
                        new NotSent(Reason.CONFLICT),
                        new Sending(new Progress(T0, 2, 0, false, Reason.CONFLICT)),
                        new Alarm(Kind.CONFLICT),
                        new Send(2)),
                row(SENDING, new NotSent(Reason.BROKEN), FAILED, new Alarm(Kind.FAILED)),
                row(SENDING, new Restarted(), SENDING, new Send(1)),
                row(SENDING, new Confirmed(), SENDING),
                row(SENDING, new Erased(), SENDING),
                row(SENDING, new AskedAgain(), SENDING),
                row(CONFIRMING, new Confirmed(), ERASING, new Erase()),
                row(CONFIRMING, new NotConfirmed(Reason.RETRY), WAITING),
                row(
                        CONFIRMING,
                        new NotConfirmed(Reason.DENIED),
                        new Waiting(FRESH.failed(Reason.DENIED), DUE)),
                row(CONFIRMING, new NotConfirmed(Reason.BROKEN), FAILED, new Alarm(Kind.FAILED)),
                row(CONFIRMING, new Restarted(), CONFIRMING, new Confirm(RECEIPT)),
                row(CONFIRMING, new Erased(), CONFIRMING),
                row(CONFIRMING, new Sent(RECEIPT), CONFIRMING),
                row(ERASING, new Erased(), DELIVERED),
                row(ERASING, new Tick(), ERASING),
                row(ERASING, new Restarted(), ERASING, new Erase()),
                row(ERASING, new NotConfirmed(Reason.RETRY), ERASING),
                row(DELIVERED, new Restarted(), DELIVERED),
                row(DELIVERED, new AskedAgain(), DELIVERED),
                row(DELIVERED, new Erased(), DELIVERED),
                row(FAILED, new Restarted(), FAILED),
                row(FAILED, new Tick(), FAILED),
                row(FAILED, new Confirmed(), FAILED),
                row(FAILED, new AskedAgain(), SENDING, new Send(1)));
    }

    @ParameterizedTest
    @MethodSource("table")
    void goesByTheTable(
            DeliveryState before, DeliveryInput input, DeliveryState after, List<?> effects) {
        var step = Delivery.step(before, input, T0, HALF);
        assertThat(step.state()).isEqualTo(after);
        assertThat((Object) step.effects()).isEqualTo(effects);
    }

    @Test
    void beginsBySending() {
        var step = Delivery.begin(3, T0);
        assertThat(step.state()).isEqualTo(new Sending(Progress.begin(3, T0)));
        assertThat(step.effects()).containsExactly(new Send(3));
    }

    @Test
    void pausesTwiceAsLongEachTimeUpToFiveMinutes() {
        DeliveryState state = SENDING;
        var now = T0;
        long[] pausesMs = new long[12];
        for (int i = 0; i < pausesMs.length; i++) {
            var waiting = (Waiting) Delivery.step(state, new NotSent(Reason.RETRY), now, 1).state();
            pausesMs[i] = Duration.between(now, waiting.until()).toMillis();
            now = waiting.until();
            state = Delivery.step(waiting, new Tick(), now, HALF).state();
        }
        assertThat(pausesMs)
                .containsExactly(
                        1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000,
                        300_000, 300_000, 300_000);
    }

    @Test
    void waitsAtLeastHalfOfThePause() {
        var step = Delivery.step(SENDING, new NotSent(Reason.RETRY), T0, 0);
        assertThat(((Waiting) step.state()).until()).isEqualTo(T0.plusMillis(500));
    }

    @Test
    void tellsOnceThatItTakesLong() {
        var late = T0.plus(Delivery.LATE_AFTER);
        var first = Delivery.step(WAITING, new Tick(), late, HALF);
        assertThat(first.effects()).containsExactly(new Alarm(Kind.LATE), new Send(1));
        var second =
                Delivery.step(first.state(), new NotSent(Reason.RETRY), late.plusSeconds(1), HALF);
        assertThat(second.effects()).isEmpty();
    }

    @Test
    void givesTheAllClearWhenWhatWasLateIsThere() {
        var late = new Erasing(FRESH.told(), RECEIPT, AGAIN);
        assertThat(Delivery.step(late, new Erased(), T0, HALF).effects())
                .containsExactly(new AllClear());
    }

    @Test
    void givesUpAfterThreeDaysButTriesOnceMoreFirst() {
        var after = T0.plus(Delivery.HOLD);
        var held = new Waiting(ONCE_REFUSED.told(), DUE);
        var last = Delivery.step(held, new Tick(), after, HALF);
        assertThat(last.effects()).containsExactly(new Send(1));
        var end = Delivery.step(last.state(), new NotSent(Reason.DENIED), after, HALF);
        assertThat(end.state()).isInstanceOf(Failed.class);
        assertThat(end.effects()).containsExactly(new Alarm(Kind.FAILED));
    }

    @Test
    void erasesAgainWhenNobodySaysThatItIsErased() {
        assertThat(Delivery.nextDeadline(ERASING)).hasValue(AGAIN);
        var step = Delivery.step(ERASING, new Tick(), AGAIN, HALF);
        assertThat(step.effects()).containsExactly(new Erase());
    }

    @Test
    void asksForATickWhenItWillBeLate() {
        assertThat(Delivery.nextDeadline(SENDING)).hasValue(T0.plus(Delivery.LATE_AFTER));
        assertThat(Delivery.nextDeadline(WAITING)).hasValue(DUE);
        assertThat(Delivery.nextDeadline(new Sending(FRESH.told()))).isEmpty();
        assertThat(Delivery.nextDeadline(FAILED)).isEmpty();
    }

    private static Arguments row(
            DeliveryState before,
            DeliveryInput input,
            DeliveryState after,
            DeliveryEffect... effects) {
        return Arguments.of(before, input, after, List.of(effects));
    }
}
