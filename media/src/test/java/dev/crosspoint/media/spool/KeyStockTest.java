package dev.crosspoint.media.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.FreshKey;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.MemoryKeys;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyStockTest {
    private static final Tenant ACME = new Tenant("acme", "support");
    private static final Tenant OTHER = new Tenant("other", "support");

    private final MemoryKeys keys = new MemoryKeys();
    private final KeyStock stock = new KeyStock(2);

    private FreshKey key(Tenant tenant) throws KeyFailure {
        return keys.generate(new EncryptionContext(tenant, Purpose.RECORDING, "resource"));
    }

    @Test
    void givesEachKeyOnceAndOnlyToItsTenant() throws KeyFailure {
        stock.expect(ACME);
        stock.expect(OTHER);
        FreshKey first = key(ACME);
        stock.put(first, 0);
        assertThat(stock.take(OTHER, 1)).isNull();
        assertThat(stock.take(ACME, 1)).isSameAs(first);
        assertThat(stock.take(ACME, 1)).isNull();
        assertThat(isWiped(first.key())).isFalse();
    }

    @Test
    void saysWhatItLacks() throws KeyFailure {
        assertThat(stock.wanting()).isEmpty();
        stock.expect(ACME);
        stock.expect(OTHER);
        stock.put(key(ACME), 0);
        assertThat(stock.wanting()).isEqualTo(Map.of(ACME, 1, OTHER, 2));
        stock.put(key(ACME), 0);
        assertThat(stock.wanting()).isEqualTo(Map.of(OTHER, 2));
    }

    @Test
    void wipesWhatIsFiveMinutesOld() throws KeyFailure {
        stock.expect(ACME);
        FreshKey old = key(ACME);
        FreshKey younger = key(ACME);
        stock.put(old, 0);
        stock.put(younger, 1000);
        stock.expire(KeyStock.MAX_AGE_NANOS - 1);
        assertThat(stock.size()).isEqualTo(2);
        assertThat(stock.take(ACME, KeyStock.MAX_AGE_NANOS)).isSameAs(younger);
        assertThat(isWiped(old.key())).isTrue();
        assertThat(stock.wanting()).isEqualTo(Map.of(ACME, 2));
    }

    @Test
    void wipesWhatIsTooMuchAndWhatNobodyExpects() throws KeyFailure {
        FreshKey strange = key(ACME);
        stock.put(strange, 0);
        assertThat(isWiped(strange.key())).isTrue();
        stock.expect(ACME);
        stock.put(key(ACME), 0);
        stock.put(key(ACME), 0);
        FreshKey third = key(ACME);
        stock.put(third, 0);
        assertThat(isWiped(third.key())).isTrue();
        assertThat(stock.size()).isEqualTo(2);
    }

    @Test
    void wipesAllInTheEndAndWhatComesAfter() throws KeyFailure {
        stock.expect(ACME);
        FreshKey held = key(ACME);
        stock.put(held, 0);
        stock.close();
        FreshKey late = key(ACME);
        stock.put(late, 0);
        assertThat(isWiped(held.key())).isTrue();
        assertThat(isWiped(late.key())).isTrue();
        assertThat(stock.wanting()).isEmpty();
        assertThat(stock.take(ACME, 0)).isNull();
    }

    @Test
    void opensAKeyOfAFileOnceAMinute() throws KeyFailure {
        long[] now = {0};
        var opened = new OpenedKeys(keys, () -> now[0]);
        FreshKey fresh = key(ACME);
        var file = new KeyFile(fresh.wrapped(), fresh.context());
        DataKey mine = opened.open(file);
        mine.close();
        assertThat(isWiped(opened.open(file))).isFalse();
        assertThat(keys.unwraps()).isEqualTo(1);

        now[0] = OpenedKeys.MAX_AGE_NANOS;
        keys.refuse(KeyFailure.Reason.DENIED);
        assertThatThrownBy(() -> opened.open(file)).isInstanceOf(KeyFailure.class);
        opened.expire();
        keys.refuse(null);
        opened.open(file).close();
        assertThat(keys.unwraps()).isEqualTo(2);
        opened.close();
    }

    private static boolean isWiped(@Nullable DataKey key) {
        try {
            return key == null || key.derive(new byte[1], new byte[1]).getEncoded().length == 0;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
