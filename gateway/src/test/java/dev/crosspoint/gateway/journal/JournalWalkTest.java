package dev.crosspoint.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.vault.KeyFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries come and go and time passes, and the process is lost between any two changes. */
@SuppressWarnings("NullAway.Init") // JUnit's
class JournalWalkTest {
    private static final int STEPS = 1_500;

    @TempDir Path folder;

    private JournalRig rig;

    /** What was taken and is not confirmed: it must come. */
    private final TreeSet<Integer> owed = new TreeSet<>();

    private int nextEntry;
    private int lastGiven = -1;
    private Instant now = Instant.EPOCH;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void losesNothingWhereverItIsLost(int seed) throws Exception {
        var random = new Random(seed);
        rig = new JournalRig(folder);
        int crashes = 0;
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(6) == 0) {
                rig.disk.changesLeft = random.nextInt(12);
            }
            rig.keys.refuse(random.nextInt(8) == 0 ? KeyFailure.Reason.UNAVAILABLE : null);
            try {
                step(random);
            } catch (JournalFailure e) {
                assertThat(e.reason()).isIn(JournalFailure.Reason.DISK, JournalFailure.Reason.KEY);
            }
            if (rig.disk.changesLeft == 0) {
                // Whatever it was doing, it has come no further.
                rig.disk.changesLeft = Integer.MAX_VALUE;
                rig.crash();
                lastGiven = -1;
                crashes++;
            }
        }
        rig.keys.refuse(null);
        rig.disk.changesLeft = Integer.MAX_VALUE;
        rig.crash();
        lastGiven = -1;
        while (isGivenSome()) {
            assertThat(rig.journal.damaged()).isZero();
        }
        assertThat(owed).isEmpty();
        assertThat(crashes).isGreaterThan(50);
        rig.journal.close();
        assertThat(rig.names()).isEmpty();
    }

    private void step(Random random) throws JournalFailure {
        switch (random.nextInt(6)) {
            case 0, 1 -> append(random);
            case 2 -> {
                boolean _ = isGivenSome();
            }
            case 3 -> {
                // All that there is, and then one more before anybody looks again.
                boolean more = true;
                while (more) {
                    more = isGivenSome();
                }
                append(random);
                now = now.plus(Journal.OLD);
                rig.journal.prepare(now);
            }
            default -> {
                now = now.plusSeconds(random.nextInt(1_200));
                rig.journal.prepare(now);
            }
        }
        assertThat(rig.journal.damaged()).isZero();
    }

    private void append(Random random) throws JournalFailure {
        int from = nextEntry;
        nextEntry += 1 + random.nextInt(5);
        rig.append(from, nextEntry - from);
        for (int i = from; i < nextEntry; i++) {
            owed.add(i);
        }
    }

    private boolean isGivenSome() throws JournalFailure {
        var next = rig.journal.next(7);
        next.ifPresent(entries -> {
            for (byte[] payload : entries.payloads()) {
                var words = new String(payload, StandardCharsets.UTF_8).split(" ", -1);
                int given = Integer.parseInt(words[1]);
                // In order, and nothing that is owed is left out.
                assertThat(given).isGreaterThan(lastGiven);
                assertThat(owed.isEmpty() || owed.first() >= given).isTrue();
                owed.remove(given);
                lastGiven = given;
            }
            rig.journal.confirm(entries);
        });
        return next.isPresent();
    }
}
