package dev.crosspoint.gateway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Seconds;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several people at one recording, and those who leave before its end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class ListenersTest {
    private static final String BOB = "bob";

    @TempDir private Path home;
    private PlaybackRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new PlaybackRig(home, null, 5_000);
        rig.archive.seconds = 70;
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    /** One is in the middle, and waits there while the other hears all of it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hearTheSameAtOnceEachWithTheirOwnSecondsOnRecord(boolean isDelivered) throws Exception {
        var recording = isDelivered ? rig.archive.delivered("r") : rig.archive.held("r");
        var whole = rig.plaintext(recording);
        var anns = rig.ticket(recording);
        var bobs = rig.ticket(recording, PlaybackRig.WHO, BOB);
        Promise<Void> goOn = Promise.promise();
        rig.trail =
                event ->
                        by(event, "ann") && isSecond(event, 30)
                                ? goOn.future()
                                : Future.succeededFuture();
        var ann =
                rig.client.sendAsync(
                        rig.request("GET", recording, anns, null), BodyHandlers.ofByteArray());
        rig.awaitOpen(1);
        var bob = rig.get(recording, bobs, PlaybackRig.WHO, BOB);
        assertThat(bob.body()).isEqualTo(whole);
        goOn.complete();
        assertThat(ann.get(20, TimeUnit.SECONDS).body()).isEqualTo(whole);

        for (var who : List.of("ann", BOB)) {
            assertThat(rig.events)
                    .filteredOn(event -> by(event, who) && event.what() instanceof Deed.ListenedTo)
                    .extracting(event -> ((Deed.ListenedTo) event.what()).seconds())
                    .containsExactly(
                            List.of(new Seconds(0, 30)),
                            List.of(new Seconds(30, 60)),
                            List.of(new Seconds(60, 70)));
        }
        assertThat(rig.events.stream().map(event -> event.from().requestId()).distinct())
                .hasSize(2);
        rig.awaitOpen(0);
        assertThat(rig.disk.beingRead()).isZero();
    }

    @Test
    void useNobodyElsesTicket() throws Exception {
        var recording = rig.archive.held("r");
        var anns = rig.ticket(recording);

        assertThat(PlaybackTest.problem(rig.get(recording, anns, PlaybackRig.WHO, BOB)))
                .isEqualTo("404 not-found");
        assertThat(rig.deeds(Deed.ListenedTo.class)).isEmpty();
    }

    /** When the second half minute is about to leave, whoever asked has left. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoLeaveHaveOnRecordWhatTheyWereSent(boolean isDelivered) throws Exception {
        var recording = isDelivered ? rig.archive.delivered("r") : rig.archive.held("r");
        var ticket = rig.ticket(recording);
        var hasRead = new CountDownLatch(1);
        try (var socket = new Socket()) {
            rig.before(
                    30,
                    () -> {
                        assertThat(hasRead.await(20, TimeUnit.SECONDS)).isTrue();
                        leave(socket);
                        assertThat(rig.isClosed.await(20, TimeUnit.SECONDS)).isTrue();
                    });
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), rig.server.actualPort()));
            var request = "GET /api/recordings/r" + ticket + " HTTP/1.1\r\nhost: h\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            var start = new byte[900_000];
            assertThat(socket.getInputStream().readNBytes(start, 0, start.length))
                    .isEqualTo(start.length);
            hasRead.countDown();
            rig.awaitOpen(0);
        }

        double sent = rig.meters.get("crosspoint.playback.sent.bytes").counter().count();
        // The piece with the last of the first half minute goes with the first of the second.
        assertThat(sent).isBetween(900_000.0, 44 + 30 * 32_000.0);
        assertThat(rig.deeds(Deed.ListenedTo.class))
                .extracting(Deed.ListenedTo::seconds)
                .containsExactly(List.of(new Seconds(0, 30)), List.of(new Seconds(30, 60)));
        assertThat(rig.disk.beingRead()).isZero();
        // It was nobody's fault, and what is asked for next is answered.
        assertThat(rig.meters.find("crosspoint.playback.refused").counters()).isEmpty();
        assertThat(rig.get(recording, ticket).statusCode()).isEqualTo(200);
    }

    /** Without a word. */
    private static void leave(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static boolean by(AuditEvent event, String who) {
        return event.who().equals(new Actor.Agent(who));
    }

    private static boolean isSecond(AuditEvent event, long second) {
        return event.what() instanceof Deed.ListenedTo(_, _, var seconds)
                && seconds.getFirst().from() == second;
    }
}
