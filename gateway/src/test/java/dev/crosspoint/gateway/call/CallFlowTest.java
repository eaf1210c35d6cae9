package dev.crosspoint.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.FlowFixtures;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallFlowTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "UpdateContactTargetQueue | 'AgentId': 'a-1'",
                "TransferParticipantToThirdParty | 'ThirdPartyPhoneNumber': '+493012345678'",
                "InvokeLambdaFunction | 'LambdaFunctionARN': 'arn:aws:lambda:eu-central-1:1:function:who', 'InvocationTimeLimitSeconds': '3'",
            })
    void takesTheErrorBranchOfWhatCallsCannotDo(String type, String parameters) {
        var flow =
                """
                {'Version': '2019-10-30', 'StartAction': 'a', 'Actions': [
                  {'Identifier': 'a', 'Type': '%s', 'Parameters': {%s},
                   'Transitions': {'NextAction': 'b', 'Errors': [
                     {'ErrorType': 'NoMatchingError', 'NextAction': 'say'}]}},
                  {'Identifier': 'b', 'Type': 'TransferContactToQueue', 'Parameters': {},
                   'Transitions': {'Errors': [
                     {'ErrorType': 'NoMatchingError', 'NextAction': 'say'}]}},
                  {'Identifier': 'say', 'Type': 'MessageParticipant',
                   'Parameters': {'PromptId': 'p-1'}, 'Transitions': {'NextAction': 'say'}}]}
                """
                        .formatted(type, parameters)
                        .replace('\'', '"');
        var office = new Office(FlowFixtures.book("inbound", flow));
        var call = office.arrive("d1");

        assertThat(office.media.room(call).plays.values())
                .singleElement()
                .satisfies(play -> assertThat(play.file()).isEqualTo(Path.of("prompts/one.wav")));
    }
}
