package dev.crosspoint.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with actions that take contacts further. */
class FurtherFaultsTest {
    private static final String ANY =
            "'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction': 'end'}]";
    private static final String ON = "'NextAction': 'end', " + ANY;

    /** A branch as {@code 'X': operator/operand}, so that the table stays readable. */
    private static String ways(String ways) {
        var text = ways.replace("ANY", ANY).replace("ON", ON);
        return text.replaceAll(
                "WHEN (\\w+)/([\\w$.]+)",
                "{'NextAction': 'end', 'Condition': {'Operator': '$1', 'Operands': ['$2']}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // type | parameters | transitions | fault
                "UpdateContactTargetQueue | | ON | Parameters needs a QueueId or an AgentId",
                "UpdateContactTargetQueue | 'QueueId': 'q-sales', 'AgentId': 'a-1' | ON | Parameters has both QueueId and AgentId",
                "UpdateContactTargetQueue | 'AgentId': 'a-9' | ON | Parameters names an agent that the mapping does not have: a-9",
                "DequeueContactAndTransferToQueue | 'QueueId': 'q-9' | ON | Parameters names a queue that the mapping does not have: q-9",
                "DequeueContactAndTransferToQueue | | 'NextAction': 'end' | Transitions need an error branch for NoMatchingError",
                "TransferContactToAgent | | ANY | Transitions have an error branch that this action does not have: NoMatchingError",
                "TransferContactToAgent | 'AgentId': 'a-1' | | Parameters.AgentId is not a known parameter",
                "TransferParticipantToThirdParty | | ON | Parameters.ThirdPartyPhoneNumber is missing",
                "TransferParticipantToThirdParty | 'ThirdPartyPhoneNumber': '030 1234' | ON | Parameters is wrong: ThirdPartyPhoneNumber must be a number in E.164",
                "TransferParticipantToThirdParty | 'ThirdPartyPhoneNumber': '+493012345678', 'ThirdPartyConnectionTimeoutSeconds': '601' | ON | Parameters is wrong: ThirdPartyConnectionTimeLimitSeconds must be a whole number from 0 to 600",
                "TransferParticipantToThirdParty | 'ThirdPartyPhoneNumber': '+493012345678', 'ThirdPartyDTMFDigits': '1w2' | ON | Parameters is wrong: ThirdPartyDTMFDigits must be 50 or fewer of 0-9, comma, * and #",
                "TransferParticipantToThirdParty | 'ThirdPartyPhoneNumber': '+493012345678', 'CallerId': {'Number': '0'} | ON | Parameters is wrong: CallerId.Number must be a number in E.164",
                "TransferParticipantToThirdParty | 'ThirdPartyPhoneNumber': '+493012345678', 'VoiceConnector': {'a': 'b'} | ON | Parameters.VoiceConnector is not supported: a third party is called by its number",
                "TransferParticipantToThirdParty | 'ThirdPartyPhoneNumber': '+493012345678', 'ContinueFlowExecution': 'False' | 'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction': 'end'}, {'ErrorType': 'CallFailed', 'NextAction': 'end'}] | Transitions have an error branch that this action does not have: CallFailed",
                "CheckHoursOfOperation | 'HoursOfOperationId': 'h-9' | 'Conditions': [WHEN Equals/True, WHEN Equals/False], ANY | Parameters names hours that the mapping does not have: h-9",
                "CheckHoursOfOperation | | 'Conditions': [WHEN Equals/True], ANY | Transitions need a condition for Equals False",
                "CheckHoursOfOperation | | 'Conditions': [WHEN Equals/True, WHEN Equals/False] | Transitions need an error branch for NoMatchingError",
                "CheckMetricData | 'MetricType': 'AgentsAvailable' | 'Conditions': [WHEN NumberGreaterThan/0], ANY | Parameters.MetricType must be one of NumberOfAgentsAvailable, NumberOfAgentsStaffed, NumberOfAgentsOnline, OldestContactInQueueAgeSeconds, NumberOfContactsInQueue",
                "CheckMetricData | 'MetricType': 'NumberOfAgentsOnline' | 'Conditions': [WHEN NumberGreaterThan/2], ANY | Transitions may have only NumberGreaterThan 0 of agents",
                "CheckMetricData | 'MetricType': 'NumberOfContactsInQueue' | 'Conditions': [WHEN TextContains/2], ANY | Transitions may have only Equals and relations of numbers",
                "CheckMetricData | 'MetricType': 'NumberOfContactsInQueue' | ANY | Transitions need at least one of Conditions",
                "CheckMetricData | 'MetricType': 'NumberOfContactsInQueue', 'AgentId': 'a-1' | 'Conditions': [WHEN Equals/2], ANY | Parameters.AgentId is not supported: agents have no queues of their own",
                "CheckMetricData | 'MetricType': 'NumberOfContactsInQueue', 'QueueId': 'q-9' | 'Conditions': [WHEN Equals/2], ANY | Parameters names a queue that the mapping does not have: q-9",
                "DistributeByPercentage | | 'Conditions': [WHEN NumberLessThan/50] | Transitions need an error branch for NoMatchingCondition",
                "DistributeByPercentage | | 'Conditions': [WHEN NumberLessThan/50, WHEN NumberLessThan/50], 'Errors': [{'ErrorType': 'NoMatchingCondition', 'NextAction': 'end'}] | Transitions need NumberLessThan with whole numbers that rise from 1 to 100",
                "DistributeByPercentage | | 'Conditions': [WHEN NumberLessThan/101], 'Errors': [{'ErrorType': 'NoMatchingCondition', 'NextAction': 'end'}] | Transitions need NumberLessThan with whole numbers that rise from 1 to 100",
                "UpdateContactRoutingBehavior | | 'NextAction': 'end' | Parameters needs either QueuePriority or QueueTimeAdjustmentSeconds",
                "UpdateContactRoutingBehavior | 'QueuePriority': '1', 'QueueTimeAdjustmentSeconds': '1' | 'NextAction': 'end' | Parameters needs either QueuePriority or QueueTimeAdjustmentSeconds",
                "UpdateContactRoutingBehavior | 'QueuePriority': '0' | 'NextAction': 'end' | Parameters.QueuePriority must be a whole number from 1 to 9223372036854775807",
                "UpdateContactRoutingBehavior | 'QueuePriority': '' | 'NextAction': 'end' | Parameters.QueuePriority must be a whole number from 1 to 9223372036854775807",
                "UpdateContactRoutingBehavior | 'QueuePriority': '1' | ON | Transitions have an error branch that this action does not have: NoMatchingError",
                "UpdateContactRoutingCriteria | | ON | Parameters.RoutingCriteria needs 1 to 10 Steps",
                "UpdateContactRoutingCriteria | 'RoutingCriteria': {'Steps': [{}]} | ON | Parameters.RoutingCriteria.Steps[] needs an Expression",
                "UpdateContactRoutingCriteria | 'RoutingCriteria': {'Steps': [{'Expression': {}}]} | ON | Parameters.RoutingCriteria.Steps[].Expression needs exactly one of AttributeCondition, AndExpression and OrExpression",
                "UpdateContactRoutingCriteria | 'RoutingCriteria': {'Steps': [{'Expression': {'AndExpression': []}}]} | ON | Parameters.RoutingCriteria.Steps[].Expression has an AndExpression that is empty or nested deeper than 5",
                "UpdateContactRoutingCriteria | 'RoutingCriteria': {'Steps': [{'Expression': {'AttributeCondition': {'Name': 'Language', 'Value': 'Latin', 'ProficiencyLevel': '1', 'ComparisonOperator': 'NumberGreaterOrEqualTo'}}}]} | ON | Parameters.RoutingCriteria.Steps[].Expression.AttributeCondition names a skill that the mapping does not have: Language:Latin",
                "UpdateContactRoutingCriteria | 'RoutingCriteria': {'Steps': [{'Expression': {'AttributeCondition': {'Name': 'Language', 'Value': 'German', 'ProficiencyLevel': '6', 'ComparisonOperator': 'NumberGreaterOrEqualTo'}}}]} | ON | Parameters.RoutingCriteria.Steps[].Expression.AttributeCondition has a ProficiencyLevel that is not one of 1.0, 2.0, 3.0, 4.0 and 5.0",
                "UpdateContactRoutingCriteria | 'RoutingCriteria': {'Steps': [{'Expression': {'AttributeCondition': {'Name': 'Language', 'Value': 'German', 'ProficiencyLevel': '1', 'ComparisonOperator': 'Equals'}}}]} | ON | Parameters.RoutingCriteria.Steps[].Expression.AttributeCondition.ComparisonOperator must be one of NumberGreaterOrEqualTo",
                "UpdateContactRoutingCriteria | 'RoutingCriteria': {'Steps': [{'Expression': {'AttributeCondition': {'Name': 'Language', 'Value': 'German', 'ComparisonOperator': 'Range', 'Range': {'MinProficiencyLevel': 4, 'MaxProficiencyLevel': 2}}}}]} | ON | Parameters.RoutingCriteria.Steps[].Expression.AttributeCondition has a MinProficiencyLevel above its MaxProficiencyLevel",
                "UpdateContactRoutingCriteria | 'RoutingCriteria': {'Steps': [{'Expression': {'NotAttributeCondition': {}}}]} | ON | Parameters.RoutingCriteria.Steps[].Expression needs exactly one of AttributeCondition, AndExpression and OrExpression",
                "UpdateContactData | | ON | Parameters needs at least one of Name, Description and References",
                "UpdateContactData | 'Name': 'a' | 'NextAction': 'end' | Transitions need an error branch for NoMatchingError",
                "UpdateContactData | 'Name': 'a', 'TargetContact': 'Related' | ON | Parameters has a TargetContact other than Current, and there is no related contact",
                "UpdateContactData | 'Name': '$.Lex.Intent' | ON | Parameters refers, in Name, to a value we hold nothing under: $.Lex.Intent",
                "UpdateContactData | 'Name': 'a', 'CustomerId': 'c' | ON | Parameters.CustomerId is not a known parameter",
                "UpdateContactData | 'References': ['a'] | ON | Parameters.References must be an object",
                "UpdateContactData | 'References': {'a': {'Type': 'URL'}} | ON | Parameters.References.a.Value is missing",
                "UpdateContactData | 'References': {'a': {'Type': 'URL', 'Value': ''}} | ON | Parameters.References.a needs a Value that is not empty",
                "UpdateContactData | 'References': {'a': {'Type': 'ATTACHMENT', 'Value': 'v'}} | ON | Parameters.References.a.Type must be one of URL, NUMBER, STRING, DATE, EMAIL, OUTBOUND_CAMPAIGN, CUSTOMER_PROFILE, CASE, TASK, EXTERNAL_APPLICATION, SPEAKER_ID",
                "UpdateContactData | 'References': {'a': {'Type': 'URL', 'Value': 'v', 'Status': 'AVAILABLE'}} | ON | Parameters.References.a.Status is not a known parameter",
                "UpdateContactEventHooks | 'EventHooks': {} | ON | Parameters needs exactly one of EventHooks",
                "UpdateContactEventHooks | 'EventHooks': {'PauseContact': 'f-inbound'} | ON | Parameters has a hook that is not there, PauseContact; there are CustomerQueue, CustomerHold, AgentHold, AgentWhisper, CustomerWhisper, CustomerRemaining",
                "UpdateContactEventHooks | 'EventHooks': {'CustomerQueue': 'f-9'} | ON | Parameters names a flow that the mapping does not have: f-9",
                "UpdateContactEventHooks | 'EventHooks': {'CustomerQueue': 'f-second'} | ON | Parameters leads to flow second, which is not there",
                "UpdateContactCallbackNumber | 'CallbackNumber': '+493012345678' | 'NextAction': 'end', 'Errors': [{'ErrorType': 'InvalidCallbackNumber', 'NextAction': 'end'}, {'ErrorType': 'CallbackNumberNotDialable', 'NextAction': 'end'}] | Parameters has a fixed CallbackNumber; it must be a reference",
                "UpdateContactCallbackNumber | 'CallbackNumber': '$.StoredCustomerInput' | 'NextAction': 'end', 'Errors': [{'ErrorType': 'InvalidCallbackNumber', 'NextAction': 'end'}] | Transitions need an error branch for CallbackNumberNotDialable",
                "MessageParticipantIteratively | 'Messages': [] | | Parameters needs 1 to 20 Messages",
                "MessageParticipantIteratively | 'Messages': [{}] | | Parameters.Messages[] needs a PromptId or a Text",
                "MessageParticipantIteratively | 'Messages': [{'SSML': 'x'}] | | Parameters.Messages[].SSML is not supported: use Text, or record a prompt and name it by PromptId",
                "MessageParticipantIteratively | 'Messages': [{'Text': '$.Crosspoint.PositionInQueue'}] | | Parameters.Messages[] says the position, which only a MessageParticipant can",
                "MessageParticipantIteratively | 'Messages': [{'PromptId': 'p-1'}], 'InterruptFrequencySeconds': '30' | | Parameters has InterruptFrequencySeconds and a condition for Equals MessagesInterrupted both or neither",
                "MessageParticipantIteratively | 'Messages': [{'PromptId': 'p-1'}] | 'Conditions': [WHEN Equals/MessagesInterrupted] | Parameters has InterruptFrequencySeconds and a condition for Equals MessagesInterrupted both or neither",
                "MessageParticipant | 'Text': '$.Crosspoint.PositionInQueue of $.Crosspoint.PositionInQueue' | 'NextAction': 'end' | Parameters has a Text with more references than one $.Crosspoint.PositionInQueue; texts are spoken when the flow is loaded",
                "MessageParticipant | 'PromptId': 'p-1', 'SkipWhenDTMFBufferEnabled': 'true' | 'NextAction': 'end' | Parameters skips for keys pressed ahead, which are not kept",
                "InvokeLambdaFunction | 'LambdaFunctionARN': 'arn:none', 'InvocationTimeLimitSeconds': '3' | ON | Parameters names a function that the mapping does not have: arn:none",
                "InvokeLambdaFunction | 'LambdaFunctionARN': '$.Attributes.f', 'InvocationTimeLimitSeconds': '9' | ON | Parameters.InvocationTimeLimitSeconds must be a whole number from 1 to 8",
                "InvokeLambdaFunction | 'LambdaFunctionARN': '$.Attributes.f', 'InvocationTimeLimitSeconds': '3' | 'NextAction': 'end' | Transitions need an error branch for NoMatchingError",
                "InvokeLambdaFunction | 'LambdaFunctionARN': '$.Attributes.f', 'InvocationTimeLimitSeconds': '3', 'ResponseValidation': {'ResponseType': 'JSON'} | ON | Parameters.ResponseValidation wants JSON; an answer is a flat map of texts, STRING_MAP",
                "InvokeLambdaFunction | 'LambdaFunctionARN': '$.Attributes.f', 'InvocationTimeLimitSeconds': '3', 'LambdaInvocationAttributes': {'a': '$.Lex.Intent'} | ON | Parameters.LambdaInvocationAttributes refers, in a, to a value we hold nothing under: $.Lex.Intent",
            })
    void refusesABadActionByNameAndReason(
            String type, String parameters, String transitions, String fault) {
        assertThat(faults(type, nothing(parameters), ways(nothing(transitions))))
                .containsExactly("inbound, action bad action: " + fault);
    }

    @Test
    void refusesDetailsThatAreTooLarge() {
        var fault =
                "inbound, action bad action: Parameters is too large: of UTF-8, Name may have 512"
                        + " bytes, Description 4096, and 20 References 4096";

        assertThat(faults("UpdateContactData", "'Name': '" + "é".repeat(257) + "'", ON))
                .containsExactly(fault);
        assertThat(faults("UpdateContactData", "'Name': '" + "é".repeat(256) + "'", ON)).isEmpty();
        assertThat(faults("UpdateContactData", "'Description': '" + "d".repeat(4_097) + "'", ON))
                .containsExactly(fault);
        var value = "v".repeat(4_096);
        assertThat(
                        faults(
                                "UpdateContactData",
                                "'References': {'a': {'Type': 'URL', 'Value': '" + value + "'}}",
                                ON))
                .containsExactly(fault);
    }

    @Test
    void refusesStepsThatAreNeverReached() {
        var step =
                "{'Expression': {'AttributeCondition': {'Name': 'Language', 'Value': 'German',"
                        + " 'ProficiencyLevel': '1', 'ComparisonOperator':"
                        + " 'NumberGreaterOrEqualTo'}}}";

        assertThat(
                        faults(
                                "UpdateContactRoutingCriteria",
                                "'RoutingCriteria': {'Steps': [" + step + "," + step + "]}",
                                ON))
                .containsExactly(
                        "inbound, action bad action: Parameters.RoutingCriteria.Steps[] comes after"
                                + " a step without Expiry, which never ends");
    }

    @Test
    void refusesStepsThatEndAfterOneThatNeverDoes() {
        var condition =
                "{'Expression': {'AttributeCondition': {'Name': 'Language', 'Value': 'German',"
                        + " 'ProficiencyLevel': '1', 'ComparisonOperator':"
                        + " 'NumberGreaterOrEqualTo'}}";
        var endless = condition + "}";
        var ending = condition + ", 'Expiry': {'DurationInSeconds': '30'}}";

        assertThat(
                        faults(
                                "UpdateContactRoutingCriteria",
                                "'RoutingCriteria': {'Steps': ["
                                        + String.join(",", endless, ending, ending)
                                        + "]}",
                                ON))
                .singleElement()
                .asString()
                .endsWith("comes after a step without Expiry, which never ends");
    }

    @Test
    void refusesCriteriaThatOnlyAReferenceKnows() {
        assertThat(
                        faults(
                                "UpdateContactRoutingCriteria",
                                "'RoutingCriteria': '$.External.criteria'",
                                ON))
                .contains(
                        "inbound, action bad action: Parameters.RoutingCriteria must be an object");
    }

    @Test
    void neverQuotesATelephoneNumber() {
        assertThat(
                        faults(
                                "TransferParticipantToThirdParty",
                                "'ThirdPartyPhoneNumber': '0301234567890'",
                                ON))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).doesNotContain("030123"));
    }

    private static String nothing(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static List<String> faults(String type, String parameters, String transitions) {
        var flow =
                FlowText.flow(
                        FlowText.action("bad action", type, parameters, transitions),
                        FlowText.action("end", "DisconnectParticipant", "", ""));
        return switch (FlowFixtures.load(Map.of("inbound", flow))) {
            case FlowLoader.Outcome.Loaded _ -> List.of();
            case FlowLoader.Outcome.Refused(var faults) ->
                    faults.stream().map(FlowFault::toString).distinct().toList();
        };
    }
}
