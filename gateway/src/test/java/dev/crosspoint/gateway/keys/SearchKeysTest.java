package dev.crosspoint.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.keys.SearchKeys.Kept;
import dev.crosspoint.media.api.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keyed hashes that find contacts. */
@SuppressWarnings("NullAway.Init") // Set before the tests.
class SearchKeysTest {
    private static final PhoneNumber NUMBER = new PhoneNumber("+4930555001");

    private static KeyRig rig;

    private final Tenant tenant = KeyRig.tenant();
    private final SearchKeys keys = new SearchKeys(rig.cabinet());

    @BeforeAll
    static void open() throws Exception {
        rig = new KeyRig();
    }

    @AfterAll
    static void close() throws Exception {
        rig.close();
    }

    @Test
    void givesTheSameHashAlwaysAndOtherOnesForOthers() throws Exception {
        var hash = keys.of(tenant, NUMBER);

        rig.pass(Duration.ofDays(400));
        assertThat(new SearchKeys(rig.cabinet()).of(tenant, NUMBER)).hasSize(32).isEqualTo(hash);
        assertThat(keys.of(tenant, new PhoneNumber("+4930555002"))).isNotEqualTo(hash);
        assertThat(keys.of(KeyRig.tenant(), NUMBER)).isNotEqualTo(hash);
        assertThat(keys.of(tenant, "number", NUMBER.e164())).isNotEqualTo(hash);
    }

    @Test
    void tellsNamesAndValuesOfAttributesApart() throws Exception {
        assertThat(keys.of(tenant, "ab", "c")).isNotEqualTo(keys.of(tenant, "a", "bc"));
        assertThat(keys.of(tenant, "a", "")).isNotEqualTo(keys.of(tenant, "", "a"));
    }

    @Test
    void findsANumberAfterFiveChangesOfItsKey() throws Exception {
        var kept = new ArrayList<byte[]>();
        for (int change = 0; change < 5; change++) {
            kept.add(keys.of(tenant, NUMBER));
            keys.rotate(tenant, Kept.NUMBERS);
        }
        kept.add(keys.of(tenant, NUMBER));

        assertThat(kept).doesNotHaveDuplicates();
        assertThat(keys.all(tenant, NUMBER)).containsExactlyElementsOf(kept.reversed());
    }

    @Test
    void changesTheOneKeyWithoutTouchingTheOther() throws Exception {
        var number = keys.of(tenant, NUMBER);
        var attribute = keys.of(tenant, "tier", "gold");

        keys.rotate(tenant, Kept.ATTRIBUTES);
        assertThat(keys.of(tenant, NUMBER)).isEqualTo(number);
        assertThat(keys.of(tenant, "tier", "gold")).isNotEqualTo(attribute);
        assertThat(keys.all(tenant, "tier", "gold")).contains(attribute).hasSize(2);
    }

    @Test
    void looksForNothingWhereNothingWasKept() throws Exception {
        assertThat(keys.all(tenant, NUMBER)).isEmpty();
    }

    @Test
    void neverKeepsUnderAKeyThatTheNextSearchDoesNotKnow() throws Exception {
        keys.of(tenant, NUMBER);
        keys.of(tenant, "tier", "gold");
        var busy = new SearchKeys(rig.cabinet());
        assertThat(busy.all(tenant, NUMBER)).hasSize(1);
        assertThat(keys.rotate(tenant, Kept.NUMBERS)).hasValue(2);

        // It has asked for all before the change, and asks for the newest after it.
        assertThat(busy.all(tenant, NUMBER)).contains(busy.of(tenant, NUMBER));
    }

    @Test
    void changesNoKeyThatThereIsNot() throws Exception {
        assertThat(keys.rotate(tenant, Kept.ATTRIBUTES)).isEmpty();
        assertThat(keys.all(tenant, "tier", "gold")).isEmpty();
    }

    @Test
    void knowsWithinAMinuteOfAKeyThatSomebodyElseHasMade() throws Exception {
        var first = keys.of(tenant, NUMBER);
        new SearchKeys(rig.cabinet()).rotate(tenant, Kept.NUMBERS);
        rig.pass(Duration.ofMinutes(1));

        assertThat(keys.of(tenant, NUMBER)).isNotEqualTo(first);
        assertThat(keys.all(tenant, NUMBER)).hasSize(2).contains(first);
    }
}
