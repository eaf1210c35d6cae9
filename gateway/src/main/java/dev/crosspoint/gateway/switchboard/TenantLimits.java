package dev.crosspoint.gateway.switchboard;

/**
 * How much of something a tenant's calls have.
 *
 * @param afterContactSeconds longest after-contact work, s; 0 for none
 * @param maxParticipants most people in one conversation, 2 to {@value #MOST_PARTICIPANTS};
 *     supervisors who are not heard are not among them
 * @param maxMonitors most supervisors who listen to one contact, 0 to {@value #MOST_MONITORS}
 * @param standingSeconds how long a softphone's connection may stand without a contact, s; 0 for
 *     none that outlives its contact
 */
public record TenantLimits(
        int afterContactSeconds, int maxParticipants, int maxMonitors, int standingSeconds) {
    public static final int MOST_AFTER_CONTACT_SECONDS = 86_400;
    public static final int MOST_PARTICIPANTS = 64;
    public static final int MOST_MONITORS = 16;
    public static final int MOST_STANDING_SECONDS = 86_400;

    /** No work, six in a conference, two supervisors, a connection for each contact. */
    public static final TenantLimits ORDINARY = new TenantLimits(0, 6, 2, 0);

    public TenantLimits {
        require("after-contact seconds", afterContactSeconds, 0, MOST_AFTER_CONTACT_SECONDS);
        require("participants", maxParticipants, 2, MOST_PARTICIPANTS);
        require("standing seconds", standingSeconds, 0, MOST_STANDING_SECONDS);
        require("monitors", maxMonitors, 0, MOST_MONITORS);
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    what + " are " + least + " to " + most + ": " + value);
        }
    }
}
