package dev.crosspoint.signaling.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.json.Params.BadParams;
import java.util.Locale;
import java.util.Set;

/** What can be done with a contact, from JSON. */
public final class VerbJson {

    /** Every verb, as it is spelled in method names and addresses. */
    public static final Set<String> VERBS =
            Set.of(
                    "accept",
                    "reject",
                    "hangUp",
                    "end",
                    "hold",
                    "mute",
                    "pauseRecording",
                    "sendDigits",
                    "transfer",
                    "consult",
                    "add",
                    "complete",
                    "swap",
                    "join",
                    "cancel",
                    "remove",
                    "supervise");

    /** Most digits of one request. */
    private static final int MAX_DIGITS = 32;

    private static final int MAX_NUMBER_LENGTH = 32;

    private static final String TARGETS = "one of number, agent, queue and flow";

    private VerbJson() {}

    /** Whether {@link #read} knows the verb. */
    public static boolean knows(String verb) {
        return VERBS.contains(verb);
    }

    /**
     * Reads a verb that {@link #knows} knows.
     *
     * @throws BadParams when a member is missing or wrong
     */
    public static ContactVerb read(String verb, Params params) throws BadParams {
        return switch (verb) {
            case "accept" -> new ContactVerb.Accept();
            case "reject" -> new ContactVerb.Reject();
            case "hangUp" -> new ContactVerb.HangUp();
            case "end" -> new ContactVerb.End();
            case "hold" ->
                    new ContactVerb.Hold(params.optionalWord("participant"), params.flag("held"));
            case "mute" ->
                    new ContactVerb.Mute(params.optionalWord("participant"), params.flag("muted"));
            case "pauseRecording" -> new ContactVerb.PauseRecording(params.flag("paused"));
            case "sendDigits" ->
                    new ContactVerb.SendDigits(params.optionalWord("participant"), digits(params));
            case "transfer" -> new ContactVerb.Transfer(target(params));
            case "consult" -> new ContactVerb.Consult(target(params));
            case "add" -> new ContactVerb.Add(target(params));
            case "complete" -> new ContactVerb.Complete();
            case "swap" -> new ContactVerb.Swap();
            case "join" -> new ContactVerb.Join();
            case "cancel" -> new ContactVerb.Cancel();
            case "remove" -> new ContactVerb.Remove(params.word("participant"));
            case "supervise" -> new ContactVerb.Supervise(supervision(params));
            default -> throw new IllegalArgumentException("not a verb: " + verb);
        };
    }

    /** The word that {@link #read} knows a verb by. */
    public static String word(ContactVerb verb) {
        return switch (verb) {
            case ContactVerb.Accept _ -> "accept";
            case ContactVerb.Reject _ -> "reject";
            case ContactVerb.HangUp _ -> "hangUp";
            case ContactVerb.End _ -> "end";
            case ContactVerb.Hold _ -> "hold";
            case ContactVerb.Mute _ -> "mute";
            case ContactVerb.PauseRecording _ -> "pauseRecording";
            case ContactVerb.SendDigits _ -> "sendDigits";
            case ContactVerb.Transfer _ -> "transfer";
            case ContactVerb.Consult _ -> "consult";
            case ContactVerb.Add _ -> "add";
            case ContactVerb.Complete _ -> "complete";
            case ContactVerb.Swap _ -> "swap";
            case ContactVerb.Join _ -> "join";
            case ContactVerb.Cancel _ -> "cancel";
            case ContactVerb.Remove _ -> "remove";
            case ContactVerb.Supervise _ -> "supervise";
        };
    }

    /**
     * Reads whom to call: a member {@code number}, {@code agent}, {@code queue} or {@code flow}.
     *
     * @throws BadParams unless there is exactly one of them
     */
    public static Target target(Params params) throws BadParams {
        Target target = null;
        int targets = 0;
        for (String kind : Set.of("number", "agent", "queue", "flow")) {
            if (params.object().has(kind)) {
                targets++;
                target =
                        switch (kind) {
                            case "number" ->
                                    new Target.ToNumber(params.secret(kind, MAX_NUMBER_LENGTH));
                            case "agent" -> new Target.ToAgent(params.word(kind));
                            case "queue" -> new Target.ToQueue(params.word(kind));
                            default -> new Target.ToFlow(params.word(kind));
                        };
            }
        }
        if (target == null || targets > 1) {
            throw new BadParams("the target must be " + TARGETS);
        }
        return target;
    }

    /** Writes a target as {@link #target} reads it. */
    public static void write(Target target, ObjectNode json) {
        switch (target) {
            case Target.ToNumber(var number) -> json.put("number", number.value());
            case Target.ToAgent(var agent) -> json.put("agent", agent);
            case Target.ToQueue(var queue) -> json.put("queue", queue);
            case Target.ToFlow(var flow) -> json.put("flow", flow);
        }
    }

    private static Supervision supervision(Params params) throws BadParams {
        String how = params.word("how");
        for (var known : Supervision.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(how)) {
                return known;
            }
        }
        throw new BadParams("how must be monitor, whisper or barge");
    }

    private static Private digits(Params params) throws BadParams {
        Private digits = params.secret("digits", MAX_DIGITS);
        if (!digits.value().chars().allMatch(c -> "0123456789*#ABCDabcd".indexOf(c) >= 0)) {
            throw new BadParams("digits must be of 0-9 * # A-D");
        }
        return digits;
    }
}
