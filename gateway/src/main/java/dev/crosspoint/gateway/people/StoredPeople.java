package dev.crosspoint.gateway.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.keys.PeopleKeys;
import dev.crosspoint.gateway.store.PeopleStore;
import dev.crosspoint.gateway.store.PeopleStore.Outcome;
import dev.crosspoint.gateway.store.SignInLimitStore;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** People in the database, and what seals them. Blocks: on virtual threads. */
public final class StoredPeople implements PeopleRecords {
    private static final String NAME = "name";
    private static final String TOTP = "totp";
    private static final String SIP = "sip";

    private final PeopleStore store;
    private final SignInLimitStore limits;
    private final PeopleKeys keys;

    public StoredPeople(PeopleStore store, SignInLimitStore limits, PeopleKeys keys) {
        this.store = store;
        this.limits = limits;
        this.keys = keys;
    }

    PeopleStore store() {
        return store;
    }

    @Override
    public double take(Limit limit, int burst, int refillSeconds) throws StoreUnavailable {
        return Await.of(
                limits.take(limit.tenant(), limit.kind(), place(limit), burst, refillSeconds));
    }

    @Override
    public void giveBack(Limit limit, int burst) throws StoreUnavailable {
        Await.of(limits.giveBack(limit.tenant(), limit.kind(), place(limit), burst));
    }

    @Override
    public boolean spendStep(Person person, long step) throws StoreUnavailable {
        return Await.of(store.spendStep(person.tenant(), person.id(), step));
    }

    @Override
    public boolean spendRecoveryCode(Person person, String sum) throws StoreUnavailable {
        return Await.of(store.spendRecoveryCode(person.tenant(), person.id(), sum));
    }

    @Override
    public Private secret(Person person) throws StoreUnavailable, KeyFailure {
        return open(person, TOTP, requireNonNull(person.totp(), "there is a second factor"));
    }

    @Override
    public Private sipSecret(Person person) throws StoreUnavailable, KeyFailure {
        return open(person, SIP, requireNonNull(person.sipSecret(), "there is a secret"));
    }

    private Private open(Person person, String what, byte[] sealed)
            throws StoreUnavailable, KeyFailure {
        return keys.open(media(person.tenant()), person.id(), what, sealed)
                .orElseThrow(() -> new IllegalStateException("a secret does not open"));
    }

    @Override
    public Outcome sipSecret(Person person, @Nullable Private secret)
            throws StoreUnavailable, KeyFailure {
        return Await.of(store.sipSecret(person.tenant(), person.id(), sealed(person, SIP, secret)));
    }

    private byte @Nullable [] sealed(Person person, String what, @Nullable Private secret)
            throws StoreUnavailable, KeyFailure {
        return secret == null ? null : keys.seal(media(person.tenant()), person.id(), what, secret);
    }

    @Override
    public Outcome secondFactor(Person person, @Nullable Private secret, List<String> sums)
            throws StoreUnavailable, KeyFailure {
        byte[] sealed = sealed(person, TOTP, secret);
        return Await.of(store.secondFactor(person.tenant(), person.id(), sealed, sums));
    }

    @Override
    public Outcome recoveryCodes(Person person, List<String> sums) throws StoreUnavailable {
        return Await.of(store.recoveryCodes(person.tenant(), person.id(), sums));
    }

    @Override
    public Outcome password(Person person, Private hash, boolean mustChange)
            throws StoreUnavailable {
        return Await.of(store.password(person.tenant(), person.id(), hash, mustChange));
    }

    @Override
    public boolean vouched(
            Tenant tenant, String id, String subject, Private name, List<String> profiles)
            throws StoreUnavailable {
        byte[] sealed;
        try {
            sealed = sealName(tenant, id, name);
        } catch (KeyFailure e) {
            // Whoever has the key away may still sign in, and may no more than now.
            sealed = null;
        }
        return Await.of(store.vouched(tenant, id, subject, sealed, profiles));
    }

    /** Seals a name. */
    byte[] sealName(Tenant tenant, String id, Private name) throws StoreUnavailable, KeyFailure {
        return keys.seal(media(tenant), id, NAME, name);
    }

    /** Opens a name; empty where it cannot be opened now. */
    Optional<Private> name(Tenant tenant, String id, byte[] sealed) throws StoreUnavailable {
        try {
            return keys.open(media(tenant), id, NAME, sealed);
        } catch (KeyFailure e) {
            // Whoever has the key away may still sign in.
            return Optional.empty();
        }
    }

    /** Sixteen bits of a sum: it tells nobody's name, and there is an end of them. */
    private static int place(Limit limit) {
        try {
            var sum = MessageDigest.getInstance("SHA-256").digest(limit.name().getBytes(UTF_8));
            return ((sum[0] & 0xff) << 8) | (sum[1] & 0xff);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static dev.crosspoint.media.api.Tenant media(Tenant tenant) {
        return new dev.crosspoint.media.api.Tenant(tenant.account(), tenant.instance());
    }
}
