package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.Tokens;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who have shown a part of what they must, for five minutes. A ticket is good for the next
 * step of this sign-in and for nothing else. Safe for use by several threads.
 */
final class HalfSignIns {
    static final int SECONDS = 300;

    private static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(SECONDS);
    private static final int MOST = 10_000;
    private static final int TICKET_BYTES = 32;

    /** Wrong codes of one ticket; the limits of the person hold besides. */
    private static final int MOST_TRIES = 5;

    private final SecureRandom random;
    private final LongSupplier nanoClock;
    private final Map<String, Half> halves =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Half> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * How far somebody is.
     *
     * @param epoch of the person then; with another it is worth nothing
     * @param paid attempts that were taken and are given back in the end
     * @param coded whether a code was right
     * @param secret of a second factor that is being enrolled
     * @param fresh recovery codes that are to be shown in the end
     * @param proven whether that one has just shown to be who that is: not by a cookie that an
     *     OpenID provider set this morning
     * @param vouched by which the provider is asked later; null for those who have a password here
     */
    record Half(
            Tenant tenant,
            String user,
            long epoch,
            int paid,
            boolean coded,
            @Nullable Private secret,
            List<Private> fresh,
            int tries,
            boolean proven,
            @Nullable Vouched vouched,
            long sinceNanos) {
        Half(Tenant tenant, String user, long epoch, long nowNanos) {
            this(tenant, user, epoch, 1, false, null, List.of(), 0, true, null, nowNanos);
        }

        /** Of somebody whom a provider has signed in; an attempt was taken of the address only. */
        static Half vouched(Person person, Vouched by, long nowNanos) {
            return new Half(
                    person.tenant(),
                    person.id(),
                    person.epoch(),
                    0,
                    by.secondFactor(),
                    null,
                    List.of(),
                    0,
                    by.recently(),
                    by,
                    nowNanos);
        }

        Half tried() {
            return new Half(
                    tenant,
                    user,
                    epoch,
                    paid + 1,
                    coded,
                    secret,
                    fresh,
                    tries + 1,
                    proven,
                    vouched,
                    sinceNanos);
        }

        Half enrolling(Private chosen) {
            return new Half(
                    tenant,
                    user,
                    epoch,
                    paid,
                    coded,
                    chosen,
                    fresh,
                    tries,
                    proven,
                    vouched,
                    sinceNanos);
        }

        Half withCode(List<Private> codes) {
            return new Half(
                    tenant, user, epoch, paid, true, null, codes, tries, true, vouched, sinceNanos);
        }

        Half at(long otherEpoch) {
            return new Half(
                    tenant,
                    user,
                    otherEpoch,
                    paid,
                    coded,
                    secret,
                    fresh,
                    tries,
                    proven,
                    vouched,
                    sinceNanos);
        }
    }

    HalfSignIns(SecureRandom random, LongSupplier nanoClock) {
        this.random = random;
        this.nanoClock = nanoClock;
    }

    /** A new ticket. */
    synchronized String issue(Half half) {
        var bytes = new byte[TICKET_BYTES];
        random.nextBytes(bytes);
        var ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        halves.put(Tokens.sum(ticket), half);
        return ticket;
    }

    /** Whose a ticket is, which stays good. */
    synchronized Optional<Tenant> tenantOf(String ticket) {
        return Optional.ofNullable(halves.get(Tokens.sum(ticket))).map(Half::tenant);
    }

    /** Takes a ticket, which is of no use to anybody else then. */
    synchronized Optional<Half> take(String ticket) {
        return Optional.ofNullable(halves.remove(Tokens.sum(ticket)))
                .filter(half -> nanoClock.getAsLong() - half.sinceNanos() < LIFETIME_NANOS);
    }

    /** The same ticket is good again, if it was not tried too often. */
    synchronized boolean putBack(String ticket, Half half) {
        boolean again = half.tries() < MOST_TRIES;
        if (again) {
            halves.put(Tokens.sum(ticket), half);
        }
        return again;
    }
}
