package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.signaling.api.ContactView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What others were told last of what follows from the parties, so that they are told changes only.
 *
 * @param hearing who hears whom in media
 * @param sounds what plays to whom
 * @param connected the agents who know that they are connected
 * @param talkers who was said to talk
 * @param recordings what media records, by the agent whose interval it is
 * @param view what participants and supervisors have seen; null before the first time
 */
public record Told(
        Set<Pair> hearing,
        Map<PartyId, Playing> sounds,
        Set<PartyId> connected,
        List<PartyId> talkers,
        Map<PartyId, RecordLegs> recordings,
        @Nullable ContactView view) {
    static final Told NOTHING = new Told(Set.of(), Map.of(), Set.of(), List.of(), Map.of(), null);

    public Told {
        hearing = Set.copyOf(hearing);
        sounds = Map.copyOf(sounds);
        connected = Set.copyOf(connected);
        talkers = List.copyOf(talkers);
        recordings = Map.copyOf(recordings);
    }

    /** One hears the other. */
    public record Pair(LegId listener, LegId source) {}

    /** Something that plays to one leg. */
    public record Playing(PlayId play, LegId listener, Sound sound) {}
}
