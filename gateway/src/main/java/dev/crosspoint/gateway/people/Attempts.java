package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.AttemptLimit;
import dev.crosspoint.gateway.people.PeopleRecords.Limit;
import dev.crosspoint.gateway.store.SignInLimitStore.Limited;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.signaling.api.Tenant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often somebody may try: by name and by address, counted in the database, so that neither a
 * restart nor a second gateway gives anybody more. A first count in memory stands before it: it
 * keeps a flood of guesses away from the database, and holds while that is away.
 */
final class Attempts {
    private static final int USER_BURST = 5;
    private static final int USER_SECONDS = 12;
    private static final int ADDRESS_BURST = 20;
    private static final int ADDRESS_SECONDS = 3;
    private static final int MAX_NAMES = 10_000;

    private final PeopleRecords records;
    private final LongSupplier nanoClock;
    private final AttemptLimit users =
            new AttemptLimit(USER_BURST, TimeUnit.SECONDS.toNanos(USER_SECONDS), MAX_NAMES);
    private final AttemptLimit addresses;
    private final int addressBurst;

    Attempts(PeopleRecords records, LongSupplier nanoClock) {
        this(records, nanoClock, ADDRESS_BURST);
    }

    /**
     * With another limit of addresses.
     *
     * @param addressBurst attempts that one address may have on their way at once
     */
    Attempts(PeopleRecords records, LongSupplier nanoClock, int addressBurst) {
        this.addressBurst = addressBurst;
        this.addresses =
                new AttemptLimit(
                        addressBurst, TimeUnit.SECONDS.toNanos(ADDRESS_SECONDS), MAX_NAMES);
        this.records = records;
        this.nanoClock = nanoClock;
    }

    /** Takes one; 0, or how long until there is one, s. */
    long take(Tenant tenant, String user, String from) {
        var address = AttemptLimit.nameOf(from);
        long now = nanoClock.getAsLong();
        long nanos = addresses.take(address, now);
        if (nanos == 0) {
            nanos = users.take(tenant + " " + user, now);
        }
        if (nanos > 0) {
            return Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
        }
        try {
            double left =
                    records.take(
                            new Limit(tenant, Limited.ADDRESS, address),
                            addressBurst,
                            ADDRESS_SECONDS);
            if (left < 0) {
                return (long) Math.ceil(-left * ADDRESS_SECONDS);
            }
            left = records.take(new Limit(tenant, Limited.USER, user), USER_BURST, USER_SECONDS);
            return left < 0 ? (long) Math.ceil(-left * USER_SECONDS) : 0;
        } catch (StoreUnavailable e) {
            return 0;
        }
    }

    /** Gives some back, because they were good ones. */
    void giveBack(Tenant tenant, String user, String from, int count) {
        var address = AttemptLimit.nameOf(from);
        long now = nanoClock.getAsLong();
        try {
            for (int i = 0; i < count; i++) {
                users.giveBack(tenant + " " + user, now);
                addresses.giveBack(address, now);
                records.giveBack(new Limit(tenant, Limited.USER, user), USER_BURST);
                records.giveBack(new Limit(tenant, Limited.ADDRESS, address), addressBurst);
            }
        } catch (StoreUnavailable e) {
            // Then it was not taken there either, or is earned again in a moment.
        }
    }
}
