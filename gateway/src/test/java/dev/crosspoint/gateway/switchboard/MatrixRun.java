package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.recording.DeliveredFile;
import dev.crosspoint.gateway.recording.WorksByHand;
import dev.crosspoint.media.call.Count;
import dev.crosspoint.media.call.ToneCall;
import dev.crosspoint.media.call.VirtualNet;
import dev.crosspoint.media.spool.VirtualSpool;
import dev.crosspoint.media.vault.MemoryKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Tells the story of a {@link MatrixCase} and holds what is delivered against what has to be. */
final class MatrixRun {
    private static final int SHORTEST_MS = 260;
    private static final int LONGEST_MS = 420;
    private static final int PROMPT_LIMIT_MS = 2_000;
    private static final int SEAL_LIMIT_MS = 5_000;

    private final MatrixCase what;
    private final Path folder;
    private final RandomGenerator random;
    private final MemoryKeys keys = new MemoryKeys();
    private final VirtualSpool spool;
    private final Scene scene;
    private final TonedMedia media;
    private final Map<String, ExpectedFile> files = new LinkedHashMap<>();
    private Map<String, ExpectedFile.Sides> tapes = Map.of();

    private MatrixRun(MatrixCase what, Path folder) throws Exception {
        this.what = what;
        this.folder = folder;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(what.seed());
        var net = VirtualNet.seeded(what.seed());
        if (what.lossy()) {
            net.loss(0.05).jitterMs(30);
        }
        var root = Files.createDirectories(folder.resolve("spool"));
        this.spool = new VirtualSpool(root, keys, net::nowNanos);
        this.scene = Scene.empty(what.flows());
        this.media = new TonedMedia(what, scene.office, net, spool);
    }

    /**
     * Plays a case.
     *
     * @param folder for the spool and for what is delivered
     * @return what is wrong; nothing is
     */
    static List<String> of(MatrixCase what, Path folder) throws Exception {
        var run = new MatrixRun(what, folder);
        try (run.spool) {
            for (var line : what.story().lines()) {
                run.play(line);
            }
            return run.judge();
        }
    }

    // ---- the story

    private void play(String line) {
        var parts = line.split("=>", -1);
        for (var step : parts[0].split(",", -1)) {
            step(step.strip());
        }
        if (parts.length > 1) {
            tapes = ExpectedFile.tapes(parts[1], what.sides());
        }
        long fromNanos = media.nowNanos();
        var current = new LinkedHashMap<ExpectedFile, ExpectedFile.Sides>();
        tapes.forEach((agent, sides) -> current.put(file(agent), sides));
        media.pass(random.nextInt(SHORTEST_MS, LONGEST_MS));
        boolean anew = line.contains(" speaks ");
        current.forEach((file, sides) -> file.add(fromNanos, media.nowNanos(), sides, anew));
    }

    /** The file of the contact that an agent has now. */
    private ExpectedFile file(String agent) {
        return files.computeIfAbsent(
                scene.office.contactOf(scene.agent(agent)),
                contact -> new ExpectedFile(contact, agent, media.nowNanos()));
    }

    private void step(String step) {
        switch (step) {
            case "prompts end" -> {
                for (int ms = 0; media.prompts(scene.call()) > 0; ms += 10) {
                    assertThat(ms).as("prompts end").isLessThan(PROMPT_LIMIT_MS);
                    media.pass(10);
                }
            }
            case "customer speaks another" -> media.phone("customer").speakIn(what.other());
            case "customer speaks first" -> media.phone("customer").speakIn(what.trunks());
            case "customer keys 4" -> media.phone("customer").press('4');
            // Nothing is recorded, so there is nothing to pause.
            case "ann pauses", "ann continues", "bob continues" ->
                    scene.play(what.sides().isEmpty() ? step + " !CONFLICT" : step);
            default -> scene.play(step);
        }
    }

    // ---- the files

    private List<String> judge() throws Exception {
        scene.finish();
        for (int ms = 0; spool.sealed().size() < spool.opened(); ms += 50) {
            assertThat(ms).as("everything is sealed").isLessThan(SEAL_LIMIT_MS);
            media.pass(50);
        }
        var works =
                new WorksByHand(
                        spool,
                        keys,
                        ToneCall.codecs(),
                        Office.mediaTenant(),
                        folder.resolve("delivered"));
        var problems = new ArrayList<String>();
        var missing = new LinkedHashMap<>(files);
        for (var sealed : spool.sealed().entrySet()) {
            var file = works.deliver(sealed.getKey(), sealed.getValue());
            var expected = missing.remove(file.about().contact());
            if (expected == null) {
                problems.add("a file too much: " + file.about().text());
            } else {
                judge(file, expected, problems);
            }
        }
        missing.values().forEach(file -> problems.add("no file of " + file.agent));
        if (what.sides().isEmpty()) {
            if (media.counted(Count.RECORDED) > 0 || spool.opened() > 0 || exists("delivered")) {
                problems.add("something was recorded");
            }
        }
        return problems;
    }

    private void judge(DeliveredFile file, ExpectedFile expected, List<String> problems) {
        var about = file.about();
        if (!about.agent().equals(expected.agent)
                || about.segment() != 1
                || !file.location().contains("/" + expected.contact + "_")) {
            problems.add("not " + expected.agent + "'s file: " + about.text());
        }
        new FileJudge(what, file, expected)
                .problems()
                .forEach(problem -> problems.add(expected.agent + "'s file: " + problem));
    }

    private boolean exists(String name) {
        return Files.exists(folder.resolve(name));
    }
}
