package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.api.MediaReply.Done;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.mix.PromptAudio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An edit of who hears whom shows in the packets that are sent within 40 ms of its reply: in the
 * last of them, who is to be heard is heard, and who is not is not, by their tones.
 *
 * <p>Every edit is made at five moments between two ticks. All five have to show it, or three with
 * Opus, whose decoders may err for a frame where they begin in mid-stream or the encoder changes,
 * by a few dB.
 */
class EditInTimeTest {
    /** What is edited. */
    enum What {
        MUTE,
        HOLD,
        RESUME,
        JOIN,
        WHISPER,
        MONITOR
    }

    private static final Duration WITHIN = Duration.ofMillis(40);

    /** From the gateway to a phone. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(5);

    private static final double AMPLITUDE = 0.1;
    private static final double ROOM = 0.003;
    private static final int MUSIC_HZ = 2200;

    /** Two periods of the distance between any two tones, so that each is seen alone. */
    private static final int PIECE_MS = 5;

    /** In the last packet: a third of the tone's amplitude at least, or a fading end at most. */
    private static final double PRESENT_DB = Tone.decibels(AMPLITUDE / 3);

    private static final double ABSENT_DB = Tone.decibels(AMPLITUDE / 10);

    /** How far the packets of a decoder that errs are from these bounds at most. */
    private static final double MAY_ERR_DB = 12;

    private final VirtualNet net = VirtualNet.seeded(101);
    private final VirtualCall call = new VirtualCall(net);
    private final Map<Heard, List<Double>> margins = new LinkedHashMap<>();

    /** A tone that somebody is to hear, or not to hear. */
    private record Heard(String who, int hz, boolean hears) {}

    static List<Arguments> everything() {
        var all = new ArrayList<Arguments>();
        for (List<Codec> pair :
                List.of(
                        List.of(Codec.PCMU, Codec.PCMU),
                        List.of(Codec.OPUS, Codec.PCMU),
                        List.of(Codec.OPUS, Codec.OPUS))) {
            for (Codec third : List.of(Codec.PCMU, Codec.OPUS)) {
                for (What what : What.values()) {
                    all.add(Arguments.of(pair.get(0), pair.get(1), third, what, false));
                    // In a conference everybody hears the mix.
                    if (what != What.JOIN) {
                        all.add(Arguments.of(pair.get(0), pair.get(1), third, what, true));
                    }
                }
            }
        }
        return all;
    }

    @ParameterizedTest(name = "{3} between {0} and {1}, third {2}, in a conference {4}")
    @MethodSource("everything")
    void showsWithinTwoTicks(Codec a, Codec b, Codec third, What what, boolean conference) {
        for (int phaseMs = 0; phaseMs < 20; phaseMs += 4) {
            edit(List.of(a, b, third, Codec.PCMU), what, conference, phaseMs);
        }
        int mayErr = List.of(a, b, third).contains(Codec.OPUS) ? 2 : 0;
        margins.forEach((whose, all) -> {
            assertThat(all.stream().filter(margin -> margin <= 0))
                    .as("%s, dB of %s", whose, all)
                    .hasSizeLessThanOrEqualTo(mayErr);
            assertThat(all).as("%s", whose).allMatch(margin -> margin > -MAY_ERR_DB);
        });
    }

    private void edit(List<Codec> codecs, What what, boolean conference, int phaseMs) {
        var ends = new ArrayList<End>();
        for (Codec codec : codecs) {
            End end = call.join(codec);
            say(end, toneOf(ends.size()));
            ends.add(end);
        }
        End customer = ends.get(0);
        End agent = ends.get(1);
        End third = ends.get(2);
        End guest = ends.get(3);
        call.bridge(customer, agent);
        if (conference) {
            call.bridge(customer, agent, guest);
        }
        net.run(Duration.ofMillis(1000 + phaseMs));
        if (what == What.RESUME) {
            hold(customer, agent);
            net.run(Duration.ofMillis(500 + phaseMs));
        }

        switch (what) {
            case MUTE -> edit(hears(agent, customer, false));
            case HOLD -> hold(customer, agent);
            case RESUME -> {
                edit(hears(customer, agent, true), hears(agent, customer, true));
                call.call().stopPlay(new PlayId("music"), net.nowNanos());
            }
            case JOIN -> call.bridge(customer, agent, third);
            case WHISPER ->
                    edit(
                            hears(third, customer, true),
                            hears(third, agent, true),
                            hears(agent, third, true));
            case MONITOR -> edit(hears(third, customer, true), hears(third, agent, true));
        }
        net.run(WITHIN.plus(ON_THE_WAY));

        boolean open = what != What.HOLD;
        boolean joined = what == What.JOIN;
        boolean listens = joined || what == What.WHISPER || what == What.MONITOR;
        judge(
                "customer",
                customer,
                Map.of(
                        toneOf(1),
                        open,
                        toneOf(2),
                        joined,
                        toneOf(3),
                        conference,
                        MUSIC_HZ,
                        what == What.HOLD));
        judge(
                "agent",
                agent,
                Map.of(
                        toneOf(0),
                        open && what != What.MUTE,
                        toneOf(2),
                        joined || what == What.WHISPER,
                        toneOf(3),
                        conference,
                        MUSIC_HZ,
                        false));
        judge(
                "third",
                third,
                Map.of(toneOf(0), listens, toneOf(1), listens, toneOf(3), false, MUSIC_HZ, false));
        ends.forEach(end -> call.call().closeLeg(end.leg().id(), net.nowNanos(), call));
        call.call().stopPlay(new PlayId("music"), net.nowNanos());
    }

    /** A tone in a quiet room: Opus needs no noise to speak, but to be found in mid-speech. */
    private void say(End end, int hz) {
        end.phone()
                .say(t -> {
                    double room = ROOM * (2 * net.random().nextDouble() - 1);
                    return room + AMPLITUDE * Math.sin(2 * Math.PI * hz * t);
                });
    }

    private void hold(End customer, End agent) {
        edit(hears(customer, agent, false), hears(agent, customer, false));
        PromptAudio music = PromptAudio.of(Tone.sine(8000, MUSIC_HZ, AMPLITUDE, 8000), 8000);
        call.call()
                .play(new PlayId("music"), music, List.of(customer.leg().id()), 0, net.nowNanos());
    }

    private void edit(Edit... edits) {
        assertThat(call.call().edit(Arrays.asList(edits), net.nowNanos())).isInstanceOf(Done.class);
    }

    private static Edit hears(End listener, End source, boolean hears) {
        return new Edit(listener.leg().id(), source.leg().id(), hears);
    }

    private static int toneOf(int party) {
        return 600 + 400 * party;
    }

    /** How far the last packet is on the right side of the bounds. */
    private void judge(String who, End end, Map<Integer, Boolean> tones) {
        Ear ear = end.phone().ear();
        float[] last = ear.heardLast(20);
        tones.forEach((hz, hears) -> {
            double margin =
                    hears
                            ? levelInPiecesDb(last, ear.rateHz(), hz) - PRESENT_DB
                            : ABSENT_DB - Tone.levelDb(last, ear.rateHz(), hz);
            margins.computeIfAbsent(new Heard(who, hz, hears), _ -> new ArrayList<>()).add(margin);
        });
    }

    /** A tone's phase may jump where one stream passes into another, and the whole cancels out. */
    private static double levelInPiecesDb(float[] pcm, int rateHz, int hz) {
        int piece = rateHz / 1000 * PIECE_MS;
        double power = 0;
        for (int at = 0; at < pcm.length; at += piece) {
            power += Math.pow(10, Tone.levelDb(pcm, at, piece, rateHz, hz) / 10);
        }
        return 10 * Math.log10(power * piece / pcm.length);
    }
}
