package dev.crosspoint.gateway.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.history.Shelves.Away;
import dev.crosspoint.gateway.history.TenantHistory.Pace;
import dev.crosspoint.gateway.routing.AgentActivity;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.Release;
import dev.crosspoint.gateway.store.AgentDeed;
import dev.crosspoint.gateway.store.AgentDeed.What;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.MemoryKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From whoever writes something down to the database, whatever is away in between. */
@SuppressWarnings("NullAway.Init") // JUnit's
class HistoryWriterTest {
    private static final long NOW_MS = 1_800_000_000_000L;

    @TempDir Path folder;

    private final MemoryKeys keys = new MemoryKeys();
    private final Shelves shelves = new Shelves();
    private final BlockingQueue<ContactRecord> durable = new LinkedBlockingQueue<>();
    private volatile long nowMs = NOW_MS;
    private InstantSource clock = () -> Instant.ofEpochMilli(nowMs);
    private HistoryWriter writer;

    private HistoryWriter start() throws IOException {
        writer =
                HistoryWriter.start(
                        new HistoryWriter.Parts(
                                folder,
                                List.of(Entries.TENANT),
                                keys,
                                shelves,
                                shelves,
                                durable::add,
                                clock),
                        new Pace(1, 5));
        return writer;
    }

    @AfterEach
    void close() {
        writer.close();
    }

    private static ContactRecord begun(String id) {
        return Entries.contact(id, 1, NOW_MS, null);
    }

    private static ContactRecord ended(String id) {
        return Entries.contact(id, 2, NOW_MS, NOW_MS + 1_000);
    }

    private ContactRecord nextDurable() throws InterruptedException {
        var record = durable.poll(30, TimeUnit.SECONDS);
        assertThat(record).isNotNull();
        return record;
    }

    @Test
    void bringsWhatItTakesIntoTheDatabase() throws Exception {
        start();
        writer.take(begun("a"));
        writer.take(begun("b"));
        writer.take(ended("a"));
        shelves.await(() -> shelves.contacts().equals(List.of(ended("a"), begun("b"))));

        assertThat(List.of(nextDurable(), nextDurable(), nextDurable()))
                .containsExactly(begun("a"), begun("b"), ended("a"));
        writer.close();
        assertThat(writer.counts().waiting()).isZero();
        assertThat(writer.counts().lost()).isZero();
    }

    @Test
    @Timeout(60)
    void hasOneFileForManyMomentsAndErasesItWhenItIsOld() throws Exception {
        start();
        for (int i = 0; i < 50; i++) {
            writer.take(ended("c" + i));
            shelves.awaitContacts(i + 1);
            Soon.until("nothing waits", () -> writer.counts().waiting() == 0);
        }
        assertThat(journals()).containsExactly("0000000000000001.journal");

        nowMs = NOW_MS + Duration.ofHours(1).toMillis();
        writer.take(ended("last"));
        Soon.until("the next file", () -> journals().equals(List.of("0000000000000002.journal")));
        shelves.awaitContacts(51);
    }

    private List<String> journals() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".journal"))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            return List.of(); // Taken away in that moment.
        }
    }

    @Test
    void keepsAllWhileTheDatabaseIsAway() throws Exception {
        waitsOut(Away.DATABASE);
    }

    @Test
    void keepsAllWhileTheKeysOfFieldsAreAway() throws Exception {
        waitsOut(Away.KEYS);
    }

    private void waitsOut(Away how) throws Exception {
        start();
        shelves.away(how);
        for (int i = 0; i < 500; i++) {
            writer.take(begun("c" + i));
        }
        for (int i = 0; i < 500; i++) {
            nextDurable();
        }
        shelves.awaitTries(3);
        assertThat(shelves.contacts()).isEmpty();
        assertThat(writer.counts().waiting()).isEqualTo(500);
        assertThat(writer.counts().failures()).isPositive();
        assertThat(writer.journalBytes()).isPositive();

        shelves.away(null);

        shelves.awaitContacts(500);
        assertThat(shelves.contacts())
                .extracting(record -> record.contact().id())
                .startsWith("c0", "c1", "c2")
                .endsWith("c499");
    }

    @Test
    void bringsWhatAnEarlierProcessLeft() throws Exception {
        start();
        shelves.away(Away.DATABASE);
        writer.take(begun("a"));
        writer.take(ended("a"));
        nextDurable();
        nextDurable();
        writer.close();

        shelves.away(null);
        start();

        shelves.awaitContacts(1);
        assertThat(shelves.contacts()).containsExactly(ended("a"));
    }

    @Test
    void goesToTheDatabaseAtOnceWhenTheJournalTakesNothing() throws Exception {
        keys.refuse(KeyFailure.Reason.UNAVAILABLE);
        start();
        writer.take(ended("a"));

        shelves.awaitContacts(1);
        assertThat(nextDurable()).isEqualTo(ended("a"));
    }

    @Test
    @Timeout(60)
    void writesNothingIntoItsFolderAfterItWasClosed() throws Exception {
        var isAtWork = new CountDownLatch(1);
        var mayGoOn = new CountDownLatch(1);
        var closing = new AtomicReference<Thread>();
        clock =
                () -> {
                    if (Thread.currentThread().getName().equals("history alive")) {
                        isAtWork.countDown();
                        uninterrupted(mayGoOn);
                    }
                    return Instant.ofEpochMilli(nowMs);
                };
        start();
        isAtWork.await();

        closing.set(Thread.ofVirtual().start(writer::close));
        Soon.until(
                "whoever closes it waits",
                () -> closing.get().getState() == Thread.State.TIMED_WAITING);
        mayGoOn.countDown();
        closing.get().join();

        assertThat(folder.resolve("alive")).exists();
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("it was not let end", e);
        }
    }

    @Test
    void waitsInMemoryWhenNothingTakesAnything() throws Exception {
        keys.refuse(KeyFailure.Reason.UNAVAILABLE);
        shelves.away(Away.DATABASE);
        start();
        writer.take(ended("a"));
        shelves.awaitTries(4);
        assertThat(durable).isEmpty();

        keys.refuse(null);

        assertThat(nextDurable()).isEqualTo(ended("a"));
        shelves.away(null);
        shelves.awaitContacts(1);
        assertThat(writer.counts().lost()).isZero();
    }

    @Test
    void setsAsideWhatTheDatabaseRefusesAndTriesItAgainAtTheNextStart() throws Exception {
        start();
        shelves.refuse(record -> record.contact().id().equals("bad"));
        writer.take(ended("a"));
        writer.take(ended("bad"));
        writer.take(ended("b"));
        shelves.awaitContacts(2);
        assertThat(shelves.contacts()).containsExactly(ended("a"), ended("b"));
        writer.close();
        assertThat(writer.counts().setAside()).isEqualTo(1);

        shelves.refuse(_ -> false);
        start();

        shelves.awaitContacts(3);
        assertThat(shelves.contacts()).contains(ended("bad"));
    }

    @Test
    void closesTheContactsThatTheGatewayWasKilledIn() throws Exception {
        Files.createFile(folder.resolve("alive"));
        Files.setLastModifiedTime(folder.resolve("alive"), FileTime.fromMillis(NOW_MS - 5_000));
        var lost = Entries.contact("lost", 3, NOW_MS - 60_000, null);
        var done = Entries.contact("done", 3, NOW_MS - 60_000, NOW_MS - 50_000);
        shelves.keep(List.of(lost, done));

        start();
        var live = begun("live");
        writer.take(live);

        shelves.await(() ->
                shelves.contacts().stream()
                        .anyMatch(it -> "gateway-lost".equals(it.disconnectReason())));
        shelves.awaitContacts(3);
        assertThat(shelves.contacts()).contains(done, live);
        var closed = shelves.contacts().getFirst();
        assertThat(closed.contact().id()).isEqualTo("lost");
        assertThat(closed.version()).isEqualTo(4);
        assertThat(closed.times().endedMs()).isEqualTo(NOW_MS - 5_000);
        assertThat(closed.customerNumber()).isEqualTo(lost.customerNumber());
        Soon.until("one is counted as lost", () -> writer.counts().gatewayLost() == 1);
    }

    @Test
    void closesThemAlsoWhenTheDatabaseWasAwayAtTheStart() throws Exception {
        shelves.keep(List.of(Entries.contact("lost", 1, NOW_MS - 60_000, null)));
        shelves.away(Away.DATABASE);
        start();
        shelves.awaitTries(2);
        shelves.away(null);

        shelves.await(() -> shelves.contacts().getFirst().times().endedMs() != null);
        // Nobody knows when: the last that is known of it is that it was queued.
        assertThat(shelves.contacts().getFirst().times().endedMs()).isEqualTo(NOW_MS - 59_999);
    }

    @Test
    void keepsWhatAgentsDid() throws Exception {
        start();
        var ann = new AgentKey(Entries.TENANT, "ann");
        writer.take(new AgentActivity.SignedIn(ann, 0), NOW_MS);
        writer.take(
                new AgentActivity.StateChanged(ann, 0, "offline", 2_000_000, "available"),
                NOW_MS + 1);
        writer.take(
                new AgentActivity.ContactReleased(
                        ann, 0, "c1", false, Release.ENDED, 60_000_000_000L),
                NOW_MS + 2);
        writer.take(
                new AgentActivity.ContactReleased(ann, 0, "c2", true, Release.ENDED, 1_000_000),
                NOW_MS + 3);
        writer.take(new AgentActivity.SignedOut(ann, 0, 5_000_000), NOW_MS + 4);
        shelves.awaitDeeds(5);

        assertThat(shelves.deeds())
                .extracting(AgentDeed::what)
                .containsExactly(
                        new What.SignedIn(),
                        new What.ChangedState("offline", "available"),
                        new What.HadContact("c1", "handled"),
                        new What.HadContact("c2", "monitored"),
                        new What.SignedOut());
        assertThat(shelves.deeds())
                .extracting(AgentDeed::lastedMs)
                .containsExactly(0L, 2L, 60_000L, 1L, 5L);
        assertThat(shelves.deeds().getLast().at()).isEqualTo(Instant.ofEpochMilli(NOW_MS + 4));
    }

    @Test
    void leavesNothingReadableOnTheDisk() throws Exception {
        start();
        shelves.away(Away.DATABASE);
        writer.take(ended("a"));
        nextDurable();

        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, ISO_8859_1))
                        .doesNotContain("442079460123", "blue", "colour");
            }
        }
    }
}
