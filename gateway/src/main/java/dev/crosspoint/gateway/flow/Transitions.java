package dev.crosspoint.gateway.flow;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an action leads.
 *
 * @param next {@code NextAction}; null on actions that end the flow
 * @param conditions in the order they are tried
 * @param errors by {@code ErrorType}
 */
public record Transitions(
        @Nullable String next, List<Condition> conditions, Map<ErrorType, String> errors) {
    public Transitions {
        conditions = List.copyOf(conditions);
        errors = Map.copyOf(errors);
    }

    /** One branch: taken when the action's result stands in this relation to the operand. */
    public record Condition(Operator operator, Value operand, String next) {}

    /** The relations of the flow language. Number relations never hold for what is no number. */
    public enum Operator {
        EQUALS("Equals"),
        TEXT_STARTS_WITH("TextStartsWith"),
        TEXT_ENDS_WITH("TextEndsWith"),
        TEXT_CONTAINS("TextContains"),
        NUMBER_GREATER_THAN("NumberGreaterThan"),
        NUMBER_GREATER_OR_EQUAL_TO("NumberGreaterOrEqualTo"),
        NUMBER_LESS_THAN("NumberLessThan"),
        NUMBER_LESS_OR_EQUAL_TO("NumberLessOrEqualTo");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        /** The operator as flows write it. */
        public String text() {
            return text;
        }

        /** Whether the relation holds. Texts are compared exactly, case included. */
        boolean holds(String result, String operand) {
            return switch (this) {
                case EQUALS -> result.equals(operand);
                case TEXT_STARTS_WITH -> result.startsWith(operand);
                case TEXT_ENDS_WITH -> result.endsWith(operand);
                case TEXT_CONTAINS -> result.contains(operand);
                case NUMBER_GREATER_THAN -> compare(result, operand, order -> order > 0);
                case NUMBER_GREATER_OR_EQUAL_TO -> compare(result, operand, order -> order >= 0);
                case NUMBER_LESS_THAN -> compare(result, operand, order -> order < 0);
                case NUMBER_LESS_OR_EQUAL_TO -> compare(result, operand, order -> order <= 0);
            };
        }

        private static boolean compare(String result, String operand, IntPredicate wanted) {
            return NUMBER.matcher(result).matches()
                    && NUMBER.matcher(operand).matches()
                    && wanted.test(new BigDecimal(result).compareTo(new BigDecimal(operand)));
        }

        /** Decimal numbers of a sane length, so that no text becomes a costly one. */
        private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?");
    }

    /** The error branches of the actions we run. */
    public enum ErrorType {
        NO_MATCHING_ERROR("NoMatchingError"),
        NO_MATCHING_CONDITION("NoMatchingCondition"),
        INPUT_TIME_LIMIT_EXCEEDED("InputTimeLimitExceeded"),
        INVALID_PHONE_NUMBER("InvalidPhoneNumber"),
        QUEUE_AT_CAPACITY("QueueAtCapacity"),

        /** Our own: a queue that nobody is signed in for, or an agent who does not take it. */
        NO_AGENTS_AVAILABLE("NoAgentsAvailable"),
        CALL_FAILED("CallFailed"),
        CONNECTION_TIME_LIMIT_EXCEEDED("ConnectionTimeLimitExceeded"),
        INVALID_CALLBACK_NUMBER("InvalidCallbackNumber"),

        /** Never taken: whether a number can be dialled is known when it is. */
        CALLBACK_NUMBER_NOT_DIALABLE("CallbackNumberNotDialable"),
        PARTICIPANT_NOT_FOUND("ParticipantNotFound");

        private final String text;

        ErrorType(String text) {
            this.text = text;
        }

        /** The error type as flows write it. */
        public String text() {
            return text;
        }
    }
}
