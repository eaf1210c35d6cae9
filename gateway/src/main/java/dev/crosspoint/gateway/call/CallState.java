package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Ids.LegId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call: what is known of it, and everybody in it. Who hears whom, who hears music and what is
 * shown to whom are not kept here; they follow from the parties ({@link Hearing}, {@link Sounds},
 * {@link Views}).
 *
 * @param parties in the order in which they came
 * @param handover a transfer or consultation under way, or null
 * @param over whether it has ended; whatever still comes is late
 */
public record CallState(
        CallFacts facts,
        List<Party> parties,
        @Nullable Handover handover,
        Told told,
        boolean over) {
    public CallState {
        parties = List.copyOf(parties);
    }

    Optional<Party> party(PartyId id) {
        return parties.stream().filter(party -> party.id().equals(id)).findFirst();
    }

    /** The party on a SIP call. */
    public Optional<Party> dialog(String dialog) {
        return trunkLines()
                .filter(entry -> ((Line.Trunk) entry.line()).dialog().equals(dialog))
                .findFirst();
    }

    /** The party of an agent. */
    public Optional<Party> agent(AgentKey agent) {
        return parties.stream()
                .filter(party -> party.role() instanceof Role.Agent it && agent.equals(it.agent()))
                .findFirst();
    }

    /** The party whose own contact that is. */
    public Optional<Party> contact(String contactId) {
        return parties.stream()
                .filter(party ->
                        party.role() instanceof Role.Agent it
                                && it.contact().id().equals(contactId))
                .findFirst();
    }

    /** The party with a leg, whether or not media has it yet. */
    Optional<Party> leg(LegId leg) {
        return parties.stream()
                .filter(party ->
                        switch (party.line()) {
                            case Line.None _ -> false;
                            case Line.Softphone softphone -> softphone.has(leg);
                            case Line.Trunk trunk -> trunk.leg().equals(leg);
                        })
                .findFirst();
    }

    /**
     * When to say {@link CallInput.TimePassed} at the latest, on the clock of all inputs; empty
     * when time alone changes nothing.
     */
    public OptionalLong nextDeadlineNanos() {
        if (over) {
            return OptionalLong.empty();
        }
        return parties.stream()
                .flatMapToLong(party -> {
                    var guide = party.guide();
                    return LongStream.concat(
                            party.stage().deadline().stream(),
                            guide == null ? LongStream.empty() : guide.deadlines());
                })
                // Nanosecond clocks may wrap: compare by distance.
                .reduce((a, b) -> a - b <= 0 ? a : b);
    }

    private Stream<Party> trunkLines() {
        return parties.stream().filter(party -> party.line() instanceof Line.Trunk);
    }
}
