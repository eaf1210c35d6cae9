package dev.crosspoint.media.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.media.codec.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * The same phones, packets and measures for our media plane and for those of others, in turns, so
 * that what else the machine does falls on both: Debian's rtpengine (userspace) for calls, Debian's
 * Janus (AudioBridge) for conferences. Each server is a process of its own on core 0, with nothing
 * beside it; the load is on core 1. What cannot be run is said, and why.
 *
 * <p>Argument: the file to write, in Markdown. System properties: {@code load.peers}, names of
 * works with commas between (default: all); {@code load.seconds} that are measured (20), after as
 * many of warm-up as {@link PlaneLoad} and {@link RoomLoad} have; {@code load.rounds} (2).
 */
public final class SideBySide {
    private static final String SERVER = "taskset -c 0";

    /** Somebody else's server. */
    private enum Peer {
        RTPENGINE("rtpengine", "rtpengine-daemon"),
        JANUS("janus", "janus");

        private final String program;
        private final String debian;

        Peer(String program, String debian) {
            this.program = program;
            this.debian = debian;
        }

        LoadedServer start(Path folder) throws IOException {
            return switch (this) {
                case RTPENGINE -> new RtpengineProcess(SERVER, folder.resolve("rtpengine.log"));
                case JANUS -> new JanusProcess(SERVER, folder);
            };
        }
    }

    private interface Loads {
        Load make() throws IOException;
    }

    private record Work(String name, String title, Peer peer, Loads loads) {}

    private static final List<Work> WORKS =
            List.of(
                    calls("relay", 200, "G.711, DTLS-SRTP to SDES-SRTP"),
                    calls("transcode", 20, "narrowband Opus to G.711"),
                    calls("fullband", 20, "fullband Opus to G.711"),
                    rooms(1, 3, 1, Codec.PCMU),
                    rooms(1, 10, 2, Codec.PCMU),
                    rooms(1, 50, 2, Codec.PCMU),
                    rooms(50, 3, 1, Codec.PCMU),
                    rooms(1, 3, 1, Codec.OPUS),
                    rooms(1, 10, 2, Codec.OPUS),
                    rooms(1, 50, 2, Codec.OPUS),
                    rooms(50, 3, 1, Codec.OPUS));

    private final PeerTable table = new PeerTable();
    private final int seconds = Integer.getInteger("load.seconds", 20);
    private final int rounds = Integer.getInteger("load.rounds", 2);
    private final Path page;
    private final Path folder;

    private SideBySide(Path page) throws IOException {
        this.page = page;
        this.folder = Files.createTempDirectory("crosspoint-peers");
    }

    /** Runs. */
    public static void main(String[] args) throws Exception {
        List<Work> works = chosen(System.getProperty("load.peers", ""));
        if (Runtime.getRuntime().availableProcessors() < 2 || found("taskset").isEmpty()) {
            System.out.println("not run: needs Linux, two cores, and taskset (util-linux)");
            return;
        }
        pin();
        var run = new SideBySide(Path.of(args[0]).toAbsolutePath());
        for (Work work : works) {
            run.measure(work);
        }
        System.out.println(run.text());
        System.out.println("the same in " + run.page + ", logs in " + run.folder);
    }

    private static List<Work> chosen(String names) {
        if (names.isEmpty()) {
            return WORKS;
        }
        List<String> wanted = List.of(names.split(",", -1));
        List<String> known = WORKS.stream().map(Work::name).toList();
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("load.peers: " + name + " is none of " + known);
            }
        }
        return WORKS.stream().filter(w -> wanted.contains(w.name())).toList();
    }

    private void measure(Work work) throws IOException {
        for (int round = 0; round < rounds; round++) {
            run(work, "Crosspoint", () -> new PlaneProcess(SERVER));
            Peer peer = work.peer();
            if (found(peer.program).isEmpty()) {
                String why = "not installed; on Debian: apt-get install " + peer.debian;
                add(work, peer.program, new PeerTable.Run.Missed(why));
            } else {
                run(work, peer.program, () -> peer.start(folder));
            }
        }
    }

    private interface Servers {
        LoadedServer start() throws IOException;
    }

    private void run(Work work, String name, Servers servers) throws IOException {
        PeerTable.Run run;
        try (var load = work.loads().make();
                var server = servers.start()) {
            load.warmUp(server);
            LoadResult result = load.measure(server, seconds);
            run =
                    result.delays().heard() == 0
                            ? new PeerTable.Run.Missed("nothing that was said was heard")
                            : new PeerTable.Run.Measured(result, loadAverage());
        } catch (IOException | IllegalStateException e) {
            run = new PeerTable.Run.Missed(String.valueOf(e.getMessage()));
        } catch (CompletionException e) {
            run = new PeerTable.Run.Missed("a handshake failed, " + e.getMessage());
        }
        add(work, name, run);
    }

    private void add(Work work, String server, PeerTable.Run run) throws IOException {
        table.add(work.title(), server, run);
        System.out.println(work.name() + ", " + server + ": " + word(run));
        Files.writeString(page, text());
    }

    private static String word(PeerTable.Run run) {
        return switch (run) {
            case PeerTable.Run.Measured m ->
                    String.format(Locale.ROOT, "%.3f ms", m.result().cpuMillis());
            case PeerTable.Run.Missed(String why) -> "not run: " + why;
        };
    }

    private String text() {
        String versions =
                Stream.of(Peer.values())
                        .map(p -> p.debian + " " + version(p))
                        .reduce((a, b) -> a + ", " + b)
                        .orElseThrow();
        return "%d s each, in turns; Java %s, %s.%n%n%s"
                .formatted(seconds, System.getProperty("java.version"), versions, table.markdown());
    }

    // ---- what there is to do

    private static Work calls(String kind, int calls, String what) {
        return new Work(
                kind, calls + " calls, " + what, Peer.RTPENGINE, () -> new PlaneLoad(kind, calls));
    }

    private static Work rooms(int rooms, int size, int talkers, Codec codec) {
        List<Codec> codecs = Collections.nCopies(size, codec);
        return new Work(
                codec.name().toLowerCase(Locale.ROOT) + "-" + rooms + "x" + size,
                "%d x %d %s, %d talk"
                        .formatted(rooms, size, codec == Codec.OPUS ? "Opus" : "G.711", talkers),
                Peer.JANUS,
                () -> new RoomLoad(rooms, codecs, talkers, true));
    }

    // ---- the machine

    /** This process, with all its threads, present and to come. */
    private static void pin() throws IOException, InterruptedException {
        String pid = Long.toString(ProcessHandle.current().pid());
        Process process = new ProcessBuilder("taskset", "-a", "-c", "-p", "1", pid).start();
        if (process.waitFor() != 0) {
            throw new IOException("there is no core 1 for the load");
        }
    }

    private static List<Path> found(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
        return Stream.of(path.split(":", -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .toList();
    }

    private static double loadAverage() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
    }

    private static String version(Peer peer) {
        try {
            Process query =
                    new ProcessBuilder("dpkg-query", "-W", "-f=${Version}", peer.debian)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String answer = new String(query.getInputStream().readAllBytes(), UTF_8);
            return answer.isEmpty() ? "(not installed)" : answer;
        } catch (IOException _) {
            return "(of an unknown version)";
        }
    }
}
