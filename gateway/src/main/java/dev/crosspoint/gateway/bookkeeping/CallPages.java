package dev.crosspoint.gateway.bookkeeping;

import dev.crosspoint.gateway.call.PartyId;
import dev.crosspoint.gateway.contact.LegQuality.Who;
import dev.crosspoint.media.api.Ids.LegId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The contacts of one call, and whose its legs are. */
final class CallPages {
    /** In the order in which they began; contacts that came from another call among them. */
    final Map<String, ContactPage> pages = new LinkedHashMap<>();

    /** Contacts that came from another call, whose attributes are not those of this one. */
    final Set<String> strangers = new HashSet<>();

    /** Outsiders who have been seen, so that each is dialled once. */
    final Set<PartyId> seen = new HashSet<>();

    /**
     * The contact of those whom the last agent has left to each other; null while there is none.
     */
    @Nullable ContactPage tail;

    private final Map<LegId, Owner> legs = new HashMap<>();

    /**
     * Whose a leg is.
     *
     * @param contactId the contact that it belongs to; null for all that go on
     */
    record Owner(Who who, @Nullable String contactId) {}

    void leg(LegId leg, Owner owner) {
        legs.put(leg, owner);
    }

    Optional<Owner> owner(LegId leg) {
        return Optional.ofNullable(legs.get(leg));
    }
}
