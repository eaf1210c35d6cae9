package dev.crosspoint.gateway.routing;

import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A contact that waits, and the lanes of its queue that it stands in. */
final class Waiting {
    /** Priority, then age, then who came first. Nanosecond clocks may wrap: by distance. */
    static final Comparator<Waiting> ORDER =
            (a, b) -> {
                if (a.priority != b.priority) {
                    return Long.compare(a.priority, b.priority);
                }
                int byAge = Long.signum(a.ageFromNanos - b.ageFromNanos);
                return byAge != 0 ? byAge : Long.compare(a.place.number(), b.place.number());
            };

    final Tenant tenant;
    final String contactId;
    final ContactQueue queue;
    final Place place;
    final List<Lane> lanes = new ArrayList<>();

    /** 1 is next; as of the last time that its queue numbered its contacts. */
    int position;

    private final long priority;
    private final long ageFromNanos;

    Waiting(Tenant tenant, String contactId, ContactQueue queue, Place place) {
        this.tenant = tenant;
        this.contactId = contactId;
        this.queue = queue;
        this.place = place;
        var standing = place.standing();
        var own = standing.priority();
        this.priority = own == null ? queue.rules().priority() : own;
        this.ageFromNanos =
                place.arrivedNanos() - TimeUnit.SECONDS.toNanos(standing.adjustSeconds());
    }

    Requirement requirement(long nowNanos) {
        return place.standing().criteria().after(nowNanos - place.criteriaNanos());
    }

    OptionalLong nextRequirementNanos(long nowNanos) {
        var change = place.standing().criteria().nextChange(nowNanos - place.criteriaNanos());
        return change.isPresent()
                ? OptionalLong.of(place.criteriaNanos() + change.getAsLong())
                : change;
    }
}
