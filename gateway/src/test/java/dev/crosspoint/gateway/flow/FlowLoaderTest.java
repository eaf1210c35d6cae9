package dev.crosspoint.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowLoaderTest {
    private static final String END =
            """
            {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // type | parameters | transitions | fault
                "ConnectParticipantWithLexBot | {} | {} | the action type ConnectParticipantWithLexBot is not supported",
                "MessageParticipant | {'PromptId': 'p-1'} | {'NextAction': 'nowhere'} | leads to an action that is not there: nowhere",
                "MessageParticipant | {'PromptId': 'p-1'} | {} | Transitions need a NextAction",
                "MessageParticipant | {} | {'NextAction': 'end'} | Parameters needs a PromptId or a Text",
                "MessageParticipant | {'PromptId': 'p-9'} | {'NextAction': 'end'} | Parameters names a prompt that the mapping does not have: p-9",
                "MessageParticipant | {'SSML': '<speak/>'} | {'NextAction': 'end'} | Parameters.SSML is not supported: use Text, or record a prompt and name it by PromptId",
                "MessageParticipant | {'Media': {'Uri': 's3'}} | {'NextAction': 'end'} | Parameters.Media is not supported: put the file into the flow folder and map a PromptId to it",
                "MessageParticipant | {'Text': 'Dear $.Attributes.name'} | {'NextAction': 'end'} | Parameters has a Text with a reference; texts are spoken when the flow is loaded",
                "MessageParticipant | {'Text': 'a', 'PromptId': 'p-1'} | {'NextAction': 'end'} | Parameters has both PromptId and Text",
                "MessageParticipant | {'PromptId': 'p-1', 'Volume': '11'} | {'NextAction': 'end'} | Parameters.Volume is not a known parameter",
                "MessageParticipant | {'PromptId': 'p-1'} | {'NextAction': 'end', 'Conditions': [{'NextAction': 'end', 'Condition': {'Operator': 'Equals', 'Operands': ['1']}}]} | Transitions have Conditions, which this action does not support",
                "MessageParticipant | {'PromptId': 'p-1'} | {'NextAction': 'end', 'Errors': [{'ErrorType': 'QueueAtCapacity', 'NextAction': 'end'}]} | Transitions have an error branch that this action does not have: QueueAtCapacity",
                "GetParticipantInput | {'StoreInput': 'False', 'InputTimeLimitSeconds': '5'} | {'Errors': [{'ErrorType': 'NoMatchingCondition', 'NextAction': 'end'}]} | Transitions need an error branch for NoMatchingError",
                "GetParticipantInput | {'StoreInput': 'False', 'InputTimeLimitSeconds': '0'} | {'Errors': [{'ErrorType': 'NoMatchingCondition', 'NextAction': 'end'}, {'ErrorType': 'NoMatchingError', 'NextAction': 'end'}]} | Parameters.InputTimeLimitSeconds must be a whole number from 1 to 180",
                "GetParticipantInput | {'StoreInput': 'Perhaps', 'InputTimeLimitSeconds': '5'} | {'Errors': [{'ErrorType': 'NoMatchingCondition', 'NextAction': 'end'}, {'ErrorType': 'NoMatchingError', 'NextAction': 'end'}]} | Parameters.StoreInput must be True or False",
                "GetParticipantInput | {'StoreInput': 'True', 'InputTimeLimitSeconds': '5'} | {'NextAction': 'end', 'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction': 'end'}]} | Parameters stores input and so needs an InputValidation with either CustomValidation or PhoneNumberValidation",
                "GetParticipantInput | {'StoreInput': 'True', 'InputTimeLimitSeconds': '5', 'DTMFConfiguration': {'InputTerminationSequence': '**'}, 'InputValidation': {'CustomValidation': {'MaximumLength': '4'}}} | {'NextAction': 'end', 'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction': 'end'}]} | Parameters.DTMFConfiguration ends input with *, which needs DisableCancelKey True",
                "GetParticipantInput | {'StoreInput': 'True', 'InputTimeLimitSeconds': '5', 'InputValidation': {'PhoneNumberValidation': {'NumberFormat': 'Local', 'CountryCode': 'GB'}}} | {'NextAction': 'end', 'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction': 'end'}]} | Transitions need an error branch for InvalidPhoneNumber",
                "GetParticipantInput | {'StoreInput': 'False', 'InputTimeLimitSeconds': '5', 'InputEncryption': {'EncryptionKeyId': 'k'}} | {'Conditions': [{'NextAction': 'end', 'Condition': {'Operator': 'Equals', 'Operands': ['1']}}], 'Errors': [{'ErrorType': 'NoMatchingCondition', 'NextAction': 'end'}, {'ErrorType': 'NoMatchingError', 'NextAction': 'end'}]} | Parameters.InputEncryption is not supported: it needs StoreInput True",
                "Compare | {'ComparisonValue': '$.Lex.IntentName'} | {'Conditions': [{'NextAction': 'end', 'Condition': {'Operator': 'Equals', 'Operands': ['1']}}], 'Errors': [{'ErrorType': 'NoMatchingCondition', 'NextAction': 'end'}]} | Parameters compares a value we hold nothing under: $.Lex.IntentName",
                "Compare | {'ComparisonValue': '$.Channel'} | {'Conditions': [{'NextAction': 'end', 'Condition': {'Operator': 'Resembles', 'Operands': ['1']}}], 'Errors': [{'ErrorType': 'NoMatchingCondition', 'NextAction': 'end'}]} | Transitions.Conditions[].Condition has an unknown Operator: Resembles",
                "Compare | {'ComparisonValue': '$.Channel'} | {'Conditions': [{'NextAction': 'end', 'Condition': {'Operator': 'Equals', 'Operands': ['1']}}]} | Transitions need an error branch for NoMatchingCondition",
                "Loop | {'LoopCount': '101'} | {'Conditions': [{'NextAction': 'end', 'Condition': {'Operator': 'Equals', 'Operands': ['ContinueLooping']}}, {'NextAction': 'end', 'Condition': {'Operator': 'Equals', 'Operands': ['DoneLooping']}}]} | Parameters.LoopCount must be a whole number from 0 to 100",
                "Loop | {'LoopCount': '2'} | {'NextAction': 'end', 'Conditions': [{'NextAction': 'end', 'Condition': {'Operator': 'Equals', 'Operands': ['ContinueLooping']}}]} | Transitions need a condition for Equals DoneLooping",
                "Wait | {'TimeLimitSeconds': '5', 'Events': ['CustomerReturned']} | {'NextAction': 'end'} | Parameters waits for Events, which voice contacts do not have",
                "TransferToFlow | {'ContactFlowId': 'f-second'} | {'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction': 'end'}]} | Parameters leads to flow second, which is not there",
                "TransferToFlow | {'ContactFlowId': 'f-9'} | {'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction': 'end'}]} | Parameters names a flow that the mapping does not have: f-9",
                "UpdateContactAttributes | {'Attributes': {'a': '1'}, 'TargetContact': 'Related'} | {'NextAction': 'end', 'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction': 'end'}]} | Parameters has a TargetContact other than Current, and there is no related contact",
                "UpdateContactTargetQueue | {'QueueId': 'q-9'} | {'NextAction': 'end', 'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction': 'end'}]} | Parameters names a queue that the mapping does not have: q-9",
                "TransferContactToQueue | {} | {'NextAction': 'end'} | Transitions need an error branch for NoMatchingError",
                "UpdateContactRecordingBehavior | {'RecordingBehavior': {'RecordedParticipants': ['Supervisor']}} | {'NextAction': 'end'} | Parameters.RecordingBehavior records participants other than Agent and Customer",
                "UpdateContactRecordingBehavior | {'RecordingBehavior': {'RecordedParticipants': [], 'IVRRecordingBehavior': 'Enabled'}} | {'NextAction': 'end'} | Parameters.RecordingBehavior records the flow itself; recording begins with an agent",
                "UpdateFlowLoggingBehavior | {'FlowLoggingBehavior': 'On'} | {'NextAction': 'end'} | Parameters.FlowLoggingBehavior must be one of Enabled, Disabled",
            })
    void refusesABadActionByNameAndReason(
            String type, String parameters, String transitions, String fault) {
        assertThat(faults(action("bad action", type, parameters, transitions)))
                .containsExactly("inbound, action bad action: " + fault);
    }

    @Test
    void findsEveryFaultOfEveryFlowAtOnce() {
        var outcome =
                FlowFixtures.load(
                        Map.of(
                                "inbound",
                                flow(
                                        action("one", "PlayMusic", "{}", "{}"),
                                        action(
                                                "two",
                                                "MessageParticipant",
                                                "{'PromptId': 'p-9'}",
                                                "{'NextAction': 'three'}"))));

        assertThat(((FlowLoader.Outcome.Refused) outcome).faults())
                .extracting(FlowFault::action)
                .containsExactlyInAnyOrder("one", "two", "two");
    }

    /** A seed that is refused lets the fuzzer begin with nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"choose", "wait", "agent"})
    void loadsTheSeedsOfTheFuzzer(String seed) throws IOException {
        var name = "FlowLoaderFuzzTestInputs/loadsOrRefusesAnything/" + seed;
        try (var file = FlowLoaderTest.class.getResourceAsStream(name)) {
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(FlowFixtures.load(Map.of("inbound", text)))
                    .isInstanceOf(FlowLoader.Outcome.Loaded.class);
        }
    }

    @Test
    void warnsOfWhatIsNeverReached() {
        var outcome = FlowFixtures.load(Map.of("inbound", flow(END, END.replace("end", "lost"))));

        assertThat(((FlowLoader.Outcome.Loaded) outcome).warnings())
                .extracting(FlowFault::toString)
                .containsExactly("inbound, action lost: it is never reached");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | it must be a JSON object",
                "{ | it is not JSON, or nested too deeply, or has a key twice",
                "{'Version': 'x', 'Version': 'y'} | it is not JSON, or nested too deeply, or has a key twice",
            })
    void refusesWhatIsNoFlow(String text, String fault) {
        var outcome = FlowFixtures.load(Map.of("inbound", text.replace('\'', '"')));

        assertThat(((FlowLoader.Outcome.Refused) outcome).faults())
                .extracting(FlowFault::what)
                .contains(fault);
    }

    @Test
    void refusesAnotherVersionOfTheLanguage() {
        var outcome =
                FlowFixtures.load(
                        Map.of("inbound", flow(END).replace(FlowLoader.VERSION, "2020-01-01")));

        assertThat(((FlowLoader.Outcome.Refused) outcome).faults())
                .extracting(FlowFault::what)
                .containsExactly("Version must be 2019-10-30");
    }

    @Test
    void refusesTextWhereNoSpeechIsConfigured() {
        var loader =
                new FlowLoader(
                        FlowMapping.NONE, Path.of("f"), null, "", _ -> true, FlowFixtures.NO_KEYS);

        var outcome =
                loader.load(
                        Map.of(
                                "inbound",
                                flow(
                                        action(
                                                "say",
                                                "MessageParticipant",
                                                "{'Text': 'Hello'}",
                                                "{'NextAction': 'end'}"),
                                        END)));

        assertThat(((FlowLoader.Outcome.Refused) outcome).faults())
                .extracting(FlowFault::what)
                .containsExactly(
                        "Parameters has a Text, and no text-to-speech command is configured");
    }

    @Test
    void namesEachTextOnceToBeSpoken() {
        var hello = "{'Text': 'Hello'}";
        var outcome =
                FlowFixtures.load(
                        Map.of(
                                "inbound",
                                flow(
                                        action(
                                                "a",
                                                "MessageParticipant",
                                                hello,
                                                "{'NextAction': 'b'}"),
                                        action(
                                                "b",
                                                "MessageParticipant",
                                                hello,
                                                "{'NextAction': 'end'}"),
                                        END)));

        assertThat(((FlowLoader.Outcome.Loaded) outcome).toSpeak().values())
                .containsExactly("Hello");
    }

    @Test
    void keepsPromptsInsideTheFolder() {
        var none = FlowMapping.NONE;
        var mapping =
                new FlowMapping(
                        none.queues(),
                        none.agents(),
                        Map.of("p", "../../etc/secret.wav"),
                        none.flows(),
                        none.modules(),
                        none.skills(),
                        none.hours(),
                        none.queueHours(),
                        none.functions());
        var loader =
                new FlowLoader(mapping, Path.of("f"), null, "", _ -> true, FlowFixtures.NO_KEYS);

        var outcome =
                loader.load(
                        Map.of(
                                "inbound",
                                flow(
                                        action(
                                                "say",
                                                "MessageParticipant",
                                                "{'PromptId': 'p'}",
                                                "{'NextAction': 'end'}"),
                                        END)));

        assertThat(outcome).isInstanceOf(FlowLoader.Outcome.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"a$b", "toString", "{x}", "'a,b'"})
    void refusesIdentifiersThatTheLanguageForbids(String id) {
        var outcome = FlowFixtures.load(Map.of("inbound", flow(END, END.replace("end", id))));

        assertThat(((FlowLoader.Outcome.Refused) outcome).faults())
                .extracting(FlowFault::what)
                .contains("the Identifier has a character or is a word that is not allowed");
    }

    private static List<String> faults(String badAction) {
        var outcome = FlowFixtures.load(Map.of("inbound", flow(badAction, END)));
        return ((FlowLoader.Outcome.Refused) outcome)
                .faults().stream().map(FlowFault::toString).distinct().toList();
    }

    private static String action(String id, String type, String parameters, String transitions) {
        return """
        {"Identifier": "%s", "Type": "%s", "Parameters": %s, "Transitions": %s}
        """
                .formatted(id, type, parameters, transitions)
                .replace('\'', '"');
    }

    /** A flow of these actions that starts at the first. */
    private static String flow(String... actions) {
        var first = actions[0].substring(actions[0].indexOf(": \"") + 3);
        return """
        {"Version": "2019-10-30", "StartAction": "%s", "Actions": [%s]}
        """
                .formatted(first.substring(0, first.indexOf('"')), String.join(",", actions));
    }
}
