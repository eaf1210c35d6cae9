package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.e2e.Script.Phase;
import dev.crosspoint.gateway.peer.Ear;
import dev.crosspoint.media.audio.Tone;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Holds a delivered recording against its script, sample by sample: where nobody is on a channel
 * every sample is zero; where somebody is, there is this tone and no other.
 */
final class Listening {
    /** How far the file may be from what the gateway told and when. */
    private static final double TOLERANCE_MS = 300;

    private static final int WINDOW_MS = 100;
    private static final int STEP_MS = 10;

    /** A third of what everybody says. */
    private static final double HEARD = 0.05;

    /** 26 dB below what everybody says, within a phase: Opus makes some noise of its own. */
    private static final double UNHEARD = Ear.SPOKEN_AMPLITUDE * 0.05;

    /** What begins or ends within a window shows a little at all frequencies. */
    private static final double UNHEARD_AT_EDGES = Ear.SPOKEN_AMPLITUDE * 0.2;

    /** What a browser on a busy machine may leave out of a phase. */
    private static final int MISSING_MS = 200;

    private static final Set<Speaker> NOBODY = EnumSet.noneOf(Speaker.class);
    private static final List<Integer> OTHERS = List.of(Rig.MUSIC_HZ, Rig.SHY_HZ);

    private final Script script;
    private final Mode mode;
    private final Delivered recording;
    private final double startMs;

    private Listening(Script script, Mode mode, Delivered recording) {
        this.script = script;
        this.mode = mode;
        this.recording = recording;
        this.startMs = recording.row().getLong("startedMs");
    }

    static void check(Script script, Mode mode, Delivered recording) {
        var listening = new Listening(script, mode, recording);
        listening.length();
        listening.channel("right", recording.right(), phase -> mode.right(phase.right()));
        listening.channel("left", recording.left(), phase -> mode.left(phase.left()));
        listening.pauses();
        listening.participants("right", phase -> mode.right(phase.right()));
        listening.participants("left", phase -> mode.left(phase.left()));
    }

    private void length() {
        assertThat(recording.row().getString("sides")).isEqualTo(mode.word());
        assertThat(startMs - script.startMs()).as("begins").isBetween(-TOLERANCE_MS, TOLERANCE_MS);
        assertThat(startMs + recording.seconds() * 1000 - script.endMs())
                .as("ends")
                .isBetween(-TOLERANCE_MS, TOLERANCE_MS);
    }

    // ---- the channels

    private void channel(String name, short[] samples, Function<Phase, Set<Speaker>> who) {
        float[] pcm = new float[samples.length];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = samples[i] / 32768f;
        }
        zeros(name, samples, who);
        var missing = new ArrayList<String>();
        int window = Delivered.RATE_HZ / 1000 * WINDOW_MS;
        int step = Delivered.RATE_HZ / 1000 * STEP_MS;
        for (int at = 0; at + window <= pcm.length; at += step) {
            double ms = at * 1000.0 / Delivered.RATE_HZ;
            var phases = around(ms, ms + WINDOW_MS);
            var allowed = EnumSet.noneOf(Speaker.class);
            var needed = EnumSet.allOf(Speaker.class);
            phases.forEach(phase -> {
                allowed.addAll(who.apply(phase));
                needed.retainAll(phase.sure() ? who.apply(phase) : NOBODY);
            });
            for (var speaker : Speaker.values()) {
                double level = Tone.amplitude(pcm, at, window, Delivered.RATE_HZ, speaker.hz());
                if (needed.contains(speaker) && level < HEARD) {
                    missing.add(speaker + " at " + (int) ms);
                }
                if (allowed.stream().noneMatch(other -> other.hz() == speaker.hz())) {
                    absent(name, speaker.toString(), level, ms, allowed.equals(needed));
                }
            }
            for (int hz : OTHERS) {
                double level = Tone.amplitude(pcm, at, window, Delivered.RATE_HZ, hz);
                absent(name, hz + " Hz", level, ms, allowed.equals(needed));
            }
        }
        assertThat(missing.size() * STEP_MS)
                .as("ms missing on the %s of %s: %s", name, this, missing)
                .isLessThanOrEqualTo(MISSING_MS);
    }

    private void absent(String channel, String what, double level, double ms, boolean settled) {
        assertThat(level)
                .as("%s on the %s at %.0f ms of %s", what, channel, ms, this)
                .isLessThan(settled ? UNHEARD : UNHEARD_AT_EDGES);
    }

    /** Where nobody is, there is digital silence. */
    private void zeros(String name, short[] samples, Function<Phase, Set<Speaker>> who) {
        for (int i = 0; i < samples.length; i++) {
            if (samples[i] != 0) {
                double ms = i * 1000.0 / Delivered.RATE_HZ;
                assertThat(around(ms, ms))
                        .as("sound on the %s at %.0f ms of %s", name, ms, this)
                        .anyMatch(phase -> !who.apply(phase).isEmpty());
            }
        }
    }

    /** The phases that may show in a stretch of the file. */
    private List<Phase> around(double fromMs, double toMs) {
        var phases = script.phases();
        var around = new ArrayList<Phase>();
        for (int i = 0; i < phases.size(); i++) {
            double from = phases.get(i).fromMs() - startMs;
            boolean first = i == 0;
            boolean last = i == phases.size() - 1;
            double to = last ? Double.POSITIVE_INFINITY : phases.get(i + 1).fromMs() - startMs;
            if ((first || from - TOLERANCE_MS <= toMs) && (last || to + TOLERANCE_MS >= fromMs)) {
                around.add(phases.get(i));
            }
        }
        return around;
    }

    // ---- the manifest

    private void pauses() {
        var told = spans(Phase::paused);
        var pauses =
                recording.manifest().getJsonArray("pauses").stream()
                        .map(JsonObject.class::cast)
                        .map(Listening::span)
                        .toList();
        assertSame("pauses", pauses, told);
        for (var pause : pauses) {
            // The file's milliseconds are rounded down.
            int from = samples(pause.fromMs() + 1);
            int to = Math.min(recording.left().length, samples(pause.toMs()));
            for (int i = from; i < to; i++) {
                assertThat(recording.left()[i]).as("left in a pause, sample %d", i).isZero();
                assertThat(recording.right()[i]).as("right in a pause, sample %d", i).isZero();
            }
        }
    }

    /** Both customers have the same name there, and never the same call. */
    private void participants(String channel, Function<Phase, Set<Speaker>> who) {
        for (var name : Arrays.stream(Speaker.values()).map(Speaker::who).distinct().toList()) {
            var listed =
                    recording.manifest().getJsonArray("participants").stream()
                            .map(JsonObject.class::cast)
                            .filter(one -> channel.equals(one.getString("channel")))
                            .filter(one -> name.equals(one.getString("who")))
                            .map(Listening::span)
                            .toList();
            assertSame(
                    name + " on the " + channel,
                    joined(listed),
                    spans(phase ->
                            who.apply(phase).stream().map(Speaker::who).anyMatch(name::equals)));
        }
    }

    private static int samples(double ms) {
        return (int) (ms * Delivered.RATE_HZ / 1000);
    }

    private record Span(double fromMs, double toMs) {}

    private static Span span(JsonObject json) {
        return new Span(json.getLong("fromMs"), json.getLong("toMs"));
    }

    /** What goes on at once, or with another leg after a moment, is one. */
    private static List<Span> joined(List<Span> spans) {
        var joined = new ArrayList<Span>();
        for (var span : spans) {
            if (!joined.isEmpty() && span.fromMs() - joined.getLast().toMs() < TOLERANCE_MS) {
                joined.set(
                        joined.size() - 1,
                        new Span(
                                joined.getLast().fromMs(),
                                Math.max(joined.getLast().toMs(), span.toMs())));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    /** When something was so, by the script, in time of the file. */
    private List<Span> spans(Function<Phase, Boolean> what) {
        var spans = new ArrayList<Span>();
        var phases = script.phases();
        for (int i = 0; i < phases.size(); i++) {
            double from = phases.get(i).fromMs() - startMs;
            double to =
                    (i + 1 < phases.size() ? phases.get(i + 1).fromMs() : script.endMs()) - startMs;
            if (what.apply(phases.get(i))) {
                spans.add(new Span(from, to));
            }
        }
        return joined(spans);
    }

    private void assertSame(String what, List<Span> are, List<Span> told) {
        assertThat(are).as("%s of %s, told: %s", what, this, told).hasSameSizeAs(told);
        for (int i = 0; i < are.size(); i++) {
            assertThat(Math.abs(are.get(i).fromMs() - told.get(i).fromMs()))
                    .as("%s of %s: %s, told: %s", what, this, are, told)
                    .isLessThan(TOLERANCE_MS);
            assertThat(Math.abs(are.get(i).toMs() - told.get(i).toMs()))
                    .as("%s of %s: %s, told: %s", what, this, are, told)
                    .isLessThan(TOLERANCE_MS);
        }
    }

    @Override
    public String toString() {
        return mode + " of " + script.agent() + " " + recording.row().getString("recordingId");
    }
}
