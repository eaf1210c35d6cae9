package dev.crosspoint.gateway.fraud;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.fraud.Denial.Shown;
import dev.crosspoint.gateway.fraud.Verdict.Reason;
import java.net.InetAddress;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches the arrivals of one tenant. A number that is withheld and an address that is unknown are
 * null: they are not counted, and speak against nobody.
 *
 * <p>Numbers and addresses are kept as hashes only. The list of denied networks is the exception:
 * whether an address is within one cannot be told from a hash.
 */
public final class ArrivalWatch {
    /**
     * Numbers, and addresses, that are remembered; who was there longest ago is forgotten first. A
     * thousand agents take some ten thousand calls an hour. About 250 bytes each.
     */
    private static final int MOST_KEYS = 20_000;

    private final FraudRules rules;
    private final KeyedHash hash;
    private final DenyList denied;
    private final SlidingCounts numbers;
    private final SlidingCounts addresses;
    private final Map<Reason, Long> refused = new EnumMap<>(Reason.class);
    private long admitted;

    /**
     * A watch that has seen nobody.
     *
     * @param key random, 32 bytes or more; who has it can find out which numbers called
     */
    public ArrivalWatch(FraudRules rules, byte[] key) {
        this(rules, key, MOST_KEYS);
    }

    ArrivalWatch(FraudRules rules, byte[] key, int mostKeys) {
        this.rules = rules;
        this.hash = new KeyedHash(key);
        this.denied = new DenyList(hash);
        this.numbers = new SlidingCounts(rules.windowSeconds(), mostKeys);
        this.addresses = new SlidingCounts(rules.windowSeconds(), mostKeys);
        rules.denied().forEach(denial -> denied.put(denial, Instant.MIN));
    }

    /** Counts a call that arrives, and says whether it is let in. Refused ones count too. */
    public Verdict arrive(
            @Nullable PhoneNumber number, @Nullable InetAddress address, Instant now) {
        int fromNumber = number == null ? 0 : numbers.add(hash.of(number), now.toEpochMilli());
        int fromAddress = address == null ? 0 : addresses.add(hash.of(address), now.toEpochMilli());
        var denial = denial(number, address, now);
        var signs = new Signs(fromNumber, fromAddress, denial.isPresent());
        var why = why(signs, denial);
        if (why.isEmpty()) {
            admitted++;
            return new Verdict.Admitted(signs);
        }
        refused.merge(why.get(), 1L, Long::sum);
        return new Verdict.Refused(signs, why.get());
    }

    /**
     * What speaks against a contact now, without counting it again: for its flow, and, when the
     * list of those denied has changed, for calls that are under way.
     */
    public Signs signs(@Nullable PhoneNumber number, @Nullable InetAddress address, Instant now) {
        return new Signs(
                number == null ? 0 : numbers.count(hash.of(number), now.toEpochMilli()),
                address == null ? 0 : addresses.count(hash.of(address), now.toEpochMilli()),
                denial(number, address, now).isPresent());
    }

    // --- those denied ---

    /** Denies somebody; replaces the entry of that id. False when there are ten thousand. */
    public boolean deny(Denial denial, Instant now) {
        return denied.put(denial, now);
    }

    /** Lifts a denial; false when there is none with that id. */
    public boolean lift(String id) {
        return denied.remove(id);
    }

    /** Every denial that is in force, in the order they were made. */
    public List<Shown> denials(Instant now) {
        return denied.shown(now);
    }

    // --- counters ---

    /** Calls let in. */
    public long admitted() {
        return admitted;
    }

    /** Calls refused for that reason. */
    public long refused(Reason why) {
        return refused.getOrDefault(why, 0L);
    }

    /** Numbers and addresses forgotten before their time, because too many called. */
    public long forgotten() {
        return numbers.forgotten() + addresses.forgotten();
    }

    private Optional<Denial.Kind> denial(
            @Nullable PhoneNumber number, @Nullable InetAddress address, Instant now) {
        return denied.find(number == null ? null : hash.of(number), address, now);
    }

    private Optional<Reason> why(Signs signs, Optional<Denial.Kind> denial) {
        if (denial.isPresent() && rules.refuseDenied()) {
            return Optional.of(
                    switch (denial.get()) {
                        case NUMBER -> Reason.DENIED_NUMBER;
                        case NETWORK -> Reason.DENIED_NETWORK;
                    });
        }
        if (isOver(signs.fromNumber(), rules.mostPerNumber())) {
            return Optional.of(Reason.TOO_MANY_FROM_NUMBER);
        }
        if (isOver(signs.fromAddress(), rules.mostPerAddress())) {
            return Optional.of(Reason.TOO_MANY_FROM_ADDRESS);
        }
        return Optional.empty();
    }

    private static boolean isOver(int count, int most) {
        return most > 0 && count > most;
    }
}
