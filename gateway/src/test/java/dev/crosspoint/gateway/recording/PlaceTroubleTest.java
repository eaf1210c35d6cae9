package dev.crosspoint.gateway.recording;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.crosspoint.gateway.recording.TestPlace.Fault;
import dev.crosspoint.gateway.store.RecordingState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What a place to which recordings go may do, and what becomes of them. */
@ExtendWith(WorksRigs.class)
class PlaceTroubleTest {

    @Test
    void deliversOnceAndErases(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var recording = rig.seal();
        rig.now(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
        assertThat(rig.alarms).isEmpty();
        assertThat(rig.failures).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "DOWN, TARGET_UNAVAILABLE",
        "DENIED, ACCESS_DENIED",
        "ANSWER_LOST, TARGET_UNAVAILABLE",
        "CUT_OFF, TARGET_UNAVAILABLE",
        "NOT_THERE, TARGET_UNAVAILABLE"
    })
    void outlivesAnHourOfIt(Fault fault, String reason, WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.place().set(fault);
        var first = rig.seal();
        var second = rig.seal();
        rig.now(() -> rig.isTrying(first, reason) && rig.isTrying(second, reason));
        rig.pass(Duration.ofMinutes(14));
        assertThat(rig.alarms).isEmpty();
        rig.pass(Duration.ofMinutes(46));
        assertThat(rig.alarms).containsExactly("LATE", "LATE");
        rig.assertStillHere(first);
        rig.assertStillHere(second);

        rig.place().set(Fault.NONE);
        rig.pass(Duration.ofMinutes(5));
        rig.now(() -> rig.isErased(first) && rig.isErased(second));
        rig.assertDeliveredOnce(first);
        rig.assertDeliveredOnce(second);
    }

    @Test
    void countsAttemptsAsOftenAsItTried(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.place().set(Fault.DOWN);
        var recording = rig.seal();
        rig.now(() -> rig.isTrying(recording, "TARGET_UNAVAILABLE"));
        rig.pass(Duration.ofMinutes(30));
        assertThat(rig.row(recording).trying().attempts()).isEqualTo(rig.place().attempts());
        assertThat(rig.failures).hasValue(rig.place().attempts());
    }

    @Test
    void givesUpAfterThreeDaysKeepsItAndDeliversWhenAsked(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.place().set(Fault.DOWN);
        var recording = rig.seal();
        rig.now(() -> rig.isTrying(recording, "TARGET_UNAVAILABLE"));
        rig.pass(Duration.ofHours(1));
        rig.clock.advance(Duration.ofHours(70));
        rig.pass(Duration.ofMinutes(50));
        assertThat(rig.row(recording).state()).isEqualTo(RecordingState.UPLOADING);
        rig.pass(Duration.ofMinutes(20));
        rig.now(() -> rig.is(recording, RecordingState.FAILED) && rig.works().underWay() == 0);
        assertThat(rig.row(recording).trying().reason()).isEqualTo("TARGET_UNAVAILABLE");
        assertThat(rig.alarms).containsExactly("LATE", "FAILED");
        rig.assertStillHere(recording);

        rig.place().set(Fault.NONE);
        rig.pass(Duration.ofHours(1));
        rig.assertNothingDelivered(recording);
        assertThat(rig.tryAgain(recording.id())).isTrue();
        rig.now(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
    }

    @Test
    void leavesWhatItGaveUpAloneAfterARestart(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.place().set(Fault.WRONG_KEY);
        var recording = rig.seal();
        rig.now(() -> rig.is(recording, RecordingState.FAILED) && rig.works().underWay() == 0);
        var reason = requireNonNull(rig.row(recording).trying().reason());

        rig.restart();
        rig.pass(Duration.ofMinutes(10));
        assertThat(rig.works().underWay()).isZero();
        assertThat(rig.row(recording).state()).isEqualTo(RecordingState.FAILED);
        assertThat(rig.row(recording).trying().reason()).isEqualTo(reason);
        rig.assertStillHere(recording);

        assertThat(rig.tryAgain(recording.id())).isTrue();
        rig.now(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
    }

    @Test
    void keepsWhatLiesUnderAnotherKeyAndSaysThatNobodyTamperedWithIt(WorksRig rig)
            throws Exception {
        rig.start(Plug.in());
        rig.place().set(Fault.WRONG_KEY);
        var recording = rig.seal();
        rig.now(() -> rig.is(recording, RecordingState.FAILED) && rig.works().underWay() == 0);
        assertThat(rig.row(recording).trying().reason()).isEqualTo("NOT_CONFIRMED");
        assertThat(rig.alarms).containsExactly("FAILED");
        rig.assertStillHere(recording);
    }

    @Test
    void takesAnotherNameWhereSomethingElseLies(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.place().set(Fault.DOWN);
        var recording = rig.seal();
        rig.now(() -> rig.isTrying(recording, "TARGET_UNAVAILABLE"));
        var foreign = layInTheWay(rig, recording);
        rig.place().set(Fault.NONE);
        rig.until(() -> rig.isErased(recording));
        assertThat(foreign).allSatisfy(file -> assertThat(file).hasContent("somebody else's"));
        assertThat(rig.alarms).containsExactly("CONFLICT");
        assertThat(requireNonNull(rig.row(recording).delivered()).location())
                .contains("_UTC_2.wav");
        rig.assertDeliveredOnce(recording);
    }

    @Test
    void triesAtOnceWhenAskedWhileItIsBusy(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.place().set(Fault.HANGS);
        var recording = rig.seal();
        rig.now(() -> rig.place().attempts() == 1);
        assertThat(rig.tryAgain(recording.id())).isTrue();
        rig.place().set(Fault.ANSWER_LOST);
        rig.place().letGo();
        rig.now(() -> rig.place().attempts() == 3);
    }

    @Test
    void triesAgainWhenAskedInTheMomentOfGivingUp(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        for (int i = 0; i < 20; i++) {
            rig.place().set(Fault.WRONG_KEY);
            rig.onChange =
                    row -> {
                        if (row.state() == RecordingState.FAILED) {
                            rig.onChange = _ -> {};
                            rig.place().set(Fault.NONE);
                            rig.works().tryAgain(rig.tenant, row.id());
                        }
                    };
            var recording = rig.seal();
            rig.now(() -> rig.isErased(recording));
            rig.assertDeliveredOnce(recording);
        }
    }

    @Test
    void bringsOtherTenantsRecordingsWhileOnePlaceHangs(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.place().set(Fault.HANGS);
        var held = new ArrayList<Spooled>();
        for (int i = 0; i <= DeliveryLanes.MOST_AT_ONCE; i++) {
            held.add(rig.seal());
        }
        rig.now(() -> rig.place().attempts() == DeliveryLanes.MOST_AT_ONCE);

        var other = rig.seal(rig.recording(rig.other));
        rig.now(() -> rig.isErased(other));
        rig.assertDeliveredOnce(other);
        assertThat(rig.place().attempts()).isEqualTo(DeliveryLanes.MOST_AT_ONCE);

        rig.place().letGo();
        for (var recording : held) {
            rig.now(() -> rig.isErased(recording));
            rig.assertDeliveredOnce(recording);
        }
    }

    /** What was in the way is gone by then: the first name would be free again. */
    @Test
    void keepsTheNameThatItChoseOverARestart(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.place().set(Fault.DOWN);
        var recording = rig.seal();
        rig.now(() -> rig.isTrying(recording, "TARGET_UNAVAILABLE"));
        var foreign = layInTheWay(rig, recording);
        rig.place().set(Fault.NOT_THERE);
        rig.until(() -> rig.alarms.contains("CONFLICT") && rig.place().attempts() >= 5);
        rig.now(() -> rig.isTrying(recording, "TARGET_UNAVAILABLE") && rig.allWait());
        rig.stop();
        for (var file : foreign) {
            Files.delete(file);
        }
        rig.start(Plug.in());
        rig.until(() -> rig.isErased(recording));
        assertThat(requireNonNull(rig.row(recording).delivered()).location())
                .contains("_UTC_2.wav");
        rig.assertDeliveredOnce(recording);
    }

    /** Somebody else's under its first names. */
    private static List<Path> layInTheWay(WorksRig rig, Spooled recording) throws Exception {
        var there =
                rig.delivered()
                        .resolve("acme")
                        .resolve(rig.tenant.instance())
                        .resolve("CallRecordings/2026/11/27");
        Files.createDirectories(there);
        var name = recording.contact() + "_20261127T0900_UTC";
        var files =
                List.of(there.resolve(name + ".wav.sealed"), there.resolve(name + ".json.sealed"));
        for (var file : files) {
            Files.writeString(file, "somebody else's");
        }
        return files;
    }

    @Test
    void closesWithoutAWordWhileAPlaceHangs(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.place().set(Fault.HANGS);
        var recording = rig.seal();
        rig.now(() -> rig.place().attempts() == 1);

        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var logger = (Logger) LoggerFactory.getLogger(RecordingJob.class.getPackageName());
        logger.addAppender(lines);
        try {
            rig.stop();
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list).isEmpty();
        assertThat(rig.failures).hasValue(0);
        assertThat(rig.row(recording).state()).isEqualTo(RecordingState.UPLOADING);
        assertThat(rig.row(recording).trying().attempts()).isZero();
        assertThat(rig.row(recording).trying().reason()).isNull();

        rig.start(Plug.in());
        rig.now(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
    }
}
