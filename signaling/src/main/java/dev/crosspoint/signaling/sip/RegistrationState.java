package dev.crosspoint.signaling.sip;

import org.jspecify.annotations.Nullable;

/**
 * Where we are with a registrar (RFC 3261 10.2). {@code validUntilNanos} is until when the last
 * binding holds, or when it ceased to: a refresh that fails does not end it before its time.
 */
sealed interface RegistrationState {

    /** Not asking; once more at {@code againNanos}. */
    record Out(int failures, long againNanos, long validUntilNanos) implements RegistrationState {}

    /** A REGISTER is on its way, the {@code rounds}th for a challenge or a longer interval. */
    record Asking(int failures, int rounds, int seconds, long validUntilNanos)
            implements RegistrationState {}

    /** Registered; to be refreshed at {@code refreshNanos}. */
    record In(int seconds, long refreshNanos, long validUntilNanos) implements RegistrationState {}

    /** The binding is being removed. */
    record Leaving(int rounds) implements RegistrationState {}

    /** Nothing is bound, and nothing is asked any more. */
    record Left() implements RegistrationState {}

    /** What happens. */
    sealed interface Input {
        /** It is time. */
        record Due() implements Input {}

        /** 2xx; {@code seconds} is how long the binding holds. */
        record Accepted(int seconds) implements Input {}

        /** 401 or 407. */
        record Challenged(boolean canAnswer) implements Input {}

        /** 423; {@code minSeconds} is the shortest interval the registrar takes. */
        record TooBrief(int minSeconds) implements Input {}

        /** Any other answer, or none; {@code retrySeconds} is its Retry-After, 0 without one. */
        record Failed(int retrySeconds) implements Input {}

        /** We go. */
        record Stop() implements Input {}
    }

    /**
     * What becomes of it.
     *
     * @param send a REGISTER for so many seconds, 0 to be forgotten; null for none
     */
    record Step(RegistrationState state, @Nullable Integer send) {}

    /** Challenges and longer intervals in a row: a stale nonce, and no more. */
    int MAX_ROUNDS = 3;

    /** First pause after a failure, s; twice as long after each that follows (RFC 5626 4.5). */
    int FIRST_PAUSE_SECONDS = 5;

    /** Longest pause, s. A registrar that is back is found within it. */
    int LONGEST_PAUSE_SECONDS = 600;

    /** Longest interval we agree to, s: nobody knows what becomes of us in the meantime. */
    int LONGEST_SECONDS = 86_400;

    long SECOND_NANOS = 1_000_000_000L;

    /** Before the first REGISTER, which is due at once. */
    static RegistrationState begin(long nowNanos) {
        return new Out(0, nowNanos, nowNanos);
    }

    /**
     * What becomes of it when something happens.
     *
     * @param wantedSeconds the interval that is configured
     * @param random 0 to 1: those who failed together do not come back together
     */
    static Step step(
            RegistrationState state, Input input, int wantedSeconds, long nowNanos, double random) {
        return switch (state) {
            case Out out ->
                    switch (input) {
                        case Input.Due _ when out.againNanos() - nowNanos <= 0 ->
                                ask(out.failures(), wantedSeconds, out.validUntilNanos());
                        case Input.Stop _ -> leave(out, nowNanos);
                        case Input.Due _,
                                Input.Accepted _,
                                Input.Challenged _,
                                Input.TooBrief _,
                                Input.Failed _ ->
                                new Step(out, null);
                    };
            case Asking asking -> answered(asking, input, nowNanos, random);
            case In in ->
                    switch (input) {
                        case Input.Due _ when in.refreshNanos() - nowNanos <= 0 ->
                                ask(0, in.seconds(), in.validUntilNanos());
                        case Input.Stop _ -> leave(in, nowNanos);
                        case Input.Due _,
                                Input.Accepted _,
                                Input.Challenged _,
                                Input.TooBrief _,
                                Input.Failed _ ->
                                new Step(in, null);
                    };
            case Leaving leaving ->
                    switch (input) {
                        case Input.Challenged(boolean can)
                                when can && leaving.rounds() < MAX_ROUNDS ->
                                new Step(new Leaving(leaving.rounds() + 1), 0);
                        case Input.Due _, Input.Stop _ -> new Step(leaving, null);
                        case Input.Accepted _,
                                Input.Challenged _,
                                Input.TooBrief _,
                                Input.Failed _ ->
                                new Step(new Left(), null);
                    };
            case Left left -> new Step(left, null);
        };
    }

    private static Step answered(Asking asking, Input input, long nowNanos, double random) {
        return switch (input) {
            case Input.Accepted(int seconds) when seconds > 0 -> {
                long held = Math.min(seconds, LONGEST_SECONDS) * SECOND_NANOS;
                yield new Step(
                        new In(asking.seconds(), nowNanos + held / 100 * 85, nowNanos + held),
                        null);
            }
            case Input.Challenged(boolean can) when can && asking.rounds() < MAX_ROUNDS ->
                    again(asking, asking.seconds());
            case Input.TooBrief(int least)
                    when least > asking.seconds()
                            && least <= LONGEST_SECONDS
                            && asking.rounds() < MAX_ROUNDS ->
                    again(asking, least);
            case Input.Failed(int retrySeconds) ->
                    new Step(pause(asking, retrySeconds, nowNanos, random), null);
            case Input.Accepted _, Input.Challenged _, Input.TooBrief _ ->
                    new Step(pause(asking, 0, nowNanos, random), null);
            case Input.Due _ -> new Step(asking, null);
            case Input.Stop _ -> new Step(new Leaving(0), 0);
        };
    }

    private static Step ask(int failures, int seconds, long validUntilNanos) {
        return new Step(new Asking(failures, 0, seconds, validUntilNanos), seconds);
    }

    private static Step again(Asking asking, int seconds) {
        return new Step(
                new Asking(
                        asking.failures(), asking.rounds() + 1, seconds, asking.validUntilNanos()),
                seconds);
    }

    private static Out pause(Asking asking, int retrySeconds, long nowNanos, double random) {
        long longest =
                Math.min(
                        LONGEST_PAUSE_SECONDS,
                        (long) FIRST_PAUSE_SECONDS << Math.min(asking.failures(), 10));
        long drawn = (long) (longest * SECOND_NANOS * (0.5 + random / 2));
        long asked = Math.min(retrySeconds, LONGEST_PAUSE_SECONDS) * SECOND_NANOS;
        return new Out(
                asking.failures() + 1, nowNanos + Math.max(drawn, asked), asking.validUntilNanos());
    }

    private static Step leave(RegistrationState state, long nowNanos) {
        return state.isBound(nowNanos) ? new Step(new Leaving(0), 0) : new Step(new Left(), null);
    }

    /** Whether calls for us reach us now. */
    default boolean isBound(long nowNanos) {
        return switch (this) {
            case Out out -> out.validUntilNanos() - nowNanos > 0;
            case Asking asking -> asking.validUntilNanos() - nowNanos > 0;
            case In in -> in.validUntilNanos() - nowNanos > 0;
            case Leaving _, Left _ -> false;
        };
    }

    /**
     * When {@link Input.Due} is to come; {@code nowNanos} plus a day when only an answer counts.
     */
    default long dueNanos(long nowNanos) {
        return switch (this) {
            // That a binding has ceased is news.
            case Out out when isBound(nowNanos) && out.validUntilNanos() - out.againNanos() < 0 ->
                    out.validUntilNanos();
            case Out out -> out.againNanos();
            case In in -> in.refreshNanos();
            case Asking _, Leaving _, Left _ -> nowNanos + LONGEST_SECONDS * SECOND_NANOS;
        };
    }
}
