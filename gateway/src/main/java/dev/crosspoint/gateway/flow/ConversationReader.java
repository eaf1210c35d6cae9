package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.Transitions.ErrorType;
import dev.crosspoint.gateway.input.InputKeys;
import dev.crosspoint.gateway.input.InputSeal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the actions that say and ask. */
final class ConversationReader {
    private static final int MAX_INPUT_SECONDS = 180;
    private static final int MAX_INPUT_DIGITS = 20;

    /** {@code InterdigitTimeLimitSeconds} when the flow says nothing. */
    private static final int DEFAULT_INTERDIGIT_SECONDS = 5;

    /** A day; the original names no bound. */
    private static final int MAX_INTERRUPT_SECONDS = 86_400;

    /** More is not a message any more; the original's designer allows 20 too. */
    private static final int MAX_MESSAGES = 20;

    /** Places in a queue that are spoken ahead. Whoever is farther behind is not helped by one. */
    static final int SPOKEN_POSITIONS = 20;

    private static final String POSITION = DataPath.SystemValue.POSITION_IN_QUEUE.text();

    /** What a prompt is once it could not be found; never played, because the flow is refused. */
    private static final Path NOWHERE = Path.of("");

    private final FlowMapping mapping;
    private final PromptShelf prompts;
    private final InputKeys inputKeys;

    ConversationReader(FlowMapping mapping, PromptShelf prompts, InputKeys inputKeys) {
        this.mapping = mapping;
        this.prompts = prompts;
        this.inputKeys = inputKeys;
    }

    Action message(String id, Parameters p, TransitionsReader t) {
        if (p.flagOr("SkipWhenDTMFBufferEnabled", false)) {
            p.fault("skips for keys pressed ahead, which are not kept");
        }
        return new Action.MessageParticipant(
                id, t.straight(Set.of(ErrorType.NO_MATCHING_ERROR), Set.of()), says(p));
    }

    private Prompt says(Parameters p) {
        var text = p.text("Text").orElse("");
        if (text.contains(POSITION) && !p.has("PromptId")) {
            refuseOthers(p);
            return new Prompt.ByPosition(positions(p, text));
        }
        var prompt = prompt(p);
        if (prompt == null && !p.has("SSML") && !p.has("Media")) {
            p.fault("needs a PromptId or a Text");
        }
        return new Prompt.Fixed(prompt == null ? NOWHERE : prompt);
    }

    private List<Path> positions(Parameters p, String text) {
        int at = text.indexOf(POSITION);
        var rest = text.substring(at + POSITION.length());
        if (text.substring(0, at).contains("$.") || rest.contains("$.")) {
            p.fault(
                    "has a Text with more references than one "
                            + POSITION
                            + "; texts are spoken when the flow is loaded");
            return List.of();
        }
        return IntStream.rangeClosed(1, SPOKEN_POSITIONS)
                .mapToObj(n -> spoken(p, text.substring(0, at) + n + rest, n == 1))
                .toList();
    }

    Action messages(String id, Parameters p, TransitionsReader t) {
        var messages = new ArrayList<Path>();
        for (var entry : p.objects("Messages")) {
            var prompt = prompt(entry);
            if (prompt == null && !entry.has("SSML") && !entry.has("Media")) {
                entry.fault("needs a PromptId or a Text");
            }
            entry.nothingElse();
            messages.add(prompt == null ? NOWHERE : prompt);
        }
        if (messages.isEmpty() || messages.size() > MAX_MESSAGES) {
            p.fault("needs 1 to " + MAX_MESSAGES + " Messages");
        }
        int interrupt = p.integerOr("InterruptFrequencySeconds", 1, MAX_INTERRUPT_SECONDS, 0);
        var transitions = t.perhaps("MessagesInterrupted", Set.of(ErrorType.NO_MATCHING_ERROR));
        var interrupted = t.targetOf(transitions, "MessagesInterrupted");
        if (interrupt == 0 == !transitions.conditions().isEmpty()) {
            p.fault(
                    "has InterruptFrequencySeconds and a condition for Equals MessagesInterrupted"
                            + " both or neither");
        }
        return new Action.MessageParticipantIteratively(
                id, transitions, messages, interrupt, interrupted);
    }

    Action input(String id, Parameters p, TransitionsReader t) {
        var prompt = prompt(p);
        p.requiredText("StoreInput");
        boolean store = p.flagOr("StoreInput", false);
        int limit = p.integer("InputTimeLimitSeconds", 1, MAX_INPUT_SECONDS);
        var dtmf = p.object("DTMFConfiguration");
        var validation = p.object("InputValidation");
        if (!store) {
            dtmf.ignore("InputTerminationSequence");
            dtmf.ignore("DisableCancelKey");
            dtmf.ignore("InterdigitTimeLimitSeconds");
            dtmf.nothingElse();
            if (p.has("InputValidation")) {
                p.fault("has InputValidation, which needs StoreInput True");
            }
            p.refuse("InputEncryption", "it needs StoreInput True");
            return new Action.GetParticipantInput(
                    id,
                    t.keys(
                            Set.of(ErrorType.INPUT_TIME_LIMIT_EXCEEDED),
                            Set.of(ErrorType.NO_MATCHING_CONDITION, ErrorType.NO_MATCHING_ERROR)),
                    prompt,
                    limit,
                    null);
        }
        var collect = collect(p, dtmf, validation);
        return new Action.GetParticipantInput(
                id,
                t.straight(
                        Set.of(ErrorType.INPUT_TIME_LIMIT_EXCEEDED),
                        collect.numberRegion() == null
                                ? Set.of(ErrorType.NO_MATCHING_ERROR)
                                : Set.of(
                                        ErrorType.NO_MATCHING_ERROR,
                                        ErrorType.INVALID_PHONE_NUMBER)),
                prompt,
                limit,
                collect);
    }

    private Action.Collect collect(Parameters p, Parameters dtmf, Parameters validation) {
        var termination = dtmf.text("InputTerminationSequence").orElse("#");
        if (!termination.matches("[0-9*#]{1,5}")) {
            dtmf.fault("has an InputTerminationSequence that is not 1 to 5 of 0-9, * and #");
        }
        boolean cancelKey = !dtmf.flagOr("DisableCancelKey", false);
        if (cancelKey && termination.contains("*")) {
            dtmf.fault("ends input with *, which needs DisableCancelKey True");
        }
        int interdigit =
                dtmf.integerOr("InterdigitTimeLimitSeconds", 1, 20, DEFAULT_INTERDIGIT_SECONDS);
        dtmf.nothingElse();

        if (validation.has("CustomValidation") == validation.has("PhoneNumberValidation")) {
            p.fault(
                    "stores input and so needs an InputValidation with either CustomValidation or"
                            + " PhoneNumberValidation");
        }
        int length = MAX_INPUT_DIGITS;
        String region = null;
        if (validation.has("PhoneNumberValidation")) {
            var phone = validation.object("PhoneNumberValidation");
            boolean local = phone.oneOf("NumberFormat", List.of("Local", "E164")).equals("Local");
            var country = phone.text("CountryCode").orElse("");
            if (local && !country.matches("[A-Z]{2}")) {
                phone.fault("needs a CountryCode of two letters for local numbers");
            }
            phone.nothingElse();
            region = local ? country : Action.Collect.INTERNATIONAL;
        } else if (validation.has("CustomValidation")) {
            var custom = validation.object("CustomValidation");
            length = custom.integer("MaximumLength", 1, MAX_INPUT_DIGITS);
            custom.nothingElse();
        }
        validation.nothingElse();
        if (region != null && p.has("InputEncryption")) {
            p.fault("has InputEncryption, which needs CustomValidation");
        }
        var seal = p.has("InputEncryption") ? seal(p.object("InputEncryption")) : null;
        return new Action.Collect(
                termination, cancelKey, interdigit, length, region, region == null ? seal : null);
    }

    /** The seal that a flow asks for; null, and the flow is refused, when it cannot be had. */
    private @Nullable InputSeal seal(Parameters p) {
        var id = p.requiredText("EncryptionKeyId");
        var certificate = p.text("Key").orElse("");
        p.nothingElse();
        if (id.startsWith("$.") || certificate.startsWith("$.")) {
            p.fault("chooses its key by a reference; only a fixed EncryptionKeyId is supported");
            return null;
        }
        var seal = inputKeys.seal(id);
        if (seal.isEmpty() && !id.isEmpty()) {
            p.fault(
                    "names a key that the tenant does not have: "
                            + id
                            + "; inputKeys has "
                            + (inputKeys.keys().isEmpty()
                                    ? "none"
                                    : String.join(", ", inputKeys.ids())));
        }
        // It would be sealed for somebody other than the flow says.
        if (seal.isPresent() && !certificate.isEmpty() && !seal.get().key().isOf(certificate)) {
            p.fault(
                    "has a Key that is not the certificate of "
                            + id
                            + " in the tenant's inputKeys; leave it out, or put the same there");
        }
        return seal.orElse(null);
    }

    /** The prompt of a message or question; null when there is none. */
    private @Nullable Path prompt(Parameters p) {
        refuseOthers(p);
        var id = p.text("PromptId");
        var text = p.text("Text");
        if (id.isPresent() && text.isPresent()) {
            p.fault("has both PromptId and Text");
        }
        if (id.isPresent()) {
            var name = mapping.prompt(id.get());
            if (name.isEmpty()) {
                p.fault("names a prompt that the mapping does not have: " + id.get());
                return NOWHERE;
            }
            var file = prompts.recorded(name.get());
            if (file == null) {
                p.fault("has a prompt whose WAV file is not in the flow folder: " + name.get());
            }
            return file == null ? NOWHERE : file;
        }
        if (text.isEmpty() || text.get().isBlank()) {
            return null;
        }
        if (text.get().contains(POSITION)) {
            p.fault("says the position, which only a MessageParticipant can");
            return NOWHERE;
        }
        if (text.get().contains("$.")) {
            p.fault("has a Text with a reference; texts are spoken when the flow is loaded");
            return NOWHERE;
        }
        return spoken(p, text.get(), true);
    }

    private Path spoken(Parameters p, String text, boolean tell) {
        var file = prompts.spoken(text);
        if (file == null && tell) {
            p.fault("has a Text, and no text-to-speech command is configured");
        }
        return file == null ? NOWHERE : file;
    }

    private static void refuseOthers(Parameters p) {
        p.refuse("SSML", "use Text, or record a prompt and name it by PromptId");
        p.refuse("Media", "put the file into the flow folder and map a PromptId to it");
    }
}
