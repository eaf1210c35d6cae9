package dev.crosspoint.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.crosspoint.gateway.call.AgentSide.Softphone;
import dev.crosspoint.gateway.call.CallFacts.Customer;
import dev.crosspoint.gateway.call.CallFacts.Sip;
import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.call.CallState.Calling;
import dev.crosspoint.gateway.call.CallState.Joining;
import dev.crosspoint.gateway.call.CallState.Opening;
import dev.crosspoint.gateway.call.CallState.Queued;
import dev.crosspoint.gateway.call.CallState.Ringing;
import dev.crosspoint.gateway.call.CallState.Talking;
import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.flow.FlowRunner;
import dev.crosspoint.gateway.flow.FlowWorldDouble;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;

/** Call control's states, inputs and rows for its tables. */
final class CallTable {
    private CallTable() {}

    static final long NOW = 1_000_000_000_000L;
    static final long SECOND = 1_000_000_000L;
    static final Private SDP = new Private("sdp");
    static final LegId CUSTOMER = new LegId("customer");
    static final LegId PHONE = new LegId("phone");
    static final PlayId MUSIC = new PlayId("music");
    static final CallRules RULES = Office.rules(FlowFixtures.straightToSales());
    static final CallControl CONTROL =
            new CallControl(
                    RULES, new FlowRunner(FlowFixtures.straightToSales(), new FlowWorldDouble()));

    static final CallFacts INBOUND = facts(true, Sip.ANSWERED, true);
    static final CallFacts OUTBOUND = facts(false, Sip.UNPLACED, false);
    static final AgentSide OFFERED = agent(null);
    static final AgentSide WITH_PHONE = agent(new Softphone(PHONE, 0, false, true));
    static final AgentSide ASKING = agent(new Softphone(PHONE, 7, false, false));

    static final CallState QUEUED = new Queued(INBOUND, MUSIC);
    static final CallState RINGING = new Ringing(INBOUND, MUSIC, OFFERED, NOW + SECOND);
    static final CallState JOINING = new Joining(INBOUND, MUSIC, OFFERED, NOW + SECOND);
    static final CallState JOINING_PHONE = new Joining(INBOUND, MUSIC, ASKING, NOW + SECOND);
    static final CallState REJOINING =
            new Joining(INBOUND, MUSIC, OFFERED.connectedAt(5), NOW + SECOND);
    static final CallState DIALING = new Joining(OUTBOUND, null, ASKING, NOW + SECOND);
    static final CallState UNPLACED = new Calling(OUTBOUND, WITH_PHONE, null, NOW + SECOND);
    static final CallState CALLING =
            new Calling(facts(false, Sip.PLACED, false), WITH_PHONE, null, NOW + SECOND);
    static final CallState RINGS =
            new Calling(facts(false, Sip.PLACED, false), WITH_PHONE, MUSIC, NOW + SECOND);
    static final CallState HEARS =
            new Calling(facts(false, Sip.EARLY, false), WITH_PHONE, null, NOW + SECOND);
    static final CallState TALKING = new Talking(INBOUND, WITH_PHONE.connectedAt(5));

    static void check(CallState before, CallInput input, Class<?> after, List<String> effects) {
        var step = CONTROL.step(before, input, NOW);

        assertThat(EffectWords.of(step.effects())).containsExactlyElementsOf(effects);
        assertThat(step.state()).isInstanceOf(after);
    }

    static Arguments row(CallState before, CallInput input, Class<?> after, String... effects) {
        return arguments(before, input, after, List.of(effects));
    }

    /** The same state with its deadline behind it. */
    static CallState late(CallState state) {
        return switch (state) {
            case Ringing s -> new Ringing(s.facts(), s.music(), s.holder(), NOW);
            case Joining s -> new Joining(s.facts(), s.music(), s.holder(), NOW);
            case Calling s -> new Calling(s.facts(), s.holder(), s.ringback(), NOW);
            default -> throw new IllegalArgumentException("no deadline");
        };
    }

    static CallState ownSocket(CallState state) {
        return new Talking(
                state.facts(), agent(new Softphone(PHONE, 0, true, true)).connectedAt(5));
    }

    static CallState opening(boolean weOffer) {
        var customer = Customer.calling("dialog", "carrier", CUSTOMER, kind(), "inbound", weOffer);
        return new Opening(INBOUND.with(customer), NOW + SECOND);
    }

    static CallState answered() {
        var customer = opening(true).facts().customer().with(Sip.ANSWERED);
        return new Opening(INBOUND.with(customer), NOW + SECOND);
    }

    static CallFacts facts(boolean inbound, Sip sip, boolean flowing) {
        var customer =
                Customer.calling("dialog", "carrier", CUSTOMER, kind(), "inbound", false)
                        .with(sip)
                        .withSdp(new Private("ours"))
                        .withAudio(flowing, -127, null);
        return new CallFacts(
                        Office.TENANT,
                        new CallId("call"),
                        inbound,
                        new ContactData(
                                Contact.first("contact"),
                                Map.of(),
                                new Private(Office.CUSTOMER),
                                new Private(Office.OUR_NUMBER),
                                null),
                        RecordingPolicy.OFF,
                        null,
                        customer,
                        new WallClock(0, 0),
                        0)
                .with(new CallFacts.Queue("sales", "Sales"));
    }

    static AgentSide agent(@Nullable Softphone softphone) {
        return new AgentSide(
                new AgentKey(Office.TENANT, "ann"), new Private("token"), softphone, false, 0);
    }

    static LegKind kind() {
        return new LegKind.Trunk(LegKind.Security.SRTP_REQUIRED, List.of());
    }

    static CallInput invite(long ticket, LegId leg) {
        return new CallInput.Invite(ticket, leg, SessionText.of("offer"), false);
    }

    static CallInput described(MediaCommand command) {
        return new CallInput.MediaReplied(
                command, new MediaReply.Described(SessionText.of("theirs")), CallInput.NOBODY);
    }

    static CallInput refused(MediaCommand command, MediaError error) {
        return new CallInput.MediaReplied(
                command, new MediaReply.Refused(error, "no"), CallInput.NOBODY);
    }

    static MediaCommand answerLeg(LegId leg) {
        return new MediaCommand.AnswerLeg(
                Office.mediaTenant(),
                new CallId("call"),
                leg,
                new LegKind.Browser(),
                SessionText.of("offer"),
                List.of());
    }

    static MediaCommand offerLeg() {
        return new MediaCommand.OfferLeg(
                Office.mediaTenant(), new CallId("call"), CUSTOMER, kind(), List.of());
    }

    static MediaCommand reoffer(LegId leg) {
        return new MediaCommand.AnswerReoffer(
                Office.mediaTenant(), new CallId("call"), leg, SessionText.of("offer"));
    }
}
