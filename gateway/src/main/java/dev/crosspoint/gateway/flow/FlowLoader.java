package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.FlowFault.Kind;
import dev.crosspoint.gateway.input.InputKeys;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks flows before any of them runs, and finds every fault at once. Pure: files are named by it
 * and looked at by {@link FlowFolder}.
 */
public final class FlowLoader {
    static final String VERSION = "2019-10-30";

    /** The original allows far fewer; this keeps a hostile file from costing much. */
    private static final int MAX_ACTIONS = 1_000;

    private static final int MAX_IDENTIFIER = 50;

    /** Words the flow language forbids as identifiers. */
    private static final Set<String> RESERVED =
            Set.of(
                    "__proto__",
                    "constructor",
                    "__defineGetter__",
                    "__defineSetter__",
                    "toString",
                    "hasOwnProperty",
                    "isPrototypeOf",
                    "propertyIsEnumerable",
                    "toLocaleString",
                    "valueOf");

    private final FlowMapping mapping;
    private final PromptShelf prompts;
    private final InputKeys inputKeys;
    private final List<FlowFault> faults = new ArrayList<>();

    /**
     * A loader to be used once.
     *
     * @param folder where recorded prompts are
     * @param speechCache where spoken texts are kept; null when no text can be spoken
     * @param voice what makes the same text sound different
     * @param exists whether a file is there
     * @param inputKeys that input may be sealed for
     */
    public FlowLoader(
            FlowMapping mapping,
            Path folder,
            @Nullable Path speechCache,
            String voice,
            Predicate<Path> exists,
            InputKeys inputKeys) {
        this.mapping = mapping;
        this.prompts = new PromptShelf(folder, speechCache, voice, exists);
        this.inputKeys = inputKeys;
    }

    /** What became of the flows. */
    public sealed interface Outcome {

        /**
         * All can run.
         *
         * @param toSpeak texts by the file they are to be spoken into
         */
        record Loaded(FlowBook book, Map<Path, String> toSpeak, List<FlowFault> warnings)
                implements Outcome {}

        /** Some cannot, and so none is taken. */
        record Refused(List<FlowFault> faults) implements Outcome {}
    }

    /** Checks flows and modules, given as JSON text by local name. */
    public Outcome load(Map<String, String> flows) {
        var names = flows.keySet();
        var loaded = new LinkedHashMap<String, Flow>();
        flows.forEach((name, json) -> {
            var reader =
                    new ActionReader(mapping, names, prompts, inputKeys, mapping.isModule(name));
            loaded.put(name, read(name, json, reader));
        });
        faults.addAll(new ModuleCheck(loaded).faults(mapping));
        faults.addAll(new KindCheck(loaded).ofHooks(mapping));
        var grave = faults.stream().filter(fault -> fault.kind() == Kind.FAULT).toList();
        return grave.isEmpty()
                ? new Outcome.Loaded(
                        new FlowBook(loaded, mapping), prompts.toSpeak(), List.copyOf(faults))
                : new Outcome.Refused(grave);
    }

    private Flow read(String name, String json, ActionReader reader) {
        var actions = new LinkedHashMap<String, Action>();
        var declared = new HashSet<String>();
        var start = "";
        try {
            if (JsonText.parse(json) instanceof Map<?, ?> root) {
                var top = new Parameters(root, "", what -> fault(name, "", what));
                if (!top.requiredText("Version").equals(VERSION) && top.has("Version")) {
                    fault(name, "", "Version must be " + VERSION);
                }
                start = top.requiredText("StartAction");
                readActions(name, top.objects("Actions"), reader, actions, declared);
                checkTargets(name, start, actions, declared);
                warnUnreachable(name, start, actions);
            } else {
                fault(name, "", "it must be a JSON object");
            }
        } catch (JsonText.NotJson e) {
            fault(name, "", String.valueOf(e.getMessage()));
        }
        return new Flow(name, start, actions);
    }

    private void readActions(
            String name,
            List<Parameters> entries,
            ActionReader reader,
            Map<String, Action> into,
            Set<String> declared) {
        if (entries.isEmpty() || entries.size() > MAX_ACTIONS) {
            fault(name, "", "a flow has 1 to " + MAX_ACTIONS + " Actions");
            return;
        }
        for (var entry : entries) {
            var id = entry.requiredText("Identifier");
            checkIdentifier(name, id);
            declared.add(id);
            var type = entry.requiredText("Type");
            var action =
                    reader.read(
                            type,
                            id,
                            entry.object("Parameters", what -> fault(name, id, what)),
                            new TransitionsReader(
                                    entry.object("Transitions", what -> fault(name, id, what))));
            if (action == null) {
                fault(name, id, "the action type " + type + " is not supported");
            } else if (into.put(id, action) != null) {
                fault(name, id, "the Identifier is there twice");
            }
        }
    }

    private void checkIdentifier(String name, String id) {
        if (id.isEmpty() || id.length() > MAX_IDENTIFIER) {
            fault(name, id, "an Identifier has 1 to " + MAX_IDENTIFIER + " characters");
        }
        if (id.chars().anyMatch(c -> "%:(\\/)=$,;[]{}".indexOf(c) >= 0) || RESERVED.contains(id)) {
            fault(name, id, "the Identifier has a character or is a word that is not allowed");
        }
    }

    private void checkTargets(
            String name, String start, Map<String, Action> actions, Set<String> declared) {
        if (!start.isEmpty() && !declared.contains(start)) {
            fault(name, "", "StartAction is no action of the flow: " + start);
        }
        for (var action : actions.values()) {
            targets(action)
                    .filter(target -> !declared.contains(target))
                    .distinct()
                    .forEach(target ->
                            fault(
                                    name,
                                    action.identifier(),
                                    "leads to an action that is not there: " + target));
        }
    }

    private void warnUnreachable(String name, String start, Map<String, Action> actions) {
        var reached = new HashSet<String>();
        var open = new ArrayDeque<String>();
        open.add(start);
        for (var id = open.poll(); id != null; id = open.poll()) {
            var action = actions.get(id);
            if (action != null && reached.add(id)) {
                targets(action).forEach(open::add);
            }
        }
        actions.keySet().stream()
                .filter(id -> !reached.contains(id))
                .forEach(id ->
                        faults.add(new FlowFault(Kind.WARNING, name, id, "it is never reached")));
    }

    private static Stream<String> targets(Action action) {
        var transitions = action.transitions();
        return Stream.of(
                        Stream.ofNullable(transitions.next()),
                        transitions.conditions().stream().map(Transitions.Condition::next),
                        transitions.errors().values().stream())
                .flatMap(targets -> targets);
    }

    private void fault(String flow, String action, String what) {
        faults.add(new FlowFault(Kind.FAULT, flow, action, what));
    }
}
