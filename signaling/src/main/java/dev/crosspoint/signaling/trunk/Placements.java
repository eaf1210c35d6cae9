package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.TrunkMessage.PlaceCall;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sip.message.Response;

/**
 * The calls that we place, each until somebody at its far end is known to decide about it. Before
 * that, a trunk that fails it is replaced by the next, and call control does not notice.
 */
final class Placements {

    private static final long SECOND_NANOS = 1_000_000_000L;

    /** A call by one trunk. */
    record Attempt(PlaceCall call, TrunkConfig trunk, int ringSeconds) {}

    private record Placement(
            PlaceCall call,
            TrunkConfig trunk,
            Deque<TrunkConfig> left,
            long sinceNanos,
            long giveUpNanos) {}

    private final TrunkStates states;
    private final RandomGenerator random;
    private final Map<String, Placement> placements = new HashMap<>();

    Placements(TrunkStates states, RandomGenerator random) {
        this.states = states;
        this.random = random;
    }

    /**
     * A call is to be placed.
     *
     * @param routes the trunks it may go by, in order
     * @return empty when all of them carry as much as they may, or ask to be left alone
     */
    Optional<Attempt> begin(PlaceCall call, List<TrunkConfig> routes, long nowNanos) {
        long giveUpNanos = nowNanos + call.ringSeconds() * SECOND_NANOS;
        return next(call, new ArrayDeque<>(routes), giveUpNanos, nowNanos);
    }

    /** Why a call could not begin. */
    String refusal(List<TrunkConfig> routes, long nowNanos) {
        boolean asked =
                routes.stream()
                        .map(trunk -> states.of(trunk.id()))
                        .anyMatch(it -> it.health().isClosed(nowNanos) && it.hasRoom(nowNanos));
        return asked ? "its trunks ask to be left alone" : "all its trunks are full";
    }

    /** The far end rings, has answered or refused: it is the trunk's no more. */
    void reached(String dialog) {
        var placement = placements.remove(dialog);
        if (placement != null) {
            var state = states.of(placement.trunk().id());
            state.health(state.health().reached(placement.sinceNanos()));
        }
    }

    /**
     * A call failed, for good unless there is another attempt.
     *
     * @param status the far end's, 503 for no way there, 408 for no answer
     * @param retrySeconds when the far end says to come again, s; 0 when it does not
     */
    Optional<Attempt> failed(String dialog, int status, int retrySeconds, long nowNanos) {
        var placement = placements.get(dialog);
        if (placement == null) {
            return Optional.empty();
        }
        boolean trunks =
                status == Response.SERVICE_UNAVAILABLE || status == Response.REQUEST_TIMEOUT;
        if (!trunks) {
            reached(dialog);
            return Optional.empty();
        }
        placements.remove(dialog);
        var state = states.of(placement.trunk().id());
        state.health(state.health().failed(nowNanos, random.nextDouble()));
        if (status == Response.SERVICE_UNAVAILABLE && retrySeconds > 0) {
            state.health(state.health().asksForRest(retrySeconds, nowNanos));
        }
        return next(placement.call(), placement.left(), placement.giveUpNanos(), nowNanos);
    }

    /** Whether another trunk could take that call now. */
    boolean hasOther(String dialog, long nowNanos) {
        var placement = placements.get(dialog);
        return placement != null
                && placement.left().stream()
                        .map(other -> states.of(other.id()))
                        .anyMatch(it -> !it.health().rests(nowNanos) && it.hasRoom(nowNanos));
    }

    /** It is over, and we have ended it. */
    void dropped(String dialog) {
        placements.remove(dialog);
    }

    private Optional<Attempt> next(
            PlaceCall call, Deque<TrunkConfig> left, long giveUpNanos, long nowNanos) {
        int seconds = (int) ((giveUpNanos - nowNanos) / SECOND_NANOS);
        while (seconds > 0 && !left.isEmpty()) {
            var trunk = left.remove();
            var state = states.of(trunk.id());
            // Those that rest are last in order.
            if (!state.health().isClosed(nowNanos) && state.takes(nowNanos)) {
                state.health(state.health().tried(nowNanos));
                placements.put(
                        call.dialog(), new Placement(call, trunk, left, nowNanos, giveUpNanos));
                return Optional.of(new Attempt(call, trunk, seconds));
            }
        }
        return Optional.empty();
    }
}
