package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.Tokens;
import dev.crosspoint.gateway.people.People.Configured;
import dev.crosspoint.gateway.store.PeopleStore.Outcome;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Signing in without a database: limits are in memory, and nobody has a second factor. */
public final class Strangers implements PeopleRecords {
    /** Where these can sign in. */
    public static SignIn signIn(
            Map<Tenant, Configured> people, Tokens tokens, Private nobodysHash) {
        return new SignIn(
                People.ofConfiguration(people, tokens),
                new Strangers(),
                nobodysHash,
                tokens,
                new SecureRandom(),
                System::nanoTime,
                InstantSource.system(),
                _ -> {},
                VouchedSignIns.NONE);
    }

    /** No OpenID provider at all. */
    public static ProviderSignIn noProvider(SignIn signIn) {
        return new ProviderSignIn(
                Map.of(),
                People.ofConfiguration(Map.of(), tokens()),
                new Strangers(),
                signIn,
                new SecureRandom(),
                System::nanoTime,
                InstantSource.system(),
                _ -> {},
                new SimpleMeterRegistry());
    }

    /** Good for five minutes. */
    public static Tokens tokens() {
        long minutes = TimeUnit.MINUTES.toNanos(5);
        return new Tokens(new SecureRandom(), System::nanoTime, minutes, minutes);
    }

    @Override
    public double take(Limit limit, int burst, int refillSeconds) {
        return burst;
    }

    @Override
    public Private sipSecret(Person person) {
        throw new IllegalStateException("nobody has one");
    }

    @Override
    public Outcome sipSecret(Person person, @Nullable Private secret) {
        return Outcome.DONE;
    }

    @Override
    public void giveBack(Limit limit, int burst) {}

    @Override
    public boolean spendStep(Person person, long step) {
        return false;
    }

    @Override
    public boolean spendRecoveryCode(Person person, String sum) {
        return false;
    }

    @Override
    public Private secret(Person person) {
        throw new AssertionError("nobody has one");
    }

    @Override
    public Outcome secondFactor(Person person, @Nullable Private secret, List<String> sums) {
        return Outcome.MISSING;
    }

    @Override
    public Outcome recoveryCodes(Person person, List<String> sums) {
        return Outcome.MISSING;
    }

    @Override
    public Outcome password(Person person, Private hash, boolean mustChange) {
        return Outcome.MISSING;
    }

    @Override
    public boolean vouched(
            Tenant tenant, String id, String subject, Private name, List<String> profiles) {
        return false;
    }
}
