package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.loop.WirePhone;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the database in the middle of a call, and then of the gateway in another. */
class LostDatabaseIT {
    private static final int LIMIT_SECONDS = 30;

    /** More than that goes missing only of what a call was doing when the gateway was killed. */
    private static final long MOST_LOST_MS = 15_000;

    /** Of /proc/PID/stat, counted from behind the name (proc(5)). */
    private static final int NICE_FIELD = 16;

    private final Vertx vertx = Vertx.vertx();

    @TempDir private Path folder;

    @AfterEach
    void stop() throws Exception {
        var _ = vertx.close().await();
    }

    @Test
    void goesOnWithCallsAndLosesNoContactAndNothingThatIsOnRecord() throws Exception {
        try (var rig = Rig.start(folder, "quality")) {
            var alice = Program.signIn(rig, Rig.AGENT);
            try (var desk = BareDesk.open(vertx, rig.httpsPort())) {
                var first = new String[1];
                talk(
                        rig,
                        desk,
                        (contact, customer) -> {
                            first[0] = contact;
                            killDatabase(rig);
                            alice.hold(contact, true);
                            alice.hold(contact, false);
                            customer.awaitTone(Rig.AGENT_HZ);
                            alice.hangUp(contact);
                        });
                desk.beAvailable();
                var second = new String[1];
                var killedMs = new long[1];
                talk(
                        rig,
                        desk,
                        (contact, _) -> {
                            second[0] = contact;
                            killedMs[0] = System.currentTimeMillis();
                            rig.kill();
                        });
                rig.startAgain();

                var carol = Program.signIn(rig, Rig.CAROL);
                var ended = carol.awaitEnded(first[0]);
                assertThat(ended.getString("disconnectReason")).isEqualTo("agent-hung-up");
                assertThat(ended.getInteger("holds")).isEqualTo(1);
                var lost = carol.awaitEnded(second[0]);
                assertThat(lost.getString("disconnectReason")).isEqualTo("gateway-lost");
                assertThat(lost.containsKey("connectedMs")).isTrue();
                assertThat(killedMs[0] - lost.getLong("endedMs")).isLessThan(MOST_LOST_MS);
                for (var contact : new JsonObject[] {ended, lost}) {
                    assertThat(contact.getString("number").equals(Rig.CUSTOMER)).isTrue();
                    assertThat(contact.getString("agent")).isEqualTo(Rig.AGENT);
                }
                assertOnRecord(rig, first[0]);
            }
        }
    }

    /** What was done while there was no database, in a chain that is whole. */
    private static void assertOnRecord(Rig rig, String contact) throws Exception {
        var trail = rig.auditTrail();
        var ofContact = trail.lines().filter(line -> line.contains(contact)).toList();
        assertThat(ofContact.stream().filter(line -> line.contains("\"Hold\""))).hasSize(2);
        assertThat(ofContact.stream().filter(line -> line.contains("\"HangUp\""))).hasSize(1);
        assertThat(trail.contains(Rig.CUSTOMER)).isFalse();
        var verified = rig.command("audit", "verify");
        assertThat(verified.exitCode()).as("%s", verified).isZero();
    }

    private interface Talk {
        void with(String contact, RtpProbe customer) throws Exception;
    }

    /** A call in which both hear each other before something happens. */
    private void talk(Rig rig, BareDesk desk, Talk during) throws Exception {
        try (var customer = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var _ =
                        rig.callFromSipp(
                                "u1", Rig.BOTH_RECORDED, customer, Sipp.Ending.WAITS_FOR_BYE);
                var agent = WirePhone.browser(Codec.OPUS).say(Rig.AGENT_HZ)) {
            var contact = desk.take();
            var socket =
                    DirectPhone.open(
                            vertx, rig.httpsPort(), contact, "contactCtx", contact.contactToken());
            DirectPhone.invite(socket, contact, agent);
            var _ = socket.request("accept", new JsonObject());
            customer.awaitTone(Rig.AGENT_HZ);
            during.with(contact.contactId(), customer);
        }
    }

    private static void killDatabase(Rig rig) throws Exception {
        var server = Files.readAllLines(rig.home().resolve("postgres/data/postmaster.pid"));
        var postgres = ProcessHandle.of(Long.parseLong(server.getFirst())).orElseThrow();
        assertGivesWay(postgres);
        assertThat(postgres.destroyForcibly()).isTrue();
        var _ = postgres.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** To audio (ADR 076): its autovacuum would hold it up every minute. */
    private static void assertGivesWay(ProcessHandle postgres) throws Exception {
        var processes = Stream.concat(Stream.of(postgres), postgres.descendants()).toList();
        assertThat(processes).hasSizeGreaterThan(1);
        for (var process : processes) {
            nice(process).ifPresent(nice -> assertThat(nice).isGreaterThanOrEqualTo(10));
        }
    }

    /** Empty when it has ended meanwhile. */
    private static OptionalInt nice(ProcessHandle process) throws IOException {
        try {
            var stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return OptionalInt.of(Integer.parseInt(fields[NICE_FIELD]));
        } catch (NoSuchFileException _) {
            return OptionalInt.empty();
        }
    }
}
