package dev.crosspoint.media.delivery;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one artefact comes to its place whatever happens on the way: send, confirm, and only then
 * erase. Whatever fails is sent again, which is harmless since a target tells its own from others'.
 */
public final class Delivery {
    /** How long it is tried before it is given up; over a weekend somebody may be away. */
    public static final Duration HOLD = Duration.ofDays(3);

    /** When somebody is told that it takes long. */
    public static final Duration LATE_AFTER = Duration.ofMinutes(15);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** More foreign objects in the way than this are no accident. */
    private static final int MOST_ORDINAL = 1000;

    private Delivery() {}

    /** A state, and what to do on the way there, in this order. */
    public record Step(DeliveryState state, List<DeliveryEffect> effects) {
        public Step {
            effects = List.copyOf(effects);
        }
    }

    /**
     * The beginning.
     *
     * @param ordinal which segment of its contact it is, from 1
     */
    public static Step begin(int ordinal, Instant now) {
        return send(Progress.begin(ordinal, now));
    }

    /**
     * One input. An answer that the state does not wait for changes nothing.
     *
     * @param jitter from 0 to 1, even; spreads attempts, so that a thousand do not come at once
     */
    public static Step step(DeliveryState state, DeliveryInput input, Instant now, double jitter) {
        if (isLate(state, now)) {
            var rest = step(told(state), input, now, jitter);
            var effects = new ArrayList<DeliveryEffect>();
            effects.add(new Alarm(Kind.LATE));
            effects.addAll(rest.effects());
            return new Step(rest.state(), effects);
        }
        return switch (state) {
            case Waiting waiting -> whileWaiting(waiting, input, now);
            case Sending sending -> whileSending(sending, input, now, jitter);
            case Confirming confirming -> whileConfirming(confirming, input, now, jitter);
            case Erasing erasing -> whileErasing(erasing, input, now);
            case Delivered delivered -> stay(delivered);
            case Failed failed ->
                    input instanceof AskedAgain
                            ? begin(failed.progress().ordinal(), now)
                            : stay(failed);
        };
    }

    /** When it wants the next {@link Tick} at the latest; empty when it waits for no time. */
    public static Optional<Instant> nextDeadline(DeliveryState state) {
        var late = state.progress().since().plus(LATE_AFTER);
        return switch (state) {
            case Waiting w ->
                    Optional.of(w.progress().late() || w.until().isBefore(late) ? w.until() : late);
            case Sending s -> s.progress().late() ? Optional.empty() : Optional.of(late);
            case Confirming c -> c.progress().late() ? Optional.empty() : Optional.of(late);
            case Erasing e -> Optional.of(e.again());
            case Delivered _, Failed _ -> Optional.empty();
        };
    }

    private static Step whileWaiting(Waiting waiting, DeliveryInput input, Instant now) {
        return switch (input) {
            case Tick _ when !now.isBefore(waiting.until()) -> send(waiting.progress());
            case AskedAgain _ -> send(waiting.progress());
            case Tick _, Sent _, NotSent _, Confirmed _, NotConfirmed _, Erased _, Restarted _ ->
                    stay(waiting);
        };
    }

    private static Step whileSending(
            Sending sending, DeliveryInput input, Instant now, double jitter) {
        return switch (input) {
            case Sent sent -> confirm(sending.progress(), sent.receipt());
            case NotSent not when not.why() == Reason.CONFLICT -> conflict(sending.progress());
            case NotSent not -> fail(sending.progress(), not.why(), now, jitter);
            case Restarted _ -> send(sending.progress());
            case Tick _, Confirmed _, NotConfirmed _, Erased _, AskedAgain _ -> stay(sending);
        };
    }

    private static Step whileConfirming(
            Confirming confirming, DeliveryInput input, Instant now, double jitter) {
        var progress = confirming.progress();
        return switch (input) {
            case Confirmed _ -> erase(progress, confirming.receipt(), now);
            case NotConfirmed not -> fail(progress, not.why(), now, jitter);
            case Restarted _ -> confirm(progress, confirming.receipt());
            case Tick _, Sent _, NotSent _, Erased _, AskedAgain _ -> stay(confirming);
        };
    }

    private static Step whileErasing(Erasing erasing, DeliveryInput input, Instant now) {
        return switch (input) {
            case Erased _ ->
                    new Step(
                            new Delivered(erasing.progress(), erasing.receipt()),
                            erasing.progress().late() ? List.of(new AllClear()) : List.of());
            case Tick _ when !now.isBefore(erasing.again()) ->
                    erase(erasing.progress(), erasing.receipt(), now);
            case AskedAgain _, Restarted _ -> erase(erasing.progress(), erasing.receipt(), now);
            case Tick _, Sent _, NotSent _, Confirmed _, NotConfirmed _ -> stay(erasing);
        };
    }

    private static Step send(Progress progress) {
        return new Step(new Sending(progress), List.of(new Send(progress.ordinal())));
    }

    private static Step confirm(Progress progress, Receipt receipt) {
        return new Step(new Confirming(progress, receipt), List.of(new Confirm(receipt)));
    }

    private static Step erase(Progress progress, Receipt receipt, Instant now) {
        return new Step(
                new Erasing(progress, receipt, now.plus(LONGEST_PAUSE)), List.of(new Erase()));
    }

    private static Step conflict(Progress progress) {
        if (progress.ordinal() >= MOST_ORDINAL) {
            return giveUp(progress.failed(Reason.CONFLICT));
        }
        var next = progress.underNextName();
        return new Step(
                new Sending(next), List.of(new Alarm(Kind.CONFLICT), new Send(next.ordinal())));
    }

    private static Step fail(Progress progress, Reason why, Instant now, double jitter) {
        var failed = progress.failed(why);
        return switch (why) {
            case RETRY, DENIED ->
                    now.isBefore(progress.since().plus(HOLD))
                            ? new Step(
                                    new Waiting(failed, now.plus(pause(failed.failures(), jitter))),
                                    List.of())
                            : giveUp(failed);
            case CONFLICT, BROKEN -> giveUp(failed);
        };
    }

    private static Step giveUp(Progress progress) {
        return new Step(new Failed(progress), List.of(new Alarm(Kind.FAILED)));
    }

    private static Step stay(DeliveryState state) {
        return new Step(state, List.of());
    }

    /** Doubles from 1 s to 5 min; a random half of it is left out. */
    private static Duration pause(int failures, double jitter) {
        long longestMs = LONGEST_PAUSE.toMillis();
        long fullMs = Math.min(longestMs, FIRST_PAUSE.toMillis() << Math.min(failures - 1, 20));
        return Duration.ofMillis((long) (fullMs * (0.5 + 0.5 * jitter)));
    }

    private static boolean isLate(DeliveryState state, Instant now) {
        return switch (state) {
            case Waiting _, Sending _, Confirming _ ->
                    !state.progress().late()
                            && !now.isBefore(state.progress().since().plus(LATE_AFTER));
            case Erasing _, Delivered _, Failed _ -> false;
        };
    }

    private static DeliveryState told(DeliveryState state) {
        var told = state.progress().told();
        return switch (state) {
            case Waiting w -> new Waiting(told, w.until());
            case Sending _ -> new Sending(told);
            case Confirming c -> new Confirming(told, c.receipt());
            case Erasing e -> new Erasing(told, e.receipt(), e.again());
            case Delivered d -> new Delivered(told, d.receipt());
            case Failed _ -> new Failed(told);
        };
    }
}
