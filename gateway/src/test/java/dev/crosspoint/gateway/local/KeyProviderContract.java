package dev.crosspoint.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.KeyUse;
import dev.crosspoint.media.vault.KeyUse.Operation;
import dev.crosspoint.media.vault.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every guard of keys does, whoever it is. */
public abstract class KeyProviderContract {
    protected static final Tenant TENANT = new Tenant("acme", "main");
    protected static final EncryptionContext CONTEXT = context(TENANT, "r1");

    /** A guard of the tenant's key. */
    protected abstract KeyProvider provider();

    /** What it told of its work so far. */
    protected abstract List<KeyUse> uses();

    protected static EncryptionContext context(Tenant tenant, String resource) {
        return new EncryptionContext(tenant, Purpose.RECORDING, resource);
    }

    /** Whether two data keys are the same one, without looking at their bits. */
    protected static byte[] trace(DataKey key) {
        return key.derive(new byte[32], "trace".getBytes(StandardCharsets.UTF_8)).getEncoded();
    }

    protected static Reason refusalOf(Work work) {
        var failure = catchThrowableOfType(KeyFailure.class, work::run);
        assertThat(failure).as("was not refused").isNotNull();
        return failure.reason();
    }

    /** Something that may be refused. */
    @FunctionalInterface
    protected interface Work {
        void run() throws KeyFailure;
    }

    @Test
    void opensWhatItMadeInTheSameContext() throws KeyFailure {
        try (var fresh = provider().generate(CONTEXT);
                var opened = provider().unwrap(fresh.wrapped(), context(TENANT, "r1"))) {
            assertThat(trace(opened)).isEqualTo(trace(fresh.key()));
        }
    }

    @Test
    void opensWhatItMadeWithoutShowingIt() throws KeyFailure {
        var wrapped = provider().generateWithoutPlaintext(CONTEXT);
        try (var once = provider().unwrap(wrapped, CONTEXT);
                var twice = provider().unwrap(wrapped, CONTEXT)) {
            assertThat(trace(once)).isEqualTo(trace(twice));
        }
    }

    @Test
    void makesAnotherKeyEachTime() throws KeyFailure {
        try (var one = provider().generate(CONTEXT);
                var other = provider().generate(CONTEXT)) {
            assertThat(trace(one.key())).isNotEqualTo(trace(other.key()));
            assertThat(one.wrapped()).isNotEqualTo(other.wrapped());
        }
    }

    @Test
    void refusesAnotherContext() throws KeyFailure {
        try (var fresh = provider().generate(CONTEXT)) {
            assertThat(refusalOf(() -> provider().unwrap(fresh.wrapped(), context(TENANT, "r2"))))
                    .isEqualTo(Reason.INVALID);
            assertThat(refusalOf(() -> provider().rewrap(fresh.wrapped(), context(TENANT, "r2"))))
                    .isEqualTo(Reason.INVALID);
        }
    }

    @Test
    void refusesAnotherTenant() throws KeyFailure {
        try (var fresh = provider().generate(CONTEXT)) {
            for (var other : List.of(new Tenant("acme", "other"), new Tenant("evil", "main"))) {
                var theirs = context(other, "r1");
                assertThat(refusalOf(() -> provider().unwrap(fresh.wrapped(), theirs)))
                        .isEqualTo(Reason.INVALID);
                assertThat(refusalOf(() -> provider().rewrap(fresh.wrapped(), theirs)))
                        .isEqualTo(Reason.INVALID);
            }
        }
    }

    @Test
    void refusesAFlippedBitWhereverItIs() throws KeyFailure {
        try (var fresh = provider().generate(CONTEXT)) {
            int bytes = fresh.wrapped().blob().length;
            for (int at = 0; at < bytes; at += 1 + bytes / 12) {
                var blob = fresh.wrapped().blob();
                blob[at] ^= 1;
                var flipped = new WrappedKey(fresh.wrapped().keyId(), blob);
                assertThat(refusalOf(() -> provider().unwrap(flipped, CONTEXT)))
                        .as("bit of byte %d", at)
                        .isEqualTo(Reason.INVALID);
            }
        }
    }

    @Test
    void refusesWhatItNeverMade() throws KeyFailure {
        var keyId = provider().describe(TENANT).keyId();
        for (var blob : List.of(new byte[1], new byte[80], new byte[200])) {
            assertThat(refusalOf(() -> provider().unwrap(new WrappedKey(keyId, blob), CONTEXT)))
                    .isEqualTo(Reason.INVALID);
        }
    }

    @Test
    void wrapsTheSameKeyAnew() throws KeyFailure {
        try (var fresh = provider().generate(CONTEXT)) {
            var again = provider().rewrap(fresh.wrapped(), CONTEXT);
            assertThat(again).isNotEqualTo(fresh.wrapped());
            try (var opened = provider().unwrap(again, CONTEXT)) {
                assertThat(trace(opened)).isEqualTo(trace(fresh.key()));
            }
        }
    }

    @Test
    void namesTheKeyThatItWrapsWith() throws KeyFailure {
        try (var fresh = provider().generate(CONTEXT)) {
            assertThat(fresh.wrapped().keyId()).isEqualTo(provider().describe(TENANT).keyId());
            assertThat(fresh.context()).isEqualTo(CONTEXT);
        }
    }

    @Test
    void tellsOfEachUseWithItsContextAndOutcome() throws KeyFailure {
        var wrapped = provider().generateWithoutPlaintext(CONTEXT);
        int before = uses().size();
        provider().unwrap(wrapped, CONTEXT).close();
        refusalOf(() -> provider().unwrap(wrapped, context(TENANT, "r2")));
        var told = uses().subList(before, uses().size());
        assertThat(told).extracting(KeyUse::what).containsOnly(Operation.UNWRAP);
        assertThat(told).extracting(KeyUse::failure).containsExactly(null, Reason.INVALID);
        assertThat(told)
                .extracting(KeyUse::context)
                .containsExactly(CONTEXT, context(TENANT, "r2"));
        assertThat(told).extracting(KeyUse::keyId).containsOnly(wrapped.keyId());
    }
}
