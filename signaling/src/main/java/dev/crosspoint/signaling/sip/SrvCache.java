package dev.crosspoint.signaling.sip;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What SRV look-ups have found, as long as that may be believed (RFC 1035 3.2.1). */
final class SrvCache {

    /** Names kept: more than a gateway has trunks. */
    private static final int MAX_NAMES = 1_000;

    /** That there is nothing is believed for so long, s. */
    private static final long NOTHING_SECONDS = 60;

    /** What was so is believed for so long when nobody can be asked, s (RFC 8767 5). */
    private static final long STALE_SECONDS = 30;

    /** Longest belief, s, whatever the answer says: a carrier moves in less than that. */
    private static final long MAX_SECONDS = 3_600;

    private static final long SECOND_NANOS = 1_000_000_000L;

    /** A server that an answer names. */
    record Target(String host, int port) {}

    /**
     * An answer.
     *
     * @param ttlSeconds how long it may be believed; the shortest of its records
     */
    record Answer(List<Ranked<Target>> targets, long ttlSeconds) {
        static final Answer NOTHING = new Answer(List.of(), NOTHING_SECONDS);

        Answer {
            targets = List.copyOf(targets);
        }

        /** RFC 2782, "Target": that there is decidedly no such service. */
        boolean isRefusal() {
            return targets.size() == 1 && targets.getFirst().what().host().equals(".");
        }
    }

    private record Kept(Answer answer, long untilNanos) {}

    private final Map<String, Kept> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                    return size() > MAX_NAMES;
                }
            };

    Optional<Answer> find(String name, long nowNanos) {
        return Optional.ofNullable(kept.get(name))
                .filter(found -> found.untilNanos() - nowNanos > 0)
                .map(Kept::answer);
    }

    /**
     * The last answer, though its time may be over, for as long as it takes until asking again may
     * help; nothing, which is not kept, when there never was one.
     */
    Answer stale(String name, long nowNanos) {
        Kept last = kept.get(name);
        if (last == null) {
            return Answer.NOTHING;
        }
        var answer = new Answer(last.answer().targets(), STALE_SECONDS);
        keep(name, answer, nowNanos);
        return answer;
    }

    void keep(String name, Answer answer, long nowNanos) {
        long seconds = Math.clamp(answer.ttlSeconds(), 0, MAX_SECONDS);
        kept.put(name, new Kept(answer, nowNanos + seconds * SECOND_NANOS));
    }
}
