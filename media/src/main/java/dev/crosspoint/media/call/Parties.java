package dev.crosspoint.media.call;

import dev.crosspoint.media.api.Ids.LegId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is in a call, in the order in which they came. */
final class Parties {
    private final List<Party> list = new ArrayList<>();

    /** All of them; the call's own list, which changes as they come and go. */
    List<Party> list() {
        return list;
    }

    /** Whose leg it is; null when that is in no party here. */
    @Nullable Party of(Leg leg) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).leg() == leg) {
                return list.get(i);
            }
        }
        return null;
    }

    @Nullable Party of(LegId legId) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).leg().id().equals(legId)) {
                return list.get(i);
            }
        }
        return null;
    }

    /** Those whose legs are named. */
    List<Party> of(List<LegId> legIds) {
        return list.stream().filter(party -> legIds.contains(party.leg().id())).toList();
    }

    /** Whether audio comes from each of them: none has still to connect, and none has ended. */
    boolean allFlow() {
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i).leg().state() instanceof LegState.Flowing)) {
                return false;
            }
        }
        return true;
    }
}
