package dev.crosspoint.gateway.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.keys.FieldKeys.Opened;
import dev.crosspoint.gateway.store.InstanceKey;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Personal fields under keys of their instance that expire. */
@SuppressWarnings("NullAway.Init") // Set before the tests.
class FieldKeysTest {
    private static final byte[] NUMBER = "+4930555001".getBytes(UTF_8);
    private static final Duration DAY = Duration.ofDays(1);
    private static final FieldPeriod PERIOD = new FieldPeriod(DAY, Duration.ofDays(30));

    private static KeyRig rig;

    private final Tenant tenant = KeyRig.tenant();
    private final FieldPlace place = new FieldPlace(tenant, "c-1", "customer-number");
    private final FieldKeys keys = rig.fields(PERIOD);

    @BeforeAll
    static void open() throws Exception {
        rig = new KeyRig();
    }

    @AfterAll
    static void close() throws Exception {
        rig.close();
    }

    @AfterEach
    void serve() {
        rig.service.refuse(null);
    }

    @Test
    void opensWhatItSealedAlsoAfterARestart() throws Exception {
        var sealed = keys.seal(place, NUMBER);

        assertThat(new String(sealed, UTF_8)).doesNotContain("30555");
        assertPlain(keys.open(place, sealed));
        assertPlain(rig.fields(PERIOD).open(place, sealed));
    }

    @Test
    void neverSealsTheSameTwice() throws Exception {
        assertThat(keys.seal(place, NUMBER)).isNotEqualTo(keys.seal(place, NUMBER));
    }

    @Test
    void opensNothingWhereItDoesNotBelong() throws Exception {
        var sealed = keys.seal(place, NUMBER);
        var other = new FieldPlace(KeyRig.tenant(), "c-1", "customer-number");
        keys.seal(other, NUMBER);

        for (var elsewhere :
                List.of(
                        other,
                        new FieldPlace(tenant, "c-2", "customer-number"),
                        new FieldPlace(tenant, "c-1", "contact-name"))) {
            assertThat(keys.open(elsewhere, sealed)).isEqualTo(new Opened.Tampered());
        }
    }

    @Test
    void opensNothingThatWasChangedOrCut() throws Exception {
        var sealed = keys.seal(place, NUMBER);

        for (int at = 0; at < sealed.length; at++) {
            var changed = sealed.clone();
            changed[at] ^= 1;
            assertThat(keys.open(place, changed))
                    .as("byte %d", at)
                    .isEqualTo(new Opened.Tampered());
        }
        for (int length = 0; length < sealed.length; length++) {
            assertThat(keys.open(place, java.util.Arrays.copyOf(sealed, length)))
                    .isEqualTo(new Opened.Tampered());
        }
    }

    @Test
    void sealsEachPeriodWithAKeyOfItsOwn() throws Exception {
        var sealed = new ArrayList<byte[]>();
        for (int day = 0; day < 3; day++) {
            sealed.add(keys.seal(place, NUMBER));
            sealed.add(keys.seal(place, NUMBER));
            rig.pass(DAY);
        }

        assertThat(generations()).hasSize(3);
        assertThat(keyOf(sealed.get(0))).isEqualTo(keyOf(sealed.get(1)));
        assertThat(keyOf(sealed.get(1))).isNotEqualTo(keyOf(sealed.get(2)));
        for (var one : sealed) {
            assertPlain(keys.open(place, one));
        }
    }

    /** Crypto-shredding: the rows stay, and nobody reads them. */
    @Test
    void shutsForEverWhatAKeySealedWhoseTimeIsOver() throws Exception {
        var first = keys.seal(place, NUMBER);
        rig.pass(DAY);
        var second = keys.seal(place, NUMBER);
        rig.pass(Duration.ofDays(30));

        assertThat(rig.cabinet().destroyOld(tenant)).isEqualTo(1);
        rig.pass(Duration.ofSeconds(60)); // What was opened before is wiped by then.

        assertThat(rig.fields(PERIOD).open(place, first)).isEqualTo(new Opened.Expired());
        assertThat(keys.open(place, first)).isEqualTo(new Opened.Expired());
        assertPlain(keys.open(place, second));
        assertThat(rig.cabinet().destroyOld(tenant)).isZero();
        assertThat(generations())
                .extracting(key -> key.wrapped() == null)
                .containsExactly(false, true);
    }

    @Test
    void makesOneKeyForAllWhoComeAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sealed =
                    IntStream.range(0, 20)
                            .mapToObj(_ ->
                                    threads.submit(() -> rig.fields(PERIOD).seal(place, NUMBER)))
                            .toList();
            for (var one : sealed) {
                assertPlain(keys.open(place, one.get()));
            }
        }
        assertThat(generations()).hasSize(1);
    }

    /** Revocation bites within a minute, and is undone by a new grant. */
    @Test
    void opensNothingMoreOnceTheKeyServiceRefuses() throws Exception {
        var sealed = keys.seal(place, NUMBER);
        rig.service.refuse(Reason.DENIED);
        rig.pass(Duration.ofSeconds(60));

        assertThatThrownBy(() -> keys.open(place, sealed)).isInstanceOf(KeyFailure.class);
        assertThatThrownBy(() -> keys.seal(place, NUMBER)).isInstanceOf(KeyFailure.class);

        rig.service.refuse(null);
        assertPlain(keys.open(place, sealed));
    }

    @Test
    void saysThatTheDatabaseIsAway() throws Exception {
        TestDatabase.away(rig.settings);
        try {
            assertThatThrownBy(() -> rig.fields(PERIOD).seal(place, NUMBER))
                    .isInstanceOf(StoreUnavailable.class);
        } finally {
            TestDatabase.back(rig.settings);
        }
    }

    @Test
    void opensWhatItSealedAfterItsKeyWasWrappedAnew() throws Exception {
        var sealed = keys.seal(place, NUMBER);

        assertThat(rig.cabinet().rewrap(tenant, generations().getFirst())).isTrue();

        assertPlain(rig.fields(PERIOD).open(place, sealed));
    }

    /** A key that is remembered as it was wrapped before would fail once the old one is retired. */
    @Test
    void seesWithinAMinuteThatAKeyWasWrappedAnewBySomebodyElse() throws Exception {
        var before = keys.seal(place, NUMBER);
        var asItWas = generations().getFirst();
        assertThat(rig.cabinet().rewrap(tenant, asItWas)).isTrue();
        rig.pass(Duration.ofMinutes(1));
        int unwraps = rig.service.unwraps();

        assertPlain(keys.open(place, before));
        assertThat(rig.service.unwraps()).isEqualTo(unwraps + 1);
        assertThat(rig.cabinet().open(tenant, generations().getFirst())).isPresent();
        assertThat(generations().getFirst().wrapped()).isNotEqualTo(asItWas.wrapped());
    }

    private static void assertPlain(Opened opened) {
        assertThat(opened)
                .isInstanceOfSatisfying(
                        Opened.Plain.class, plain -> assertThat(plain.bytes()).isEqualTo(NUMBER));
    }

    private static Object keyOf(byte[] sealed) throws Exception {
        return SealedField.keyId(sealed);
    }

    private List<InstanceKey> generations() throws Exception {
        return rig.cabinet().all(tenant, Purpose.CONTACT_FIELDS);
    }
}
