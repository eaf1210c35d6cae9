package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.FlowFault.Kind;
import dev.crosspoint.gateway.input.InputKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A tenant's flows on disk: {@code mapping.yaml} (or {@code mapping.json}), flows as {@code
 * *.json}, and the recorded prompts that the mapping names. Reads files and runs the text-to-speech
 * command, so it blocks; used before call control starts.
 */
public final class FlowFolder {
    private static final Logger LOG = LoggerFactory.getLogger(FlowFolder.class);

    /** As the original: a flow's content has at most 256,000 characters. */
    private static final int MAX_FLOW_CHARS = 256_000;

    private final Path folder;
    private final Path speechCache;
    private final @Nullable SpeechCommand speech;
    private final InputKeys inputKeys;

    /**
     * @param speechCache where spoken texts are kept between starts
     * @param speech how texts are spoken; null when flows may hold recorded prompts only
     * @param inputKeys that they may seal input for
     */
    public FlowFolder(
            Path folder, Path speechCache, @Nullable SpeechCommand speech, InputKeys inputKeys) {
        this.folder = folder;
        this.speechCache = speechCache;
        this.speech = speech;
        this.inputKeys = inputKeys;
    }

    /**
     * Loads every flow of the folder and speaks the texts that were not spoken yet.
     *
     * @throws BadFlows when any flow has a fault; it names them all
     */
    public FlowBook load() throws BadFlows {
        var faults = new ArrayList<FlowFault>();
        var mapping = readMapping(faults);
        var flows = readFlows(faults);
        var loader =
                new FlowLoader(
                        mapping,
                        folder,
                        speech == null ? null : speechCache,
                        speech == null ? "" : String.join("\0", speech.command()),
                        Files::isRegularFile,
                        inputKeys);
        return switch (loader.load(flows)) {
            case FlowLoader.Outcome.Refused refused -> {
                faults.addAll(refused.faults());
                throw new BadFlows(faults);
            }
            case FlowLoader.Outcome.Loaded loaded -> {
                speak(loaded.toSpeak(), faults);
                if (!faults.isEmpty()) {
                    throw new BadFlows(faults);
                }
                loaded.warnings().forEach(warning -> LOG.warn("flow {}", warning));
                yield loaded.book();
            }
        };
    }

    private Map<String, String> readFlows(List<FlowFault> faults) {
        var flows = new TreeMap<String, String>();
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (var file : files) {
                var name = String.valueOf(file.getFileName());
                if (name.equals("mapping.json")) {
                    continue;
                }
                if (Files.size(file) > MAX_FLOW_CHARS) {
                    faults.add(fault(name, "is longer than " + MAX_FLOW_CHARS + " bytes"));
                } else {
                    flows.put(
                            name.substring(0, name.length() - ".json".length()),
                            Files.readString(file));
                }
            }
        } catch (IOException e) {
            faults.add(fault(folder.toString(), "cannot be read: " + e.getClass().getName()));
        }
        if (flows.isEmpty() && faults.isEmpty()) {
            faults.add(fault(folder.toString(), "holds no flow"));
        }
        return flows;
    }

    private FlowMapping readMapping(List<FlowFault> faults) {
        var yaml = folder.resolve("mapping.yaml");
        var json = folder.resolve("mapping.json");
        var file = Files.exists(yaml) ? yaml : json;
        if (!Files.exists(file)) {
            return FlowMapping.NONE;
        }
        var name = String.valueOf(file.getFileName());
        try {
            // JSON is read as the YAML that it also is.
            var root = yaml().load(Files.readString(file));
            if (!(root instanceof Map<?, ?> map)) {
                faults.add(fault(name, "must hold queues, prompts and flows"));
                return FlowMapping.NONE;
            }
            return new MappingReader()
                    .read(new Parameters(map, "", what -> faults.add(fault(name, what))));
        } catch (YAMLException | IOException e) {
            faults.add(fault(name, "cannot be read: " + e.getMessage()));
            return FlowMapping.NONE;
        }
    }

    /**
     * Reads every value as the text that it is, or as nothing: no date, no number, no time of day
     * to the base 60.
     */
    private static Yaml yaml() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        var output = new DumperOptions();
        return new Yaml(
                new SafeConstructor(options),
                new Representer(output),
                output,
                options,
                new TextOnly());
    }

    private static final class TextOnly extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }

    private void speak(Map<Path, String> texts, List<FlowFault> faults) {
        var command = speech;
        if (command == null) {
            return;
        }
        texts.forEach((file, text) -> {
            if (Files.exists(file)) {
                return;
            }
            try {
                command.speak(text, file);
            } catch (IOException e) {
                faults.add(
                        fault(
                                "text-to-speech",
                                command.command().getFirst()
                                        + " could not speak a text: "
                                        + e.getMessage()));
            }
        });
    }

    private static FlowFault fault(String where, String what) {
        return new FlowFault(Kind.FAULT, where, "", what);
    }
}
