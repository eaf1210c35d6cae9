package dev.crosspoint.loadtest.run;

import dev.crosspoint.loadtest.simulation.LoadProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Loads a gateway with one simulation after the other, and says how it was. Started by {@code mvn
 * -Pload}; README.md has the system properties. Ends with 1 when an assertion failed or the
 * gateway's books do not balance.
 */
public final class LoadRun {
    private static final String SIMULATIONS = "dev.crosspoint.loadtest.simulation.";

    /** What calls may need to be over after the last phone has gone, s. */
    private static final int REST_SECONDS = 15;

    private final RunSettings settings;
    private final Path folder;

    private LoadRun(RunSettings settings) {
        this.settings = settings;
        this.folder = settings.folder().toAbsolutePath();
    }

    /** Runs. */
    public static void main(String[] arguments) throws Exception {
        System.exit(run(RunSettings.ofProperties()) ? 0 : 1);
    }

    /**
     * Runs all simulations.
     *
     * @return whether nothing failed
     */
    public static boolean run(RunSettings settings) throws Exception {
        return new LoadRun(settings).run();
    }

    private boolean run() throws Exception {
        Files.createDirectories(folder);
        String target = settings.target();
        if (target != null) {
            return simulate(
                    new Place(
                            target,
                            Integer.getInteger("load.https", 8443),
                            Integer.getInteger("load.sip", 5060),
                            Integer.getInteger("load.phones", 0),
                            RunSettings.text("load.number", GatewayFiles.NUMBER),
                            null));
        }
        try (var gateway =
                OwnGateway.start(
                        folder.resolve("gateway"), settings, GatewayFiles.HASH, pinnedTo(0))) {
            System.out.println("gateway " + gateway.pid() + " is ready");
            return simulate(
                    new Place(
                            "127.0.0.1",
                            gateway.https(),
                            gateway.sip(),
                            gateway.phonesPort(),
                            GatewayFiles.NUMBER,
                            new GatewayMemory(gateway.pid(), pinnedTo(1))));
        }
    }

    /**
     * Where the gateway is, and where its calls to telephones go.
     *
     * @param phones 0 for any port: the gateway calls nobody then
     * @param memory null of a gateway elsewhere
     */
    private record Place(
            String host,
            int https,
            int sip,
            int phones,
            String number,
            @Nullable GatewayMemory memory) {}

    private boolean simulate(Place place) throws Exception {
        var summaries = new ArrayList<Summary>();
        try (var reader = new MetricsReader(place.host(), place.https())) {
            for (String simulation : settings.simulations()) {
                summaries.add(simulate(simulation, place, reader));
            }
        }
        Path page = folder.resolve("summary.md");
        var text = new StringBuilder("# Load: " + settings.profile() + "\n\n" + how() + "\n\n");
        for (Summary summary : summaries) {
            text.append(summary.markdown());
            Files.writeString(
                    folder.resolve(summary.simulation() + ".svg"),
                    new Curves(summary.run().told(), summary.run().heard()).svg());
        }
        Files.writeString(page, text);
        System.out.println(text);
        System.out.println("summary: " + page);
        return summaries.stream().allMatch(Summary::well);
    }

    private String how() {
        return "%s; browsers speak %s, trunk %s and %s, %s; %d cores, %s, Java %s."
                .formatted(
                        settings.target() == null ? "a gateway of our own" : "a gateway elsewhere",
                        settings.codec().rtpName(),
                        settings.transport(),
                        settings.srtp() ? "SRTP" : "RTP",
                        settings.recorded() ? "recorded" : "not recorded",
                        Runtime.getRuntime().availableProcessors(),
                        settings.pinned() && settings.target() == null
                                ? "gateway and generator pinned to one each"
                                : "not pinned",
                        System.getProperty("java.version"));
    }

    private Summary simulate(String simulation, Place place, MetricsReader reader)
            throws Exception {
        Path log = folder.resolve(simulation + "-phones.csv");
        Path flooded = folder.resolve(simulation + "-flood.properties");
        Files.deleteIfExists(flooded);
        GatewayMetrics before = atRest(reader);
        LoadProfile profile = LoadProfile.named(settings.profile());
        boolean passed;
        List<Sample> samples;
        try (var sampler = new Sampler(reader);
                var _ = collecting(profile, place.memory())) {
            passed = gatling(simulation, place, log, flooded);
            samples = sampler.samples();
        }
        GatewayMetrics after = atRest(reader);
        List<PhoneSecond> phones = Files.exists(log) ? PhoneSecond.read(log) : List.of();
        long unconfirmed = phones.isEmpty() ? 0 : phones.getLast().unconfirmed();
        var wrong = new ArrayList<>(Ledger.wrong(before, after, unconfirmed));
        FloodBill flood =
                Files.exists(flooded) ? FloodBill.of(flooded, before, after, phones) : null;
        if (flood != null) {
            wrong.addAll(flood.wrong());
        }
        var run = new Span(samples, phones);
        if (profile.isSoak()) {
            wrong.addAll(SoakTable.of(run).grown());
        }
        return new Summary(simulation, run, passed, wrong, after, profile, flood);
    }

    /** In a soak, twice in each row of its table; else never. */
    private static @Nullable Collecting collecting(
            LoadProfile profile, @Nullable GatewayMemory memory) {
        return profile.isSoak() && memory != null
                ? new Collecting(memory, Math.max(1, profile.seconds() / (2 * SoakTable.ROWS)))
                : null;
    }

    /** Gatling in a process of its own, so that what it costs is not the gateway's. */
    private boolean gatling(String simulation, Place place, Path log, Path flooded)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(pinnedTo(1));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Xmx2g"));
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("load.") && !System.getProperty(name).isEmpty()) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        command.addAll(
                List.of(
                        "-Dload.profile=" + settings.profile(),
                        "-Dload.codec=" + settings.codec().name(),
                        "-Dload.transport=" + settings.transport().name(),
                        "-Dload.srtp=" + settings.srtp(),
                        "-Dload.spin=" + settings.pinned(),
                        "-Dload.host=" + place.host(),
                        "-Dload.https=" + place.https(),
                        "-Dload.sip=" + place.sip(),
                        "-Dload.phones=" + place.phones(),
                        "-Dload.number=" + place.number(),
                        "-Dload.phoneLog=" + log,
                        "-Dload.floodLog=" + flooded,
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "io.gatling.app.Gatling",
                        "--simulation",
                        SIMULATIONS + simulation,
                        "--results-folder",
                        folder.toString()));
        Process process = new ProcessBuilder(command).inheritIO().start();
        return process.waitFor() == 0;
    }

    /** What the gateway shows once nothing is open, or at the end of our patience. */
    private static GatewayMetrics atRest(MetricsReader reader)
            throws IOException, InterruptedException {
        GatewayMetrics now = reader.read();
        for (int second = 0; second < REST_SECONDS && !Ledger.open(now).isEmpty(); second++) {
            TimeUnit.SECONDS.sleep(1);
            now = reader.read();
        }
        return now;
    }

    private List<String> pinnedTo(int core) {
        return settings.pinned() && Files.isExecutable(Path.of("/usr/bin/taskset"))
                ? List.of("taskset", "-c", Integer.toString(core))
                : List.of();
    }
}
