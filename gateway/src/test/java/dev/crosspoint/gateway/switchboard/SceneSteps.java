package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The words of a {@link Scene}: {@code who does what}. Agents go by their ids, the customer by
 * {@code customer}, third parties by the last three digits of their number, desk phones by {@code
 * phone:dan}. {@code !CONFLICT} at the end of a step says how it is refused; without it, what an
 * agent asks for must be done.
 */
final class SceneSteps {
    private static final Set<String> FILLERS = Set.of("to", "for", "in", "on", "up", "passes");

    private final Scene scene;
    private int legs;

    SceneSteps(Scene scene) {
        this.scene = scene;
    }

    void on(String step) {
        var refusal = step.contains("!") ? step.replaceFirst(".*!", "") : null;
        var words =
                Stream.of(step.replaceFirst("\\s*!.*", "").split("\\s+", -1))
                        .filter(word -> !FILLERS.contains(word))
                        .toList();
        var who = words.getFirst();
        if (who.matches("\\d+s")) {
            scene.office.pass(Long.parseLong(who.replace("s", "")));
            return;
        }
        var verb = words.get(1);
        var rest = words.subList(2, words.size());
        if (who.equals("media")) {
            media(verb, rest);
        } else if (who.equals("trunks")) {
            trunks(verb);
        } else if (Office.EVERYBODY.contains(who)) {
            agent(who, verb, rest, refusal);
        } else {
            outside(who, verb, rest);
        }
    }

    private void media(String verb, List<String> rest) {
        var office = scene.office;
        switch (verb) {
            case "is-slow" -> office.errands.mediaIsSlow = true;
            case "answers" -> office.mediaAnswers();
            case "refuses" ->
                    office.media.refusals.put(
                            command(rest.getFirst()), MediaError.valueOf(rest.getLast()));
            case "recovers" -> {
                office.media.refusals.clear();
                office.errands.mediaIsSlow = false;
                office.mediaAnswers();
            }
            case "fails" -> {
                office.media.rooms.remove(scene.call());
                office.media.closed.add(scene.call());
                office.media(new MediaEvent.CallFailed(Office.mediaTenant(), scene.call()));
            }
            default -> throw new AssertionError("media does what? " + verb);
        }
    }

    private static Class<? extends MediaCommand> command(String name) {
        return Stream.of(MediaCommand.class.getPermittedSubclasses())
                .filter(type -> type.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow()
                .asSubclass(MediaCommand.class);
    }

    private void trunks(String verb) {
        var trunks = scene.office.trunks;
        switch (verb) {
            case "refuse" -> trunks.refuseCalls = true;
            case "stall" -> trunks.stalled = true;
            case "recover" -> trunks.recover();
            default -> throw new AssertionError("trunks do what? " + verb);
        }
    }

    // --- outside ---

    private void outside(String who, String verb, List<String> rest) {
        var office = scene.office;
        if (verb.equals("calls")) {
            scene.dialogs.put(who, who);
            office.ring(who);
            return;
        }
        var dialog = scene.dialog(who.replace("phone:", ""));
        switch (verb) {
            case "rings" ->
                    office.trunk(new TrunkMessage.CallProgress(Office.TENANT, dialog, 180, null));
            case "announces" ->
                    office.trunk(
                            new TrunkMessage.CallProgress(
                                    Office.TENANT, dialog, 183, new Private("sdp")));
            case "answers" -> {
                office.trunks.dialog(dialog).stage = TrunkDouble.Stage.ANSWERED;
                office.trunk(
                        new TrunkMessage.CallAnswered(Office.TENANT, dialog, new Private("sdp")));
            }
            // As an offer of its own has settled before.
            case "answers-as-agreed" -> {
                office.trunks.dialog(dialog).stage = TrunkDouble.Stage.ANSWERED;
                office.trunk(new TrunkMessage.CallAnswered(Office.TENANT, dialog, null));
            }
            // Its answer and our CANCEL have crossed: the trunk has ended it already.
            case "answers-too-late" ->
                    office.trunk(
                            new TrunkMessage.CallAnswered(
                                    Office.TENANT, dialog, new Private("sdp")));
            case "fails" -> {
                office.trunks.endedByPeer(dialog);
                office.trunk(
                        new TrunkMessage.CallFailed(
                                Office.TENANT, dialog, Integer.parseInt(rest.getFirst()), "no"));
            }
            case "hangs" -> office.hangUpCustomer(dialog);
            case "loses-audio" -> loseAudio(who);
            case "reoffers" -> {
                office.trunks.dialog(dialog).reoffers++;
                office.trunk(new TrunkMessage.Reoffered(Office.TENANT, dialog, new Private("sdp")));
            }
            case "presses" -> press(who, rest.getFirst());
            case "listens" -> listen(who);
            case "talks" -> talk(who, true);
            case "falls-silent" -> talk(who, false);
            default -> throw new AssertionError(who + " does what? " + verb);
        }
    }

    private void loseAudio(String who) {
        scene.office.media(
                new MediaEvent.LegEnded(
                        Office.mediaTenant(),
                        scene.call(),
                        scene.leg(who),
                        MediaEvent.EndReason.CONSENT_EXPIRED));
    }

    /** To the end of the prompt that plays. */
    private void listen(String who) {
        var plays = scene.office.media.room(scene.call()).plays;
        var play =
                plays.values().stream()
                        .filter(it -> it.listeners().contains(scene.leg(who)) && it.times() != 0)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(who + " hears no prompt"));
        plays.remove(play.play());
        scene.office.media(
                new MediaEvent.PlayEnded(Office.mediaTenant(), scene.call(), play.play()));
    }

    private void press(String who, String keys) {
        keys.chars()
                .mapToObj(Character::toString)
                .forEach(key ->
                        scene.office.media(
                                new MediaEvent.DigitHeard(
                                        Office.mediaTenant(),
                                        scene.call(),
                                        scene.leg(who),
                                        new Digits(key))));
    }

    private void talk(String who, boolean talks) {
        scene.office.feed(scene.call(), new CallInput.Talking(scene.leg(who), talks));
    }

    // --- agents ---

    private void agent(String who, String verb, List<String> rest, @Nullable String refusal) {
        var office = scene.office;
        var agent = scene.agent(who);
        switch (verb) {
            case "told" -> assertThat(scene.news.of(who)).isEqualTo(rest);
            case "sees" -> assertThat(scene.news.roster(who)).isEqualTo(rest);
            case "is" -> assertThat(scene.news.state(who)).isEqualTo(rest.getFirst());
            case "becomes" -> office.ask(new AgentMessage.SetState(agent, rest.getFirst()));
            case "uses" ->
                    expect(office.ask(new AgentMessage.SetDevice(agent, rest.getFirst())), refusal);
            case "connects" -> office.connectSoftphone(agent, "leg-" + who + ++legs);
            case "takes" -> office.take(agent);
            case "loses-browser" -> office.ask(new AgentMessage.SessionLost(agent));
            case "signs" -> office.ends(who, true);
            case "returns" -> {
                var back = office.signIn(who, agent.session() + "'");
                scene.agentIs(who, back);
                office.ask(new AgentMessage.Refresh(back));
            }
            case "loses-audio" -> loseAudio(who);
            case "types" -> press(who, rest.getFirst());
            case "talks" -> talk(who, true);
            case "falls-silent" -> talk(who, false);
            case "dials" -> {
                var reply = office.ask(new AgentMessage.Dial(agent, target(rest)));
                if (refusal != null || !(reply instanceof AgentMessage.Reply.Dialing)) {
                    expect(reply, refusal);
                }
            }
            case "monitors", "whispers", "barges" -> expect(supervise(who, verb, rest), refusal);
            default -> expect(scene.ask(who, verb(verb, rest)), refusal);
        }
    }

    private static void expect(AgentMessage.@Nullable Reply reply, @Nullable String refusal) {
        if (refusal == null) {
            assertThat(reply).isEqualTo(new AgentMessage.Reply.Done());
        } else {
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            AgentMessage.Reply.Refused.class,
                            refused -> assertThat(refused.error().name()).isEqualTo(refusal));
        }
    }

    /** Of the contact of an agent; of the supervisor's own when nobody is named. */
    private AgentMessage.@Nullable Reply supervise(String who, String verb, List<String> rest) {
        var how =
                switch (verb) {
                    case "monitors" -> Supervision.MONITOR;
                    case "whispers" -> Supervision.WHISPER;
                    default -> Supervision.BARGE;
                };
        var subject = scene.agent(rest.isEmpty() ? who : rest.getFirst());
        return scene.office.ask(
                new AgentMessage.OnContact(
                        scene.agent(who),
                        scene.office.contactOf(subject),
                        new ContactVerb.Supervise(how)));
    }

    private ContactVerb verb(String verb, List<String> rest) {
        return switch (verb) {
            case "accepts" -> new ContactVerb.Accept();
            case "rejects" -> new ContactVerb.Reject();
            case "hangs" -> new ContactVerb.HangUp();
            case "ends" -> new ContactVerb.End();
            case "holds" -> new ContactVerb.Hold(participant(rest), true);
            case "resumes" -> new ContactVerb.Hold(participant(rest), false);
            case "mutes" -> new ContactVerb.Mute(participant(rest), true);
            case "unmutes" -> new ContactVerb.Mute(participant(rest), false);
            case "pauses" -> new ContactVerb.PauseRecording(true);
            case "continues" -> new ContactVerb.PauseRecording(false);
            case "sends" ->
                    new ContactVerb.SendDigits(
                            participant(rest.subList(1, rest.size())),
                            new Private(rest.getFirst()));
            case "transfers" -> new ContactVerb.Transfer(target(rest));
            case "consults" -> new ContactVerb.Consult(target(rest));
            case "adds" -> new ContactVerb.Add(target(rest));
            case "completes" -> new ContactVerb.Complete();
            case "swaps" -> new ContactVerb.Swap();
            case "joins" -> new ContactVerb.Join();
            case "cancels" -> new ContactVerb.Cancel();
            case "removes" -> new ContactVerb.Remove(scene.id(rest.getFirst()));
            default -> throw new AssertionError("an agent does what? " + verb);
        };
    }

    private @Nullable String participant(List<String> rest) {
        return rest.isEmpty() || rest.getFirst().equals("all") ? null : scene.id(rest.getFirst());
    }

    /** {@code bob}, {@code queue sales}, {@code flow inbound} or {@code 777}. */
    private static Target target(List<String> rest) {
        var last = rest.getLast();
        return switch (rest.getFirst()) {
            case "queue" -> new Target.ToQueue(last);
            case "flow" -> new Target.ToFlow(last);
            default ->
                    last.matches("\\d+")
                            ? new Target.ToNumber(new Private("02079460" + last))
                            : new Target.ToAgent(last);
        };
    }
}
