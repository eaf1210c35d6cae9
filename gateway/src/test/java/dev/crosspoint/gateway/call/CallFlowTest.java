package dev.crosspoint.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.FlowFixtures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CallFlowTest {
    @Test
    void takesTheErrorBranchOfAQueueOfOneAgent() {
        var flow =
                """
                {"Version": "2019-10-30", "StartAction": "a", "Actions": [
                  {"Identifier": "a", "Type": "UpdateContactTargetQueue",
                   "Parameters": {"AgentId": "a-1"},
                   "Transitions": {"NextAction": "b", "Errors": [
                     {"ErrorType": "NoMatchingError", "NextAction": "say"}]}},
                  {"Identifier": "b", "Type": "TransferContactToQueue", "Parameters": {},
                   "Transitions": {"Errors": [
                     {"ErrorType": "NoMatchingError", "NextAction": "say"}]}},
                  {"Identifier": "say", "Type": "MessageParticipant",
                   "Parameters": {"PromptId": "p-1"}, "Transitions": {"NextAction": "say"}}]}
                """;
        var office = new Office(FlowFixtures.book("inbound", flow));
        var call = office.arrive("d1");

        assertThat(office.media.room(call).plays.values())
                .singleElement()
                .satisfies(play -> assertThat(play.file()).isEqualTo(Path.of("prompts/one.wav")));
    }
}
