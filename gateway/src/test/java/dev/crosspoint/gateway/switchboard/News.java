package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.ContactView.Participant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What agents are told, and what is on record, in the words of a {@link Scene}. */
final class News {
    private final Scene scene;
    private final Map<String, Integer> read = new HashMap<>();

    News(Scene scene) {
        this.scene = scene;
    }

    /** What an agent was told since this was asked last, but for state, roster and quality. */
    List<String> of(String who) {
        var session = scene.agent(who).session();
        var events = scene.office.events.getOrDefault(session, List.of());
        var words = new ArrayList<String>();
        for (var event : events.subList(read.getOrDefault(session, 0), events.size())) {
            var word = word(event);
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        read.put(session, events.size());
        return words;
    }

    /** Nothing that anybody was told so far is of interest. */
    void forget() {
        scene.office.events.forEach((session, events) -> read.put(session, events.size()));
    }

    /** The state that the agent was told last. */
    String state(String who) {
        return scene.office.last(scene.agent(who), AgentMessage.StateChanged.class).state();
    }

    /**
     * The roster that the agent was told last, as {@code name:state}, {@code :held}, {@code
     * :muted}.
     */
    List<String> roster(String who) {
        return scene
                .office
                .last(scene.agent(who), AgentMessage.ContactRoster.class)
                .view()
                .participants()
                .stream()
                .map(News::word)
                .toList();
    }

    /** What is on record of supervisors: {@code who how whom}, or {@code who ends}. */
    List<String> audits() {
        return scene.office.errands.all.stream().flatMap(News::audit).toList();
    }

    private static Stream<String> audit(Errand errand) {
        return switch (errand) {
            case Errand.Audit(_, var agent, var deed) -> Stream.of(agent + " " + word(deed));
            case Errand.AuditFirst(var asked, var deed) ->
                    Stream.of(asked.by().agentId() + " " + word(deed));
            case Errand.ToMedia _,
                    Errand.ToTrunk _,
                    Errand.ToSession _,
                    Errand.Reply _,
                    Errand.Invoke _,
                    Errand.CallDemo _,
                    Errand.Count _,
                    Errand.CountEnd _,
                    Errand.Diagnosed _,
                    Errand.Keep _,
                    Errand.Remember _,
                    Errand.Log _,
                    Errand.LogBug _ ->
                    Stream.empty();
        };
    }

    /** How often somebody has begun to listen. */
    long listened() {
        return scene.office.events.values().stream()
                .flatMap(List::stream)
                .filter(AgentMessage.ContactOffered.class::isInstance)
                .map(AgentMessage.ContactOffered.class::cast)
                .filter(offered -> offered.direction().equals("monitor"))
                .map(AgentMessage.ContactOffered::contactId)
                .distinct()
                .count();
    }

    private static String word(Deed deed) {
        return switch (deed) {
            case Deed.Supervised(_, var agent, var how) ->
                    how.name().toLowerCase(Locale.ROOT) + " " + agent;
            case Deed.EndedSupervision _ -> "ends";
            case Deed.OpenedPrivateTrunk _,
                    Deed.SignedIn _,
                    Deed.FailedSecondFactor _,
                    Deed.UsedRecoveryCode _,
                    Deed.ProvedAgain _,
                    Deed.FailedToProve _,
                    Deed.FailedToSignIn _,
                    Deed.FailedAtProvider _,
                    Deed.EndedByProvider _,
                    Deed.SignedOut _,
                    Deed.DeniedCaller _,
                    Deed.UsedApi _,
                    Deed.ReadApi _,
                    Deed.ExportedRecording _,
                    Deed.LiftedDenial _,
                    Deed.UsedKey _,
                    Deed.Searched _,
                    Deed.ViewedContact _,
                    Deed.DestroyedKeys _,
                    Deed.DeletedOldContacts _,
                    Deed.DeletedOldAgentHistory _,
                    Deed.PlayedRecording _,
                    Deed.ListenedTo _,
                    Deed.ReportedHeard _,
                    Deed.ViewedRecording _,
                    Deed.DownloadedRecording _,
                    Deed.DeletedRecording _,
                    Deed.HeldRecording _,
                    Deed.ChangedSetting _,
                    Deed.WasRefused _ ->
                    throw new AssertionError("on record of a call: " + deed);
        };
    }

    private static String word(Participant participant) {
        var name =
                switch (participant.role()) {
                    case "customer" -> "customer";
                    case "external" -> lastThree(participant.name().value());
                    default -> participant.agentId().isEmpty() ? "nobody" : participant.agentId();
                };
        return name
                + ":"
                + participant.state()
                + (participant.held() ? ":held" : "")
                + (participant.muted() ? ":muted" : "");
    }

    private static String lastThree(String number) {
        return number.substring(number.length() - 3);
    }

    private String word(AgentMessage.Event event) {
        return switch (event) {
            case AgentMessage.ContactOffered offered -> word(offered);
            case AgentMessage.ContactConnected _ -> "connected";
            case AgentMessage.ContactProgress progress -> progress.progress();
            case AgentMessage.ContactTransferFailed failed -> "failed:" + failed.reason();
            case AgentMessage.ContactMicrophone microphone -> "microphone:" + microphone.state();
            case AgentMessage.ContactEnded ended -> "ended:" + ended.reason();
            case AgentMessage.ContactDigit digit ->
                    "digit:" + name(digit.participant()) + ":" + digit.digit().value();
            case AgentMessage.ContactTalkers talkers ->
                    "talkers:"
                            + talkers.talkers().stream()
                                    .map(this::name)
                                    .collect(Collectors.joining("+"));
            case AgentMessage.StateChanged _,
                    AgentMessage.ContactAccepted _,
                    AgentMessage.ContactRoster _,
                    AgentMessage.ContactSupervision _,
                    AgentMessage.ContactQuality _,
                    AgentMessage.Watched _,
                    AgentMessage.EndSession _,
                    AgentMessage.EndLeg _,
                    AgentMessage.StandLeg _ ->
                    "";
        };
    }

    /** {@code offered:direction}, then who passes it on, the queue, and the phone that rings. */
    private static String word(AgentMessage.ContactOffered offered) {
        var from = offered.from().value();
        return "offered:"
                + offered.direction()
                + (from.isEmpty() ? "" : ":from-" + from)
                + (offered.queue().isEmpty() ? "" : ":" + offered.queue())
                + (offered.device().equals("softphone") ? "" : ":" + offered.device());
    }

    private String name(String participant) {
        return scene.names.getOrDefault(participant, participant);
    }
}
