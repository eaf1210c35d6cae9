package dev.crosspoint.gateway.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.local.KeystoreSettings;
import dev.crosspoint.gateway.local.LocalKeystore;
import dev.crosspoint.gateway.store.AuditHead;
import dev.crosspoint.media.vault.KeyUse;
import dev.crosspoint.signaling.api.Tenant;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of a chain, and that its uses are on record. */
@SuppressWarnings("NullAway.Init") // Set before each test.
class ChainKeysTest {
    /** Not those of the rig, whose trail has made keys of its own. */
    private static final Tenant TENANT = new Tenant("acme", "one");

    private static final Tenant OTHER = new Tenant("acme", "two");
    private static final byte[] BODY = "event".getBytes(UTF_8);

    @TempDir Path home;
    private final KeyUses uses = new KeyUses();
    private TrailRig rig;
    private LocalKeystore keystore;
    private ChainKeys keys;

    @BeforeEach
    void open() throws Exception {
        rig = new TrailRig(home);
        rig.trail.close();
        keystore =
                LocalKeystore.open(
                        new KeystoreSettings(home.resolve("keys"), null, null),
                        InstantSource.system(),
                        uses);
        keys = new ChainKeys(rig.store, keystore, rig.now::get);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void isTheSameKeyUnderEachKeyOfTheTenant() throws Exception {
        assertThat(keys.find(TENANT)).isEmpty();
        var hash = hash(keys.take(TENANT));
        var first = keystore.describe(ChainKeys.media(TENANT)).keyId();
        var second = keystore.rotate(ChainKeys.media(TENANT));

        assertThat(hash(keys.find(TENANT).orElseThrow())).isEqualTo(hash);
        assertThat(wrappedBy()).isEqualTo(first);
        assertThat(hash(keys.take(TENANT))).isEqualTo(hash);
        assertThat(wrappedBy()).isEqualTo(second);
        keystore.retire(ChainKeys.media(TENANT), first);
        assertThat(hash(keys.take(TENANT))).isEqualTo(hash);
        assertThat(hash(keys.take(OTHER))).isNotEqualTo(hash);
    }

    @Test
    void tellsUsesOfKeysAlsoThoseBeforeThereWasATrail() throws Exception {
        keys.take(TENANT);
        var told = new ArrayList<AuditEvent>();
        uses.attach(told::add);
        keys.take(TENANT);

        assertThat(told)
                .extracting(event -> ((Deed.UsedKey) event.what()).use().what())
                .containsExactlyElementsOf(
                        List.of(
                                KeyUse.Operation.GENERATE_WITHOUT_PLAINTEXT,
                                KeyUse.Operation.UNWRAP,
                                KeyUse.Operation.DESCRIBE,
                                KeyUse.Operation.UNWRAP,
                                KeyUse.Operation.DESCRIBE));
        assertThat(told).allSatisfy(event -> assertThat(event.tenant()).isEqualTo(TENANT));
        assertThat(new String(EventJson.bytes(told.getFirst()), UTF_8))
                .contains("\"purpose\":\"audit\"", "\"sourceIPAddress\":\"internal\"");
    }

    private String wrappedBy() throws Exception {
        return TrailRig.await(rig.store.key(TENANT)).orElseThrow().keyId();
    }

    private static byte[] hash(ChainKey key) {
        return key.hash(AuditHead.none().hash(), BODY);
    }
}
