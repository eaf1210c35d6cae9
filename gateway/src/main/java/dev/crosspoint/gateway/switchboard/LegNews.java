package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.signaling.api.LegSound;
import dev.crosspoint.signaling.api.Tenant;

/**
 * How one leg has sounded for five seconds, to whoever watches the tenant.
 *
 * @param contactId the call's initial contact
 * @param participant whose leg, by the id in the contact's view
 * @param sound its MOS, what is wrong with it, and why, in a sentence about that participant
 */
public record LegNews(String contactId, String participant, LegSound sound) {

    /** Event-bus address where those of a tenant are published. */
    public static String eventsOf(Tenant tenant) {
        return "legs.events." + tenant.account() + "/" + tenant.instance();
    }
}
