package dev.crosspoint.gateway.switchboard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.Count;
import dev.crosspoint.media.call.ToneCall;
import dev.crosspoint.media.call.TonePhone;
import dev.crosspoint.media.call.VirtualNet;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.mix.PromptAudio;
import dev.crosspoint.media.spool.VirtualSpool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The media of an {@link Office} in earnest: real calls, in which everybody says a tone of their
 * own, do what the office's double is told. The net's clock and the office's move together.
 */
final class TonedMedia {
    /** Whose tone is where, Hz. None is a harmonic of another. */
    static final Map<String, Integer> TONES =
            Map.of(
                    "customer", 437,
                    "ann", 661,
                    "bob", 887,
                    "cat", 1103,
                    "sue", 1361,
                    "777", 1597,
                    "music", 1831,
                    "ringback", 2087,
                    "prompt", 2371);

    private static final long SLICE_NANOS = 10_000_000L;
    private static final int PROMPT_HZ = 8000;

    private final MatrixCase what;
    private final Office office;
    private final VirtualNet net;
    private final VirtualSpool spool;
    private final Map<CallId, ToneCall> calls = new HashMap<>();
    private final List<ToneCall> all = new ArrayList<>();
    private final Map<LegId, TonePhone> phones = new HashMap<>();
    private final Map<String, TonePhone> phonesByName = new HashMap<>();
    private final Deque<String> outsiders = new ArrayDeque<>(List.of("777"));
    private final Map<LegId, String> called = new HashMap<>();

    TonedMedia(MatrixCase what, Office office, VirtualNet net, VirtualSpool spool) {
        this.what = what;
        this.office = office;
        this.net = net;
        this.spool = spool;
        office.media.also = this::carryOut;
        turn();
    }

    private void turn() {
        spool.turn();
        net.after(VirtualSpool.TURN_NANOS, this::turn);
    }

    long nowNanos() {
        return net.nowNanos();
    }

    /** Time passes, for everybody. */
    void pass(long ms) {
        long endNanos = net.nowNanos() + ms * 1_000_000;
        while (net.nowNanos() < endNanos) {
            long slice = Math.min(SLICE_NANOS, endNanos - net.nowNanos());
            net.run(Duration.ofNanos(slice));
            office.passNanos(slice);
            tell();
        }
    }

    TonePhone phone(String name) {
        return requireNonNull(phonesByName.get(name), name);
    }

    /** Of all calls that there were. */
    long counted(Count count) {
        return all.stream().mapToLong(call -> call.counted(count)).sum();
    }

    /** How many prompts play in a call. */
    int prompts(CallId call) {
        return office.media.room(call).plays.size();
    }

    // ---- what media says

    private void tell() {
        for (var call : List.copyOf(calls.values())) {
            call.takeEvents().forEach(this::tell);
        }
    }

    private void tell(MediaEvent event) {
        switch (event) {
            case MediaEvent.PlayEnded(_, var call, var play) -> {
                office.media.room(call).plays.remove(play);
                office.media(event);
            }
            case MediaEvent.DigitHeard _, MediaEvent.ToneHeard _ -> office.media(event);
            // A scene says itself when somebody's audio flows.
            case MediaEvent.LegFlowing _,
                    MediaEvent.Talking _,
                    MediaEvent.LegQuality _,
                    MediaEvent.LegTraffic _ -> {}
            case MediaEvent.LegEnded _,
                    MediaEvent.CallFailed _,
                    MediaEvent.CallAbandoned _,
                    MediaEvent.RecordingFailed _ ->
                    throw new AssertionError(event);
        }
    }

    // ---- what media is told

    private void carryOut(MediaCommand command) {
        if (command instanceof MediaCommand.OpenCall open) {
            var tones = new ToneCall(net, open.call(), open.tenant(), spool);
            calls.put(open.call(), tones);
            all.add(tones);
            return;
        }
        var tones = calls.get(command.call());
        if (tones != null) {
            carryOut(command, tones);
        }
    }

    private void carryOut(MediaCommand command, ToneCall tones) {
        var call = tones.call();
        long now = net.nowNanos();
        switch (command) {
            case MediaCommand.OpenCall _ -> throw new IllegalStateException("handled before");
            case MediaCommand.CloseCall _ -> {
                call.legs().forEach(leg -> hush(leg.id()));
                tones.close();
                calls.remove(command.call());
            }
            case MediaCommand.AnswerLeg(_, _, var leg, LegKind.Browser _, _, _) -> {
                var name = leg.value().replaceFirst("^leg-([a-z]+).*", "$1");
                begin(leg, name, tones.browser(leg, what.agents(), hz(name)));
            }
            case MediaCommand.AnswerLeg(_, _, var leg, LegKind.Trunk _, _, _) ->
                    begin(leg, "customer", tones.trunk(leg, trunkCodecs(), hz("customer")));
            case MediaCommand.OfferLeg(_, _, var leg, _, _) -> {
                called.put(leg, outsiders.remove());
                tones.offer(leg, List.of(what.trunks()));
            }
            case MediaCommand.AcceptAnswer(_, _, var leg, _) -> {
                // After early media, the answer says the same again.
                if (!phones.containsKey(leg)) {
                    var name = requireNonNull(called.get(leg));
                    begin(leg, name, tones.answered(leg, List.of(what.trunks()), hz(name)));
                }
            }
            case MediaCommand.AnswerReoffer _ -> {}
            case MediaCommand.CloseLeg(_, _, var leg) -> {
                hush(leg);
                done(call.closeLeg(leg, now, tones));
            }
            case MediaCommand.EditHearing(_, _, var edits) -> done(call.edit(edits, now));
            case MediaCommand.Play(_, _, var play, var file, var listeners, int times) ->
                    done(call.play(play, prompt(file), listeners, times, now));
            case MediaCommand.StopPlay(_, _, var play) -> done(call.stopPlay(play, now));
            case MediaCommand.SendDigits(_, _, var leg, var digits) ->
                    done(call.sendDigits(leg, digits));
            case MediaCommand.SendTones(_, _, var leg, var digits) ->
                    done(call.sendTones(leg, digits));
            case MediaCommand.MoveLeg(_, _, var leg, var target, _) ->
                    tones.give(leg, requireNonNull(calls.get(target)));
            case MediaCommand.RecordLegs record -> done(call.record(record, now, tones));
            case MediaCommand.StopRecording(_, _, var recording) ->
                    done(call.stopRecording(recording, now));
        }
    }

    private void begin(LegId leg, String name, TonePhone phone) {
        phones.put(leg, phone);
        phonesByName.put(name, phone);
    }

    private void hush(LegId leg) {
        var phone = phones.remove(leg);
        if (phone != null) {
            phone.stop();
        }
    }

    private List<Codec> trunkCodecs() {
        return List.of(what.trunks(), what.other());
    }

    private static PromptAudio prompt(Path file) {
        var name = String.valueOf(file.getFileName()).replace(".wav", "");
        int hz = hz(TONES.containsKey(name) ? name : "prompt");
        return PromptAudio.of(Tone.sine(PROMPT_HZ, hz, TonePhone.AMPLITUDE, PROMPT_HZ), PROMPT_HZ);
    }

    private static int hz(String name) {
        return requireNonNull(TONES.get(name), name);
    }

    private static void done(MediaReply reply) {
        assertThat(reply).isInstanceOf(MediaReply.Done.class);
    }
}
