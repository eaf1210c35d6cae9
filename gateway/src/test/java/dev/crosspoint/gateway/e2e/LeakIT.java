package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.access.PasswordHash;
import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.gateway.routing.AgentActivity;
import dev.crosspoint.gateway.routing.AgentHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand short calls leave nothing behind: those that a flow ends after a word or before it,
 * those whose caller hangs up in a queue, those to numbers that nobody has, and those that agents
 * take, connect their audio to, and end. What is looked at is the gateway's own process, from
 * outside: its gauges, its sockets, its threads, and every object of ours and of the SIP stack on
 * its heap.
 */
@SuppressWarnings("NullAway.Init") // JUnit's
class LeakIT {
    private static final String ENDED = "+4930555001";
    private static final String LEFT = "+4930555002";
    private static final String DECLINED = "+4930555003";
    private static final String TALKED = "+4930555004";
    private static final String NOBODY = "+4930555099";

    private static final List<String> AGENTS = List.of("bea", "cem", "dag", "eva");

    /** Room for datagrams that a media loop makes at most, to send and to receive. */
    private static final int MOST_SLOTS = 4_096 + 64;

    /**
     * What has a bound of its own, and may not have come to it before the first look: what is
     * remembered of agents, and room for what a loop has to send at once after a pause.
     */
    private static final Map<String, Long> BOUNDED =
            Map.of(
                    AgentActivity.StateChanged.class.getName(),
                    (long) AGENTS.size() * AgentHistory.MOST_CHANGES,
                    "dev.crosspoint.media.loop.PacketMemory$Slot",
                    (long) Runtime.getRuntime().availableProcessors() * MOST_SLOTS);

    private static final int AGENTS_PER_SECOND = 10;

    /** Before the first look: what is made once is made then. */
    private static final int WARM_UP = 1_000;

    private static final int CALLS = 9_000;

    /** Of both, those that agents talk in; more than {@link #MANY}. */
    private static final int WARM_UP_TALKS = 160;

    private static final int TALKS = 540;
    private static final int PER_SECOND = 200;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** What may grow: pools of threads, files that are written on, caches that have a bound. */
    private static final int FEW = 20;

    /**
     * Of a class, so many more than before are one of something for each call. What remembers calls
     * of the last minutes on purpose has a bound below.
     */
    private static final long MANY = CALLS / 20;

    private static final int MOST_LOOKS = 40;
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final int TRUNK_PORT_LOW = 20_000;
    private static final int TRUNK_PORT_HIGH = 29_999;

    @TempDir private Path folder;

    private final int httpsPort = FreePorts.one();
    private final int sipPort = FreePorts.one();
    private int rounds;

    /** What a process holds. */
    private record Held(int files, int threads, int ports, Map<String, Long> objects) {}

    @Test
    void leavesNothingOfTenThousandShortCalls() throws Exception {
        try (var gateway = GatewayProcess.start(folder, yaml());
                var agents = BusyAgents.open(httpsPort, AGENTS)) {
            call(WARM_UP - WARM_UP_TALKS, WARM_UP_TALKS);
            awaitIdle(gateway);
            var before = held(gateway);

            double calls = Metrics.of(httpsPort).total("crosspoint_calls_ended_total");
            int talked = agents.talked();
            call(CALLS - TALKS, TALKS);
            awaitIdle(gateway);
            var after = held(gateway);

            // All but those to nobody, of which call control never hears.
            calls = Metrics.of(httpsPort).total("crosspoint_calls_ended_total") - calls;
            assertThat(calls).isGreaterThan(0.85 * CALLS);
            assertThat(agents.talked() - talked).isGreaterThan((int) (0.9 * TALKS));
            assertThat(after.ports()).isEqualTo(before.ports()).isZero();
            assertThat(after.files()).isLessThanOrEqualTo(before.files() + FEW);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + FEW);
            // What is kept of a call for some time on purpose goes in that time.
            looks(() -> grown(before.objects(), HeapObjects.of(gateway.pid())));
        }
    }

    private static Map<String, Long> grown(Map<String, Long> before, Map<String, Long> now) {
        var grown = new HashMap<>(HeapObjects.grown(before, now, MANY));
        BOUNDED.forEach((name, most) -> {
            if (now.getOrDefault(name, 0L) <= most) {
                grown.remove(name);
            }
        });
        return grown;
    }

    /** All kinds at once. */
    private void call(int calls, int talks) throws Exception {
        var round = Files.createDirectories(folder.resolve("round" + rounds++));
        try (var ended = sipp(round, "ended", ENDED, 40, calls);
                var left = sipp(round, "left", LEFT, 40, calls);
                var declined = sipp(round, "declined", DECLINED, 10, calls);
                var refused = sipp(round, "refused", NOBODY, 10, calls);
                var talked = sipp(round, "ended", "talked", TALKED, talks, AGENTS_PER_SECOND)) {
            talked.awaitEnd(LIMIT);
            ended.awaitEnd(LIMIT);
            left.awaitEnd(LIMIT);
            declined.awaitEnd(LIMIT);
            refused.awaitEnd(LIMIT);
        }
    }

    /** A share of the calls, in percent. */
    private Sipp sipp(Path round, String kind, String dialled, int share, int calls)
            throws IOException {
        return sipp(round, kind, kind, dialled, calls * share / 100, PER_SECOND * share / 100);
    }

    private Sipp sipp(
            Path round, String kind, String name, String dialled, int calls, int perSecond)
            throws IOException {
        var own = Files.createDirectories(round.resolve(name));
        var scenario = own.resolve("call.xml");
        Files.writeString(scenario, RigSettings.resource("sipp/short-" + kind + ".xml"));
        var keys = new ArrayList<>(List.of("-key", "caller", "+493012345"));
        keys.addAll(List.of("-key", "dialled", dialled));
        keys.addAll(List.of("-key", "audio_port", "" + FreePorts.one()));
        return Sipp.playMany(own, scenario, "127.0.0.1:" + sipPort, calls, perSecond, keys);
    }

    /** When nothing goes on any more, and SIP waits for no repeated request (RFC 3261). */
    private void awaitIdle(GatewayProcess gateway) throws Exception {
        Soon.until("no call is open", () -> open().isEmpty());
        looks(() -> {
            var dialogs = HeapObjects.of(gateway.pid());
            dialogs.keySet().removeIf(name -> !name.endsWith(".SIPDialog"));
            return dialogs;
        });
    }

    private static Held held(GatewayProcess gateway) throws Exception {
        var process = Path.of("/proc", Long.toString(gateway.pid()));
        return new Held(
                entries(process.resolve("fd")),
                entries(process.resolve("task")),
                UdpSockets.between(TRUNK_PORT_LOW, TRUNK_PORT_HIGH),
                HeapObjects.of(gateway.pid()));
    }

    /** Looks until nothing is left; each look costs the gateway a collection. */
    private static void looks(Callable<Map<String, Long>> left) throws Exception {
        var found = left.call();
        for (int looks = 1; !found.isEmpty() && looks < MOST_LOOKS; looks++) {
            LockSupport.parkNanos(LOOK_NANOS);
            found = left.call();
        }
        assertThat(found).isEmpty();
    }

    private List<String> open() throws IOException {
        return Metrics.of(httpsPort)
                .open(
                        "crosspoint_sip_calls_open",
                        "crosspoint_media_calls_open",
                        "crosspoint_media_legs_open",
                        "crosspoint_calls_active");
    }

    private static int entries(Path folder) throws IOException {
        try (var list = Files.list(folder)) {
            return (int) list.count();
        }
    }

    private static String agents() {
        var hash = PasswordHash.of(Rig.PASSWORD).value();
        return AGENTS.stream()
                .map(id ->
                        "      - { id: %s, queues: [answered], passwordHash: \"%s\" }"
                                .formatted(id, hash))
                .collect(Collectors.joining("\n"));
    }

    private String yaml() throws IOException {
        var flows = Files.createDirectories(folder.resolve("flows"));
        var end =
                """
                {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
                """;
        Files.writeString(
                flows.resolve("declined.json"),
                """
                {"Version": "2019-10-30", "StartAction": "end", "Actions": [%s]}
                """
                        .formatted(end));
        Files.writeString(
                flows.resolve("ended.json"),
                """
                {"Version": "2019-10-30", "StartAction": "say", "Actions": [%s,
                  {"Identifier": "say", "Type": "MessageParticipant", "Parameters": {"PromptId": "word"},
                   "Transitions": {"NextAction": "end", "Errors": [{"NextAction": "end", "ErrorType": "NoMatchingError"}]}}]}
                """
                        .formatted(end));
        Files.writeString(
                flows.resolve("talked.json"),
                RigSettings.resource("inbound.json")
                        .formatted("anything")
                        .replace("\"QueueId\": \"service\"", "\"QueueId\": \"answered\""));
        Wav.tone(flows.resolve("word.wav"), 8000, 1, 440, 1);
        Files.writeString(
                flows.resolve("left.json"),
                RigSettings.resource("inbound.json").formatted("anything"));
        Files.writeString(
                flows.resolve("mapping.yaml"),
                "queues: { service: service, answered: answered }\nprompts: { word: word.wav }\n");
        return """
        home: home
        https: { port: %d }
        sip: { udpTcpPort: %d, tlsPort: 0, advertisedAddress: 127.0.0.1 }
        media: { advertisedAddress: 127.0.0.1, browserPort: 0, trunkPortLow: %d, trunkPortHigh: %d }
        tenants:
          - account: acme
            instance: test
            defaultCountry: DE
            flows: %s
            numbers:
              - { trunk: circuit, number: "%s", flow: ended }
              - { trunk: circuit, number: "%s", flow: left }
              - { trunk: circuit, number: "%s", flow: declined }
              - { trunk: circuit, number: "%s", flow: talked }
            afterContactSeconds: 0
            queues: [{ id: service, name: Service }, { id: answered, name: Answered, capacity: 1000 }]
            agents:
        %s
              - { id: ann, name: Ann, queues: [service], passwordHash: "%s" }
        trunks:
          - id: circuit
            exposure: private
            transports: [udp]
            mediaSecurity: none
            networks: [127.0.0.1/32]
            defaultCountry: DE
        """
                .formatted(
                        httpsPort,
                        sipPort,
                        TRUNK_PORT_LOW,
                        TRUNK_PORT_HIGH,
                        flows,
                        ENDED,
                        LEFT,
                        DECLINED,
                        TALKED,
                        agents(),
                        PasswordHash.of("nobody signs in").value());
    }
}
