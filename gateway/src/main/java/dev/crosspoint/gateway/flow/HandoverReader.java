package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.Action.Destination;
import dev.crosspoint.gateway.flow.Transitions.ErrorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the actions that hand the contact on: to queues, agents, third parties and functions. */
final class HandoverReader {

    /** As in the original: functions have 8 s at the most. */
    private static final int MAX_FUNCTION_SECONDS = 8;

    /** What the flow designer writes when nobody changes it. */
    private static final String DEFAULT_RING_SECONDS = "30";

    private static final Set<ErrorType> QUEUE_ERRORS =
            Set.of(ErrorType.QUEUE_AT_CAPACITY, ErrorType.NO_AGENTS_AVAILABLE);
    private static final Set<ErrorType> ANY_ERROR = Set.of(ErrorType.NO_MATCHING_ERROR);

    private final FlowMapping mapping;

    HandoverReader(FlowMapping mapping) {
        this.mapping = mapping;
    }

    Action targetQueue(String id, Parameters p, TransitionsReader t) {
        var destination = destination(p);
        if (destination == null) {
            p.fault("needs a QueueId or an AgentId");
        }
        return new Action.UpdateContactTargetQueue(
                id,
                t.straight(Set.of(), ANY_ERROR),
                destination == null ? new Destination.Queue(new Value.Literal("")) : destination);
    }

    Action toQueue(String id, TransitionsReader t) {
        return new Action.TransferContactToQueue(id, t.branching(QUEUE_ERRORS, ANY_ERROR));
    }

    Action toOtherQueue(String id, Parameters p, TransitionsReader t) {
        return new Action.DequeueContactAndTransferToQueue(
                id, t.branching(QUEUE_ERRORS, ANY_ERROR), destination(p));
    }

    /** A queue or an agent; null when neither is named. */
    private @Nullable Destination destination(Parameters p) {
        if (p.has("QueueId") && p.has("AgentId")) {
            p.fault("has both QueueId and AgentId");
        }
        var queue = known(p, "QueueId", "a queue", mapping::queue);
        var agent = known(p, "AgentId", "an agent", mapping::agent);
        return queue != null
                ? new Destination.Queue(queue)
                : agent != null ? new Destination.Agent(agent) : null;
    }

    private static @Nullable Value known(
            Parameters p, String key, String what, Function<String, Optional<String>> mapped) {
        var value = p.optionalValue(key).orElse(null);
        if (value instanceof Value.Literal(var asked) && mapped.apply(asked).isEmpty()) {
            p.fault("names " + what + " that the mapping does not have: " + asked);
        }
        return value;
    }

    Action toThirdParty(String id, Parameters p, TransitionsReader t) {
        p.refuse("VoiceConnector", "a third party is called by its number");
        boolean continues = p.flagOr("ContinueFlowExecution", true);
        var number = p.value("ThirdPartyPhoneNumber");
        check(
                p,
                number,
                HandoverReader::isNumber,
                "ThirdPartyPhoneNumber must be a number in E.164");
        // Written TimeLimit by the flow designer and Timeout by its documentation.
        var limit =
                p.optionalValue("ThirdPartyConnectionTimeLimitSeconds")
                        .or(() -> p.optionalValue("ThirdPartyConnectionTimeoutSeconds"))
                        .orElse(new Value.Literal(DEFAULT_RING_SECONDS));
        check(
                p,
                limit,
                text -> ThirdPartyLimits.timeLimit(text).isPresent(),
                "ThirdPartyConnectionTimeLimitSeconds must be a whole number from 0 to 600");
        var digits = p.optionalValue("ThirdPartyDTMFDigits").orElse(null);
        check(
                p,
                digits,
                ThirdPartyLimits::areDigits,
                "ThirdPartyDTMFDigits must be 50 or fewer of 0-9, comma, * and #");
        var caller = p.object("CallerId");
        var callerNumber = caller.optionalValue("Number").orElse(null);
        check(
                p,
                callerNumber,
                HandoverReader::isNumber,
                "CallerId.Number must be a number in E.164");
        caller.ignore("Name");
        caller.nothingElse();
        return new Action.TransferParticipantToThirdParty(
                id,
                continues
                        ? t.straight(
                                Set.of(
                                        ErrorType.CALL_FAILED,
                                        ErrorType.CONNECTION_TIME_LIMIT_EXCEEDED),
                                ANY_ERROR)
                        : t.branching(Set.of(), ANY_ERROR),
                number,
                limit,
                continues,
                digits,
                callerNumber);
    }

    private static boolean isNumber(String text) {
        return PhoneNumber.parse(text, Action.Collect.INTERNATIONAL).isPresent();
    }

    /**
     * Fixed values are checked now, others when the flow runs. Never quotes: it may be a number.
     */
    private static void check(
            Parameters p, @Nullable Value value, Predicate<String> so, String otherwise) {
        if (value instanceof Value.Literal(var text) && !text.isEmpty() && !so.test(text)) {
            p.fault("is wrong: " + otherwise);
        }
    }

    Action toFunction(String id, Parameters p, TransitionsReader t) {
        var function = p.value("LambdaFunctionARN");
        if (function instanceof Value.Literal(var asked)
                && !asked.isEmpty()
                && mapping.function(asked).isEmpty()) {
            p.fault("names a function that the mapping does not have: " + asked);
        }
        int limit = p.integer("InvocationTimeLimitSeconds", 1, MAX_FUNCTION_SECONDS);
        boolean awaited =
                !p.has("InvocationType")
                        || p.oneOf("InvocationType", List.of("SYNCHRONOUS", "ASYNCHRONOUS"))
                                .equals("SYNCHRONOUS");
        var validation = p.object("ResponseValidation");
        if (validation.text("ResponseType").orElse("STRING_MAP").equals("JSON")) {
            validation.fault("wants JSON; an answer is a flat map of texts, STRING_MAP");
        } else if (validation.has("ResponseType")) {
            validation.oneOf("ResponseType", List.of("STRING_MAP"));
        }
        validation.nothingElse();
        Map<String, Value> parameters = p.object("LambdaInvocationAttributes").allValues();
        return new Action.InvokeLambdaFunction(
                id, t.straight(Set.of(), ANY_ERROR), function, limit, awaited, parameters);
    }
}
