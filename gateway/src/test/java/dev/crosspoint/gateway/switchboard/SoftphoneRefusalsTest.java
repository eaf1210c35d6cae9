package dev.crosspoint.gateway.switchboard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a softphone's invite is refused with, and why: the causes of the codes that it knows. Access
 * is denied to who has a connection of another's ({@link StandingLegsTest}), and time-outs are
 * signalling's own.
 */
class SoftphoneRefusalsTest {
    private final Centre centre = new Centre(FlowFixtures.recordedSales("\"Agent\", \"Customer\""));
    private final Office office = centre.office;
    private final Agent ann = centre.available("ann");

    @BeforeEach
    void takesAContact() {
        office.arrive("d1");
        office.does(ann, new ContactVerb.Accept());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "BAD_DESCRIPTION, BAD_REQUEST", // 400
        "NOT_ACCEPTABLE, BAD_REQUEST",
        "UNKNOWN_CALL, NOT_FOUND", // 404
        "DUPLICATE, CONFLICT", // 409
        "NO_CAPACITY, BUSY", // 486
        "INTERNAL, NOT_FOUND" // a fault of media ends the contact
    })
    void saysWhatMediaHasAgainstIt(MediaError error, AgentError told) {
        var token = token();
        office.media.refusals.put(MediaCommand.AnswerLeg.class, error);

        assertThat(invite(ann, "leg-a", token)).isEqualTo(told);
    }

    @Test
    void hasNoContactForATokenThatIsNone() {
        assertThat(invite(ann, "leg-a", new Private("another"))).isEqualTo(AgentError.NOT_FOUND);
        assertThat(invite(null, "leg-a", new Private("another"))).isEqualTo(AgentError.NOT_FOUND);
    }

    @Test
    void givesNobodyTheContactOfAnother() {
        assertThat(invite(centre.available("bob"), "leg-b", token()))
                .isEqualTo(AgentError.NOT_FOUND);
    }

    private AgentError invite(@Nullable Agent who, String leg, Private token) {
        var reply =
                office.ask(
                        new AgentMessage.Invite(
                                who, leg, token, new Private("offer"), List.of("c"), false));
        assertThat(reply).isInstanceOf(Reply.Refused.class);
        return requireNonNull((Reply.Refused) reply).error();
    }

    private Private token() {
        return office.last(ann, AgentMessage.ContactAccepted.class).contactToken();
    }
}
