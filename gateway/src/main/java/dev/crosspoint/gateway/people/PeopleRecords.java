package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.store.PeopleStore.Outcome;
import dev.crosspoint.gateway.store.SignInLimitStore.Limited;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has to be kept of people, in the database and sealed where it must be. Blocks. */
public interface PeopleRecords {
    /** Takes an attempt; what is left, below 0 when there was none. */
    double take(Limit limit, int burst, int refillSeconds) throws StoreUnavailable;

    /** Gives some back. */
    void giveBack(Limit limit, int burst) throws StoreUnavailable;

    /** False when that step of time, or a later one, was used before. */
    boolean spendStep(Person person, long step) throws StoreUnavailable;

    /** False when it is none of those that are left. */
    boolean spendRecoveryCode(Person person, String sum) throws StoreUnavailable;

    /** The secret of somebody's codes. */
    Private secret(Person person) throws StoreUnavailable, KeyFailure;

    /** Another second factor, or none. */
    Outcome secondFactor(Person person, @Nullable Private secret, List<String> sums)
            throws StoreUnavailable, KeyFailure;

    /** What somebody's own phones prove; there has to be one. */
    Private sipSecret(Person person) throws StoreUnavailable, KeyFailure;

    /** Another one, or none. */
    Outcome sipSecret(Person person, @Nullable Private secret) throws StoreUnavailable, KeyFailure;

    /** Other recovery codes. */
    Outcome recoveryCodes(Person person, List<String> sums) throws StoreUnavailable;

    /** Another password. */
    Outcome password(Person person, Private hash, boolean mustChange) throws StoreUnavailable;

    /**
     * Somebody is as the OpenID provider says now.
     *
     * @param name kept as it was while it cannot be sealed
     * @return false when the id is somebody else's
     */
    boolean vouched(Tenant tenant, String id, String subject, Private name, List<String> profiles)
            throws StoreUnavailable;

    /** Whose attempts are limited. */
    record Limit(Tenant tenant, Limited kind, String name) {}
}
