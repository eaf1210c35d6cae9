package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The legs of one carrier, and the byes that are owed to them. */
final class SoftphoneLegs {

    /** Legs of one carrier: one that talks, one that replaces it, and two that are ending. */
    private static final int MOST = 4;

    private final Map<String, SoftphoneLeg> legs = new LinkedHashMap<>(2);
    private int lastBye;

    boolean isFull() {
        return legs.size() == MOST;
    }

    void add(SoftphoneLeg leg) {
        legs.put(leg.id, leg);
    }

    void remove(SoftphoneLeg leg) {
        legs.remove(leg.id);
    }

    void clear() {
        legs.clear();
    }

    /** All of them, of which any may be removed meanwhile. */
    List<SoftphoneLeg> all() {
        return List.copyOf(legs.values());
    }

    @Nullable SoftphoneLeg get(String id) {
        return legs.get(id);
    }

    boolean any(Predicate<SoftphoneLeg> which) {
        return legs.values().stream().anyMatch(which);
    }

    /** The newest of some, and of those that are over only when none is alive. */
    @Nullable SoftphoneLeg newest(Predicate<SoftphoneLeg> which) {
        SoftphoneLeg alive = null;
        SoftphoneLeg ending = null;
        for (SoftphoneLeg leg : legs.values()) {
            if (!which.test(leg)) {
                continue;
            }
            if (leg.state.isAlive()) {
                alive = leg;
            } else {
                ending = leg;
            }
        }
        return alive != null ? alive : ending;
    }

    /** The client has another leg for a contact, which call control has put in their place. */
    void replaceBy(SoftphoneLeg fresh) {
        legs.values()
                .removeIf(leg ->
                        leg != fresh
                                && leg.sharesContactWith(fresh)
                                && !(leg.state instanceof LegState.Ending));
    }

    /**
     * The byes to legs that call control has ended, once each. One waits while the client's next
     * invite for the contact is being answered: it is said if that comes to nothing.
     *
     * @param answerWithinMs how long the client may take for its answer
     */
    List<String> byesDue(long answerWithinMs, long nowMs) {
        List<String> byes = new ArrayList<>(0);
        for (SoftphoneLeg leg : legs.values()) {
            if (leg.state instanceof LegState.Ended && !isReplaced(leg)) {
                leg.state = new LegState.Ending("s" + ++lastBye, nowMs + answerWithinMs);
                byes.add(byeText(leg));
            }
        }
        return byes;
    }

    /**
     * Byes that were not answered, to be said again on a new socket; or later, when the client is
     * about to replace the leg.
     */
    List<String> unansweredByes() {
        List<String> byes = new ArrayList<>(0);
        for (SoftphoneLeg leg : legs.values()) {
            if (!(leg.state instanceof LegState.Ending)) {
                continue;
            }
            if (isReplaced(leg)) {
                leg.state = new LegState.Ended();
            } else {
                byes.add(byeText(leg));
            }
        }
        return byes;
    }

    /** Whether it answers a bye of ours, whose leg is then forgotten. */
    boolean onResponse(RpcId id) {
        return id instanceof RpcId.Text text
                && legs.values()
                        .removeIf(leg ->
                                leg.state instanceof LegState.Ending e
                                        && e.byeId().equals(text.value()));
    }

    long nextDeadlineMs() {
        long next = Long.MAX_VALUE;
        for (SoftphoneLeg leg : legs.values()) {
            next = Math.min(next, leg.state.deadlineMs());
        }
        return next;
    }

    /**
     * Whether the client has begun another leg for the contact by the same connection: a bye would
     * be taken for one to the new leg.
     */
    private boolean isReplaced(SoftphoneLeg leg) {
        return any(other ->
                other.state.isAlive()
                        && other.sharesContactWith(leg)
                        && Objects.equals(other.contact.connection(), leg.contact.connection()));
    }

    private static String byeText(SoftphoneLeg leg) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        if (!leg.contact.id().isEmpty()) {
            params.put("contactId", leg.contact.id());
        }
        String id = leg.state instanceof LegState.Ending e ? e.byeId() : "";
        return SoftphoneTopic.wrapFor(leg, JsonRpc.request(id, SoftphoneMethods.BYE, params));
    }
}
