package dev.crosspoint.gateway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Part;
import dev.crosspoint.gateway.audit.AuditEvent.Seconds;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.seal.Artefact;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recordings heard over HTTP, from spool and folder, and what is on record of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class PlaybackTest {
    /** Long enough for a busy machine. */
    private static final int STALL_MS = 5_000;

    @TempDir private Path home;
    private PlaybackRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new PlaybackRig(home, null, STALL_MS);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    // ---- ranges

    @Test
    void sendsAnyRangeAsItIsInTheWhole() throws Exception {
        for (var recording :
                List.of(rig.archive.held("held"), rig.archive.delivered("delivered"))) {
            var whole = rig.plaintext(recording);
            assertThat(whole.length).isGreaterThan(3 * Sound.MOST);
            new RangeWalk(rig, recording, whole, "audio/wav").walk(21, 60);
        }
    }

    @Test
    void putsNothingOnRecordForWhoeverAsksForTheHeadersOnly() throws Exception {
        var recording = rig.archive.held("r");
        assertThat(rig.send("HEAD", recording, "/audio", null).body()).isEmpty();
        assertThat(rig.events).isEmpty();
    }

    @Test
    void asksToWaitUntilItIsPrepared() throws Exception {
        for (var recording : List.of(rig.archive.running("open"), rig.archive.sealed("sealed"))) {
            var answer = rig.get(recording, "/audio");
            assertThat(problem(answer)).isEqualTo("409 not-rendered");
            assertThat(header(answer, "retry-after")).isNotEmpty();
        }
        assertThat(problem(rig.get(new RecordingId("none"), "/audio"))).isEqualTo("404 not-found");
        assertThat(rig.events).isEmpty();
    }

    @Test
    void saysThatItIsGoneFromItsPlace() throws Exception {
        var recording = rig.archive.delivered("r");
        Files.delete(rig.archive.delivered(recording, "wav.sealed"));

        assertThat(problem(rig.get(recording, "/audio"))).isEqualTo("410 recording-gone");
    }

    // ---- keys and files

    @Test
    void endsWithTheKeyAndComesBackWithIt() throws Exception {
        var held = rig.archive.held("held");
        var delivered = rig.archive.delivered("delivered");
        rig.archive.forgetOpenedKeys();
        rig.isRevoked = true;
        for (var recording : List.of(held, delivered)) {
            for (var what : List.of("/audio", "/download", "/waveform")) {
                var answer = rig.get(recording, what);
                assertThat(problem(answer)).isEqualTo("403 key-denied");
                assertThat(json(answer).getString("detail")).contains("grant");
            }
        }
        rig.isRevoked = false;
        assertThat(rig.get(held, "/audio").statusCode()).isEqualTo(200);
        assertThat(rig.get(delivered, "/waveform").statusCode()).isEqualTo(200);
    }

    @Test
    void sendsNothingThatSomebodyChanged() throws Exception {
        var recording = rig.archive.held("r");
        var file = rig.archive.file(recording, Artefact.AUDIO);
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        int length = bytes.length;

        // What comes before is good, and sent; then the connection ends.
        var first = rig.get(recording, "/audio", "range", "bytes=0-65535");
        assertThat(first.statusCode()).isEqualTo(206);
        var middle =
                rig.get(
                        recording,
                        "/audio",
                        "range",
                        "bytes=" + (length / 2 - 200) + "-" + length / 2);
        assertThat(problem(middle)).isEqualTo("500 damaged");
    }

    // ---- on record

    @Test
    void putsItOnRecordOnceForEachStretchHoweverOftenItIsAskedFor() throws Exception {
        var recording = rig.archive.held("r");
        var play = json(rig.send("POST", recording, "/plays", null));
        assertThat(rig.deeds(Deed.PlayedRecording.class)).hasSize(1);
        var path = "/audio?play=" + play.getString("ticket");
        for (int i = 0; i < 20; i++) {
            int from = i * 10_000;
            var range = "bytes=" + from + "-" + (from + 5_000);
            assertThat(rig.get(recording, path, "range", range).statusCode()).isEqualTo(206);
        }
        assertThat(rig.deeds(Deed.PlayedRecording.class)).hasSize(1);
        assertThat(rig.deeds(Deed.ListenedTo.class))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.seconds()).containsExactly(new Seconds(0, 10)));
        // All of one play are found together.
        assertThat(rig.events)
                .allMatch(event -> play.getString("playId").equals(event.from().requestId()));
    }

    @Test
    void putsNothingOnRecordForTheHeaderOfTheFile() throws Exception {
        var recording = rig.archive.held("r");
        var ticket = json(rig.send("POST", recording, "/plays", null)).getString("ticket");
        rig.get(recording, "/audio?play=" + ticket, "range", "bytes=0-43");

        assertThat(rig.deeds(Deed.ListenedTo.class)).isEmpty();
    }

    @Test
    void countsAPlayWithoutATicketByItself() throws Exception {
        var recording = rig.archive.held("r");
        rig.get(recording, "/audio", "range", "bytes=100-200");
        rig.get(recording, "/audio", "range", "bytes=100-200");

        assertThat(rig.deeds(Deed.PlayedRecording.class)).hasSize(2);
        assertThat(rig.deeds(Deed.ListenedTo.class)).hasSize(2);
    }

    @Test
    void sendsNoByteThatCannotBePutOnRecord() throws Exception {
        var recording = rig.archive.held("r");
        rig.trail = _ -> Future.failedFuture(new IOException("the disk is full"));

        for (var what : List.of("/audio", "/download", "/waveform")) {
            assertThat(problem(rig.get(recording, what))).isEqualTo("503 not-ready");
        }
        assertThat(problem(rig.send("POST", recording, "/plays", null))).isEqualTo("503 not-ready");
        assertThat(problem(rig.send("DELETE", recording, "", "{\"reason\":\"other\"}")))
                .isEqualTo("503 not-ready");
        assertThat(rig.archive.row(recording).deleted()).isNull();
    }

    /** The trail is held back: until it lets go there is not even a status. */
    @Test
    void sendsNoByteBeforeItIsOnRecord() throws Exception {
        var recording = rig.archive.held("r");
        var ticket = json(rig.send("POST", recording, "/plays", null)).getString("ticket");
        Promise<Void> letGo = Promise.promise();
        var asked = new CompletableFuture<AuditEvent>();
        rig.trail =
                event -> {
                    asked.complete(event);
                    return letGo.future();
                };
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), rig.server.actualPort()));
            ask(socket, recording, "/audio?play=" + ticket);
            assertThat(asked.get(20, TimeUnit.SECONDS).what())
                    .isEqualTo(
                            new Deed.ListenedTo(
                                    "r", Optional.of("c-r"), List.of(new Seconds(0, 10))));
            assertThat(socket.getInputStream().available()).isZero();
            letGo.complete();
            var first = new byte[12];
            assertThat(socket.getInputStream().readNBytes(first, 0, 12)).isEqualTo(12);
            assertThat(new String(first, UTF_8)).isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void keepsApartWhatAPageSaysItHasPlayed() throws Exception {
        var recording = rig.archive.held("r");
        var play = json(rig.send("POST", recording, "/plays", null));
        var path = "/plays/" + play.getString("ticket") + "/heard";

        assertThat(report(recording, path, "[[0,900],[800,1500]]")).isEqualTo(204);
        assertThat(report(recording, path, "[[1000,1500]]")).isEqualTo(204);
        assertThat(report(recording, path, "[[0,2000]]")).isEqualTo(204);
        assertThat(rig.deeds(Deed.ReportedHeard.class))
                .extracting(Deed.ReportedHeard::parts)
                .containsExactly(List.of(new Part(0, 1500)), List.of(new Part(1500, 2000)));
        assertThat(rig.deeds(Deed.ListenedTo.class)).isEmpty();
        for (var bad :
                List.of("[]", "1", "[[1,1]]", "[[-1,5]]", "[[0]]", "[[0,99999999]]", "[\"a\"]")) {
            assertThat(report(recording, path, bad)).as(bad).isEqualTo(400);
        }
    }

    private int report(RecordingId recording, String path, String ranges) throws Exception {
        return rig.send("POST", recording, path, "{\"ranges\":" + ranges + "}").statusCode();
    }

    @Test
    void givesATicketForOneRecordingOnly() throws Exception {
        var one = rig.archive.held("one");
        var other = rig.archive.held("other");
        var ticket = json(rig.send("POST", one, "/plays", null)).getString("ticket");

        assertThat(rig.api.tokenOf(ticket)).contains("token");
        assertThat(rig.api.tokenOf("made-up")).isEmpty();
        assertThat(problem(rig.get(other, "/audio?play=" + ticket))).isEqualTo("404 not-found");
        assertThat(problem(rig.get(other, "/download?play=" + ticket))).isEqualTo("404 not-found");
        assertThat(rig.get(one, "/download?play=" + ticket).statusCode()).isEqualTo(200);
    }

    // ---- clients

    /** Its answer ends; its connection, on which nothing moves, is for the listener to cut. */
    @Test
    void letsGoOfAClientThatDoesNotRead() throws Exception {
        // Longer than every buffer on the way.
        rig.archive.seconds = 300;
        var recording = rig.archive.held("r");
        double whole = rig.plaintext(recording).length;
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(2_048);
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), rig.server.actualPort()));
            ask(socket, recording, "/audio");
            rig.awaitOpen(1);
            rig.awaitOpen(0);
            assertThat(rig.meters.get("crosspoint.playback.sent.bytes").counter().count())
                    .isLessThan(whole);
        }
        assertThat(rig.disk.beingRead()).isZero();
    }

    @Test
    void letsGoOfAClientThatLeaves() throws Exception {
        var recording = rig.archive.held("r");
        for (int i = 0; i < 10; i++) {
            Promise<Void> goOn = Promise.promise();
            rig.trail = _ -> goOn.future();
            try (var socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), rig.server.actualPort()));
                ask(socket, recording, "/audio");
                rig.awaitOpen(1);
                socket.setSoLinger(true, 0);
            }
            goOn.complete();
            rig.awaitOpen(0);
        }
        assertThat(rig.get(recording, "/audio").statusCode()).isEqualTo(200);
    }

    @Test
    void answersOnlySoManyAtOnceOfOnePerson() throws Exception {
        var recording = rig.archive.held("r");
        Promise<Void> letGo = Promise.promise();
        rig.trail = _ -> letGo.future();
        var waiting =
                IntStream.range(0, OpenAnswers.MOST_PER_AGENT)
                        .mapToObj(_ ->
                                rig.client.sendAsync(
                                        rig.request("GET", recording, "/audio", null),
                                        BodyHandlers.ofByteArray()))
                        .toList();
        rig.awaitOpen(OpenAnswers.MOST_PER_AGENT);
        assertThat(problem(rig.get(recording, "/audio"))).isEqualTo("429 too-many");
        letGo.complete();
        for (var each : waiting) {
            assertThat(each.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    private static void ask(Socket socket, RecordingId recording, String path) throws IOException {
        var request =
                "GET /api/recordings/" + recording.value() + path + " HTTP/1.1\r\nhost: h\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(UTF_8));
    }

    // ---- what else there is

    @Test
    void drawsIt() throws Exception {
        for (var recording :
                List.of(rig.archive.held("held"), rig.archive.delivered("delivered"))) {
            var json = json(rig.get(recording, "/waveform?columns=50"));
            assertThat(json.getInteger("columns")).isEqualTo(50);
            assertThat(json.getJsonArray("left")).hasSize(100).anyMatch(v -> !v.equals(0));
            assertThat(json.getJsonArray("right")).containsOnly(0);
            assertThat(marks(json.getJsonArray("marks"))).contains("talker customer left");
        }
        assertThat(rig.deeds(Deed.ViewedRecording.class)).hasSize(2);
        assertThat(rig.get(new RecordingId("held"), "/waveform?columns=9999").statusCode())
                .isEqualTo(400);
    }

    private static List<String> marks(JsonArray marks) {
        return marks.stream()
                .map(JsonObject.class::cast)
                .map(m ->
                        m.getString("kind")
                                + " "
                                + m.getString("who")
                                + " "
                                + m.getString("channel"))
                .toList();
    }

    @Test
    void sendsItAsAFile() throws Exception {
        var recording = rig.archive.delivered("r");
        var answer = rig.get(recording, "/download");

        assertThat(header(answer, "content-disposition"))
                .isEqualTo("attachment; filename=\"r.wav\"");
        assertThat(answer.body()).isEqualTo(rig.plaintext(recording));
        assertThat(rig.deeds(Deed.DownloadedRecording.class)).hasSize(1);
        assertThat(rig.deeds(Deed.ListenedTo.class)).isEmpty();
    }

    // ---- details

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static JsonObject json(HttpResponse<byte[]> answer) {
        return new JsonObject(new String(answer.body(), UTF_8));
    }

    static String problem(HttpResponse<byte[]> answer) {
        return answer.statusCode()
                + " "
                + json(answer).getString("type").replace("urn:crosspoint:problem:", "");
    }
}
