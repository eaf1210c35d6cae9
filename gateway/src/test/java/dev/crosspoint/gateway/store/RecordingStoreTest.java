package dev.crosspoint.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.contact.Sides;
import dev.crosspoint.gateway.store.Recording.Audio;
import dev.crosspoint.gateway.store.Recording.Delivered;
import dev.crosspoint.gateway.store.Recording.Facts;
import dev.crosspoint.gateway.store.Recording.Tracks;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set before the tests.
final class RecordingStoreTest {
    private static final Instant NINE = Instant.parse("2026-11-27T09:00:00Z");
    private static final RecordingId ID = new RecordingId("r-1");
    private static final Facts FACTS =
            new Facts("c-2", "c-1", "alice", "service", 0, Sides.BOTH, NINE);
    private static final Tracks TRACKS = new Tracks(75, 54_321, "0123456789abcdef".repeat(2));
    private static final Audio AUDIO =
            new Audio("wav-8000", 960_044, "ab".repeat(32), 30_000, 120, 1);
    private static final Delivered DELIVERED =
            new Delivered("s3://bucket/key", at(90), new JsonObject().put("etag", "x"));

    private static Vertx vertx;
    private static Database database;
    private static RecordingStore store;
    private static int tenants;

    /** Of each test its own: what row-level security keeps apart does not meet. */
    private Tenant tenant;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        database =
                Database.open(
                        vertx,
                        TestDatabase.fresh(),
                        Path.of("unused"),
                        new SimpleMeterRegistry(),
                        new SecureRandom());
        store = database.recordings();
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
        await(vertx.close());
    }

    @BeforeEach
    void newTenant() {
        tenant = new Tenant("account", "instance-" + tenants++);
    }

    @Test
    void keepsEverythingThatIsTold() throws Exception {
        await(store.opened(tenant, ID, FACTS, "key-1"));
        var open = found();
        assertThat(open.facts()).isEqualTo(FACTS);
        assertThat(open.state()).isEqualTo(RecordingState.OPEN);
        assertThat(open.stateSince()).isEqualTo(NINE);
        assertThat(open.tracks()).isNull();

        await(store.sealed(tenant, ID, FACTS, "key-1", TRACKS, true, at(60)));
        assertThat(found().state()).isEqualTo(RecordingState.SEALED);
        assertThat(found().endedAt()).isEqualTo(at(60));
        assertThat(found().recovered()).isTrue();
        assertThat(found().tracks()).isEqualTo(TRACKS);

        assertThat(await(store.rendered(tenant, ID, AUDIO))).isTrue();
        assertThat(moved(RecordingState.SEALED, RecordingState.UPLOADING)).isTrue();
        assertThat(await(store.delivered(tenant, ID, DELIVERED))).isTrue();
        assertThat(await(store.erased(tenant, ID, at(91)))).isTrue();

        var done = found();
        assertThat(done.audio()).isEqualTo(AUDIO);
        assertThat(done.state()).isEqualTo(RecordingState.DELIVERED);
        assertThat(done.delivered()).isEqualTo(DELIVERED);
        assertThat(done.erasedAt()).isEqualTo(at(91));
        assertThat(done.keyId()).isEqualTo("key-1");
    }

    /** A row for people to see: nothing is here, nothing is wrapped, nothing is left to do. */
    @Test
    void keepsWhatCouldNotBeginAsFailedAndCountsItNowhere() throws Exception {
        await(store.refused(tenant, ID, FACTS, "NO_KEY", at(2)));
        await(store.refused(tenant, ID, FACTS, "NO_SPACE", at(3)));
        assertThat(found().state()).isEqualTo(RecordingState.FAILED);
        assertThat(found().facts()).isEqualTo(FACTS);
        assertThat(found().stateSince()).isEqualTo(at(2));
        assertThat(found().trying().reason()).isEqualTo("NO_KEY");
        assertThat(found().keyId()).isNull();
        assertThat(listed(new RecordingFilter(RecordingState.FAILED, "c-2", null, null)))
                .containsExactly("r-1");
        assertThat(await(store.held(tenant))).isEmpty();
        assertThat(await(database.keyChanges().keysInUse(tenant))).isEmpty();
        assertThat(await(store.unfinished(tenant, null, 10))).isEmpty();
    }

    @Test
    void findsNothingUnderAnotherId() throws Exception {
        assertThat(await(store.find(tenant, new RecordingId("none")))).isEmpty();
    }

    @Test
    void learnsFactsThatComeAfterTheSeal() throws Exception {
        await(store.sealed(tenant, ID, Facts.only(at(1)), "key-1", TRACKS, true, at(60)));
        assertThat(found().facts()).isEqualTo(Facts.only(at(1)));

        await(store.opened(tenant, ID, FACTS, "key-1"));
        assertThat(found().facts()).isEqualTo(FACTS);
        assertThat(found().state()).isEqualTo(RecordingState.SEALED);
        assertThat(found().tracks()).isEqualTo(TRACKS);
    }

    @Test
    void learnsTheKeyOnlyWhereNoneIsKnown() throws Exception {
        await(store.sealed(tenant, ID, FACTS, Recording.UNKNOWN_KEY, TRACKS, true, at(60)));
        await(store.opened(tenant, ID, FACTS, "key-1"));
        assertThat(found().keyId()).isEqualTo("key-1");
        await(store.opened(tenant, ID, FACTS, "key-2"));
        assertThat(found().keyId()).isEqualTo("key-1");
    }

    /** The end of the walk is the same however often and in whatever order its news come. */
    @Test
    void endsTheSameHoweverOftenAndInWhateverOrderNewsCome() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            newTenant();
            var random = new Random(seed);
            await(store.sealed(tenant, ID, FACTS, "key-1", TRACKS, false, at(60)));
            await(store.rendered(tenant, ID, AUDIO));
            moved(RecordingState.SEALED, RecordingState.UPLOADING);
            await(store.delivered(tenant, ID, DELIVERED));
            var later = new Delivered("s3://elsewhere", at(99), new JsonObject());
            for (int news = 0; news < 10; news++) {
                switch (random.nextInt(7)) {
                    case 0 -> await(store.opened(tenant, ID, FACTS, "key-1"));
                    case 1 -> await(store.sealed(tenant, ID, FACTS, "key-1", TRACKS, true, at(70)));
                    case 2 -> await(store.delivered(tenant, ID, later));
                    case 3 -> assertThat(await(store.failed(tenant, ID, "LATE", at(98)))).isFalse();
                    case 4 ->
                            assertThat(await(store.postponed(tenant, ID, "LATE", at(98), at(99))))
                                    .isFalse();
                    case 5 -> assertThat(await(store.rendered(tenant, ID, AUDIO))).isFalse();
                    default ->
                            assertThat(moved(RecordingState.SEALED, RecordingState.UPLOADING))
                                    .isFalse();
                }
                assertThat(found().delivered()).as("seed %d", seed).isEqualTo(DELIVERED);
                assertThat(found().state()).isEqualTo(RecordingState.DELIVERED);
                assertThat(found().endedAt()).isEqualTo(at(60));
                assertThat(found().facts()).isEqualTo(FACTS);
            }
        }
    }

    @Test
    void movesOnlyFromTheExpectedState() throws Exception {
        sealed(ID, at(0));
        assertThat(moved(RecordingState.UPLOADING, RecordingState.SEALED)).isFalse();
        assertThat(moved(RecordingState.SEALED, RecordingState.UPLOADING)).isTrue();
        assertThat(moved(RecordingState.SEALED, RecordingState.UPLOADING)).isFalse();
        assertThatThrownBy(() -> moved(RecordingState.OPEN, RecordingState.DELIVERED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTheHighestOrdinalOfItsNames() throws Exception {
        assertThat(await(store.named(tenant, ID, 2))).isFalse();
        sealed(ID, at(0));
        assertThat(found().ordinal()).isNull();
        assertThat(await(store.named(tenant, ID, 3))).isTrue();
        assertThat(await(store.named(tenant, ID, 2))).isTrue();
        assertThat(found().ordinal()).isEqualTo(3);
        await(store.failed(tenant, ID, "NAME_TAKEN", at(2)));
        moved(RecordingState.FAILED, RecordingState.SEALED);
        assertThat(found().ordinal()).isEqualTo(3);
    }

    @Test
    void erasesNothingThatIsNotDelivered() throws Exception {
        sealed(ID, at(0));
        assertThat(await(store.erased(tenant, ID, at(1)))).isFalse();
        assertThat(await(store.delivered(tenant, ID, DELIVERED))).isFalse();
        assertThat(await(store.failed(tenant, ID, "TAMPERED", at(2)))).isTrue();
        assertThat(await(store.erased(tenant, ID, at(3)))).isFalse();
        assertThat(found().erasedAt()).isNull();
    }

    @Test
    void countsFailuresAndForgetsThemWhenAskedForAgain() throws Exception {
        sealed(ID, at(0));
        assertThat(await(store.postponed(tenant, ID, "KEY_DENIED", at(61), at(62)))).isTrue();
        assertThat(await(store.postponed(tenant, ID, "TARGET_UNAVAILABLE", at(62), at(64))))
                .isTrue();
        assertThat(found().trying())
                .isEqualTo(new Recording.Trying(2, "TARGET_UNAVAILABLE", at(61), at(64)));

        assertThat(await(store.failed(tenant, ID, "TARGET_UNAVAILABLE", at(70)))).isTrue();
        assertThat(await(store.failed(tenant, ID, "TARGET_UNAVAILABLE", at(71)))).isTrue();
        assertThat(found().stateSince()).isEqualTo(at(70));
        assertThat(moved(RecordingState.FAILED, RecordingState.SEALED)).isTrue();
        assertThat(found().trying()).isEqualTo(new Recording.Trying(0, null, null, null));
    }

    @Test
    void goesThroughWhatIsUnfinishedAndLeavesOutWhatIsDone() throws Exception {
        for (var id : List.of("a", "b", "c", "d", "e")) {
            sealed(new RecordingId(id), at(0));
        }
        await(store.opened(tenant, new RecordingId("f"), FACTS, "key-1"));
        await(store.failed(tenant, new RecordingId("b"), "X", at(1)));
        var d = new RecordingId("d");
        await(store.move(tenant, d, RecordingState.SEALED, RecordingState.UPLOADING, at(1)));
        await(store.delivered(tenant, d, DELIVERED));
        await(store.erased(tenant, d, at(2)));

        var first = await(store.unfinished(tenant, null, 2));
        var second = await(store.unfinished(tenant, first.getLast().id(), 2));
        assertThat(first).extracting(r -> r.id().value()).containsExactly("a", "c");
        assertThat(second).extracting(r -> r.id().value()).containsExactly("e", "f");
    }

    @Test
    void listsPagesNewestFirstWithoutLossOrRepetition() throws Exception {
        // Several begin at the same moment.
        for (int i = 0; i < 25; i++) {
            sealed(new RecordingId("r-%02d".formatted(i)), at(i / 3));
        }
        var seen = new ArrayList<String>();
        PageKey key = null;
        do {
            var page = await(store.list(tenant, RecordingFilter.ALL, key, 4));
            page.recordings().forEach(r -> seen.add(r.id().value()));
            var next = page.next();
            key = next == null ? null : PageKey.parse(next.text()).orElseThrow();
        } while (key != null);

        assertThat(seen)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, 24)
                                .mapToObj(i -> "r-%02d".formatted(24 - i))
                                .toList());
    }

    @Test
    void listsByStateContactAndTime() throws Exception {
        sealed(new RecordingId("one"), at(0));
        sealed(new RecordingId("two"), at(10));
        await(
                store.opened(
                        tenant,
                        new RecordingId("three"),
                        new Facts("c-9", "c-9", "bob", "sales", 0, Sides.AGENT, at(20)),
                        "key-1"));

        assertThat(listed(new RecordingFilter(RecordingState.OPEN, null, null, null)))
                .containsExactly("three");
        assertThat(listed(new RecordingFilter(null, "c-1", null, null)))
                .containsExactly("two", "one");
        assertThat(listed(new RecordingFilter(null, "c-2", null, null)))
                .containsExactly("two", "one");
        assertThat(listed(new RecordingFilter(null, null, at(10), at(20)))).containsExactly("two");
        assertThat(listed(new RecordingFilter(RecordingState.SEALED, "c-9", null, null))).isEmpty();
    }

    @Test
    void readsNoPageKeyOutOfAnythingElse() {
        for (var text : List.of("", "~", "1~", "x~y", "99999999999999999999~r", "1~ä", "1~a b")) {
            assertThat(PageKey.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void sumsUpWhatIsHeld() throws Exception {
        assertThat(await(store.held(tenant))).isEmpty();
        sealed(new RecordingId("one"), at(0));
        sealed(new RecordingId("two"), at(10));
        await(store.rendered(tenant, new RecordingId("two"), AUDIO));
        await(store.opened(tenant, new RecordingId("three"), FACTS, "key-1"));

        assertThat(await(store.held(tenant)))
                .containsExactlyInAnyOrder(
                        new Held(RecordingState.OPEN, 1, 0, NINE),
                        new Held(
                                RecordingState.SEALED,
                                2,
                                2 * TRACKS.bytes() + AUDIO.bytes(),
                                at(60)));
    }

    @Test
    void changesTheKeyOfWhatItWrapsOnly() throws Exception {
        sealed(new RecordingId("a"), at(0));
        sealed(new RecordingId("b"), at(0));
        assertThat(
                        await(
                                database.keyChanges()
                                        .rewrapped(tenant, new RecordingId("a"), "key-1", "key-2")))
                .isTrue();
        assertThat(
                        await(
                                database.keyChanges()
                                        .rewrapped(tenant, new RecordingId("a"), "key-1", "key-2")))
                .isTrue();
        assertThat(
                        await(
                                database.keyChanges()
                                        .rewrapped(tenant, new RecordingId("a"), "key-0", "key-9")))
                .isFalse();

        assertThat(await(database.keyChanges().wrappedBy(tenant, "key-1", null, 10)))
                .extracting(r -> r.id().value())
                .containsExactly("b");
        assertThat(
                        await(
                                database.keyChanges()
                                        .wrappedBy(tenant, "key-1", new RecordingId("b"), 10)))
                .isEmpty();
    }

    @Test
    void runsOneChangeOfKeysAtATime() throws Exception {
        var changes = database.keyChanges();
        var first = await(changes.started(tenant, "j1", "key-1", "key-2", 7, at(0))).orElseThrow();
        assertThat(first.state()).isEqualTo(KeyChange.State.RUNNING);
        assertThat(await(changes.started(tenant, "j1", "key-1", "key-2", 7, at(0))))
                .contains(first);
        assertThat(await(changes.started(tenant, "j2", "key-2", "key-3", 9, at(1))))
                .contains(first);

        assertThat(await(changes.advanced(tenant, "j1", 3, ID))).isTrue();
        assertThat(await(changes.running(tenant)).orElseThrow())
                .isEqualTo(
                        new KeyChange(
                                "j1",
                                "key-1",
                                "key-2",
                                KeyChange.State.RUNNING,
                                at(0),
                                null,
                                7,
                                3,
                                "r-1",
                                null));
        assertThat(await(changes.finished(tenant, "j1", null, at(5)))).isTrue();
        assertThat(await(changes.finished(tenant, "j1", "KEY_DENIED", at(6)))).isFalse();
        assertThat(await(changes.started(tenant, "j1", "key-1", "key-2", 7, at(0)))).isEmpty();
        assertThat(await(changes.started(tenant, "j2", "key-2", "key-3", 9, at(7)))).isPresent();
        assertThat(await(changes.finished(tenant, "j2", "KEY_DENIED", at(8)))).isTrue();

        assertThat(await(changes.list(tenant)))
                .extracting(KeyChange::id, KeyChange::state, KeyChange::error)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "j2", KeyChange.State.FAILED, "KEY_DENIED"),
                        org.assertj.core.groups.Tuple.tuple("j1", KeyChange.State.DONE, null));
    }

    private List<String> listed(RecordingFilter filter) throws Exception {
        return await(store.list(tenant, filter, null, 10)).recordings().stream()
                .map(r -> r.id().value())
                .toList();
    }

    private void sealed(RecordingId id, Instant startedAt) throws Exception {
        var facts = new Facts("c-2", "c-1", "alice", "service", 0, Sides.BOTH, startedAt);
        await(store.sealed(tenant, id, facts, "key-1", TRACKS, false, at(60)));
    }

    private boolean moved(RecordingState from, RecordingState to) throws Exception {
        return await(store.move(tenant, ID, from, to, at(61)));
    }

    private Recording found() throws Exception {
        return await(store.find(tenant, ID)).orElseThrow();
    }

    private static Instant at(int seconds) {
        return NINE.plus(Duration.ofSeconds(seconds));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(20, TimeUnit.SECONDS);
    }
}
