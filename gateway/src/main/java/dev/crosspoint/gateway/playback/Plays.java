package dev.crosspoint.gateway.playback;

import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Ids.RecordingId;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tickets for those who cannot send a header, an {@code <audio>} for one: each for one recording
 * and one sign-in, good until that ends or nobody has used it for a while. Any thread.
 */
final class Plays {
    /** Somebody who comes back from a break presses play anew. */
    static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(15);

    /** Of one person; the one that was not used for longest ends with one more. */
    private static final int MOST_PER_AGENT = 32;

    private static final int TICKET_BYTES = 33;
    private static final int ID_BYTES = 12;

    private final Map<String, Play> byTicket = new ConcurrentHashMap<>();
    private final SecureRandom random;
    private final LongSupplier nanoClock;

    /** A play and what opens it. */
    record Ticket(String ticket, Play play) {
        @Override
        public String toString() {
            return "Ticket[" + play + "]";
        }
    }

    /**
     * @param nanoClock monotonic, ns
     */
    Plays(SecureRandom random, LongSupplier nanoClock) {
        this.random = random;
        this.nanoClock = nanoClock;
    }

    /** One of which nobody has a ticket: for one request. */
    Play single(AgentKey who, String token, RecordingId recording, Optional<String> contact) {
        return new Play(text(ID_BYTES), who, token, recording, contact, nanoClock.getAsLong());
    }

    /** Gives a ticket out. */
    Ticket ticketFor(Play play) {
        byTicket.values().removeIf(this::isOver);
        var own =
                byTicket.entrySet().stream()
                        .filter(each -> each.getValue().who().equals(play.who()))
                        .sorted(Comparator.comparingLong(each -> -idle(each.getValue())))
                        .map(Map.Entry::getKey)
                        .toList();
        own.stream().limit(Math.max(0, own.size() - MOST_PER_AGENT + 1)).forEach(byTicket::remove);
        var ticket = text(TICKET_BYTES);
        byTicket.put(ticket, play);
        return new Ticket(ticket, play);
    }

    /** The play of a ticket that is good, which is used by that. */
    Optional<Play> find(String ticket) {
        var play = Optional.ofNullable(byTicket.get(ticket)).filter(known -> !isOver(known));
        play.ifPresent(known -> known.used(nanoClock.getAsLong()));
        return play;
    }

    private boolean isOver(Play play) {
        return idle(play) >= IDLE_NANOS;
    }

    private long idle(Play play) {
        return nanoClock.getAsLong() - play.usedNanos();
    }

    private String text(int bytes) {
        var random = new byte[bytes];
        this.random.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
