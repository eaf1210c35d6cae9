package dev.crosspoint.gateway;

import dev.crosspoint.gateway.keys.SearchKeys.Kept;
import dev.crosspoint.media.api.Tenant;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
sealed interface Command {
    String USAGE =
            """
            Crosspoint, a softphone and media-relay gateway.

              --demo            run with embedded defaults, demo agents and a demo customer
              --config FILE     run with a YAML or JSON file (or CROSSPOINT_CONFIG, or -Dcrosspoint.config)
              --hash-password   read a password, print its hash for the configuration
              --help            show this

            About recordings (docs/recording.md), each with --config FILE or --demo:

              verify [--key PEM]                                  check all that is kept of them
              export --list                                       show what can be opened here
              export --recording ID [--tenant A/I] [--to FOLDER]  open one into plain files
              rotate-keys --tenant ACCOUNT/INSTANCE               make the next local key
              retire-key --tenant ACCOUNT/INSTANCE --key ID       destroy an old local key

            About contact records (docs/contact-search.md), likewise:

              rotate-search-key --tenant ACCOUNT/INSTANCE --of numbers|attributes
                                                                  keep them under another key

            About the network (docs/network.md), likewise:

              network [--json]                                    what firewalls have to let pass

            About what is wrong (docs/doctor.md), likewise:

              doctor --trunk ID | --agent ID [--contact ID] [--json]
                     [--user ID] [--gateway URL]              find the cause, and say it; asks the
                                                                  gateway as --user, whose password it
                                                                  reads, or by CROSSPOINT_TOKEN

            About the audit trail (docs/audit.md), likewise:

              audit verify [--key PEM]                            check that nobody changed it
              audit export --tenant ACCOUNT/INSTANCE [--to FILE]  its events as lines of JSON\
            """;

    /** Options without a value. */
    Set<String> FLAGS = Set.of("--list", "--demo", "--json");

    /** Runs a gateway. */
    record Run(Source source) implements Command {}

    /** Makes a hash for a configuration file. */
    record HashPassword() implements Command {}

    /**
     * Checks recordings.
     *
     * @param publicKey PEM file to check manifests with; that of the keystore when null
     */
    record Verify(Source source, @Nullable Path publicKey) implements Command {}

    /** Shows which recordings can be opened. */
    record ListExports(Source source) implements Command {}

    /**
     * Opens a recording.
     *
     * @param tenant whose; any when null
     */
    record Export(Source source, String recording, @Nullable Tenant tenant, Path to)
            implements Command {}

    /** Makes the next generation of a tenant's local key. */
    record RotateKeys(Source source, Tenant tenant) implements Command {}

    /** Makes the next generation of the key that numbers or attributes are found by. */
    record RotateSearchKey(Source source, Tenant tenant, Kept of) implements Command {}

    /**
     * Checks audit trails.
     *
     * @param publicKey PEM file to check digests with; that of the keystore when null
     */
    record VerifyAudit(Source source, @Nullable Path publicKey) implements Command {}

    /**
     * Writes a tenant's audit trail.
     *
     * @param to a file; the standard output when null
     */
    record ExportAudit(Source source, Tenant tenant, @Nullable Path to) implements Command {}

    /** Shows what networks have to let pass. */
    record Network(Source source, boolean json) implements Command {}

    /**
     * Finds out what is wrong with a trunk or with an agent's audio.
     *
     * @param trunk its id; null when it is about an agent
     * @param agent likewise
     * @param contact that it is about; all recent ones when null
     * @param user to ask the gateway as; null for whoever the token of the environment is of
     * @param gateway where it is; as configured, on this machine, when null
     */
    record Doctor(
            Source source,
            @Nullable String trunk,
            @Nullable String agent,
            @Nullable String contact,
            @Nullable String user,
            @Nullable URI gateway,
            boolean json)
            implements Command {}

    /**
     * Destroys an old generation of a tenant's local key.
     *
     * @param key its id, such as {@code local:account/instance/1}
     */
    record RetireKey(Source source, Tenant tenant, String key) implements Command {}

    /**
     * Shows the usage.
     *
     * @param mistake why, empty when it was asked for
     */
    record Help(String mistake) implements Command {}

    /** Where settings come from, besides environment and properties. */
    sealed interface Source {
        record Demo() implements Source {}

        record File(Path file) implements Source {}
    }

    /**
     * Understands the arguments.
     *
     * @param property value of the system property {@code crosspoint.config}
     */
    static Command parse(
            List<String> arguments, Map<String, String> environment, @Nullable String property) {
        var file = property == null ? environment.get("CROSSPOINT_CONFIG") : property;
        try {
            if (!arguments.isEmpty() && !arguments.getFirst().startsWith("-")) {
                return aboutWhatIsKept(
                        arguments.getFirst(), arguments.subList(1, arguments.size()), file);
            }
            return aboutTheGateway(arguments, file);
        } catch (IllegalArgumentException e) {
            return new Help(String.valueOf(e.getMessage()));
        }
    }

    private static Command aboutTheGateway(List<String> arguments, @Nullable String file) {
        return switch (arguments.size()) {
            case 0 -> new Run(source(Map.of(), file));
            case 1 ->
                    switch (arguments.getFirst()) {
                        case "--demo" -> new Run(new Source.Demo());
                        case "--hash-password" -> new HashPassword();
                        case "--help", "-h" -> new Help("");
                        default -> new Help("Unknown: " + arguments.getFirst());
                    };
            case 2 ->
                    arguments.getFirst().equals("--config")
                            ? new Run(new Source.File(Path.of(arguments.get(1))))
                            : new Help("Unknown: " + String.join(" ", arguments));
            default -> new Help("Too many arguments.");
        };
    }

    private static Command aboutWhatIsKept(
            String what, List<String> arguments, @Nullable String file) {
        return switch (what) {
            case "verify" -> {
                var options = options(arguments, Set.of("--key"));
                var key = options.get("--key");
                yield new Verify(source(options, file), key == null ? null : Path.of(key));
            }
            case "export" -> {
                var options =
                        options(arguments, Set.of("--list", "--recording", "--tenant", "--to"));
                var from = source(options, file);
                var recording = options.get("--recording");
                if (options.containsKey("--list") == (recording != null)) {
                    throw new IllegalArgumentException("Say --list or --recording ID.");
                }
                var tenant = options.get("--tenant");
                yield recording == null
                        ? new ListExports(from)
                        : new Export(
                                from,
                                recording,
                                tenant == null ? null : tenant(tenant),
                                Path.of(options.getOrDefault("--to", ".")));
            }
            case "rotate-keys" -> {
                var options = options(arguments, Set.of("--tenant"));
                var from = source(options, file);
                yield new RotateKeys(from, tenant(options.getOrDefault("--tenant", "")));
            }
            case "rotate-search-key" -> {
                var options = options(arguments, Set.of("--tenant", "--of"));
                var from = source(options, file);
                var of =
                        Stream.of(Kept.values())
                                .filter(kept -> kept.word().equals(options.get("--of")))
                                .findFirst()
                                .orElseThrow(() ->
                                        new IllegalArgumentException(
                                                "Say --of numbers or --of attributes."));
                yield new RotateSearchKey(from, tenant(options.getOrDefault("--tenant", "")), of);
            }
            case "audit" -> aboutTheTrail(arguments, file);
            case "network" -> {
                var options = options(arguments, Set.of("--json"));
                yield new Network(source(options, file), options.containsKey("--json"));
            }
            case "doctor" -> doctor(arguments, file);
            case "retire-key" -> {
                var options = options(arguments, Set.of("--tenant", "--key"));
                var from = source(options, file);
                var key = options.getOrDefault("--key", "");
                if (key.isEmpty()) {
                    throw new IllegalArgumentException("Say --key ID, as the log has it.");
                }
                yield new RetireKey(from, tenant(options.getOrDefault("--tenant", "")), key);
            }
            default -> new Help("Unknown: " + what);
        };
    }

    private static Command doctor(List<String> arguments, @Nullable String file) {
        var options =
                options(
                        arguments,
                        Set.of("--trunk", "--agent", "--contact", "--user", "--gateway", "--json"));
        var trunk = options.get("--trunk");
        var agent = options.get("--agent");
        if ((trunk == null) == (agent == null)) {
            throw new IllegalArgumentException("Say --trunk ID or --agent ID.");
        }
        var gateway = options.get("--gateway");
        if (gateway != null && !gateway.matches("https://[^/?#@]+/?")) {
            throw new IllegalArgumentException("Say --gateway https://HOST:PORT.");
        }
        return new Doctor(
                source(options, file),
                trunk,
                agent,
                options.get("--contact"),
                options.get("--user"),
                gateway == null ? null : URI.create(gateway),
                options.containsKey("--json"));
    }

    private static Command aboutTheTrail(List<String> arguments, @Nullable String file) {
        var what = arguments.isEmpty() ? "" : arguments.getFirst();
        return switch (what) {
            case "verify" -> {
                var options = options(arguments.subList(1, arguments.size()), Set.of("--key"));
                var key = options.get("--key");
                yield new VerifyAudit(source(options, file), key == null ? null : Path.of(key));
            }
            case "export" -> {
                var options =
                        options(arguments.subList(1, arguments.size()), Set.of("--tenant", "--to"));
                var to = options.get("--to");
                yield new ExportAudit(
                        source(options, file),
                        tenant(options.getOrDefault("--tenant", "")),
                        to == null ? null : Path.of(to));
            }
            default -> new Help("Say audit verify or audit export.");
        };
    }

    private static Map<String, String> options(List<String> arguments, Set<String> known) {
        var options = new HashMap<String, String>();
        for (int i = 0; i < arguments.size(); i++) {
            var name = arguments.get(i);
            boolean isFlag = FLAGS.contains(name);
            if (!known.contains(name) && !name.equals("--demo") && !name.equals("--config")) {
                throw new IllegalArgumentException("Unknown: " + name);
            }
            if (!isFlag && i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " wants a value.");
            }
            if (options.put(name, isFlag ? "" : arguments.get(++i)) != null) {
                throw new IllegalArgumentException(name + " is there twice.");
            }
        }
        return options;
    }

    private static Source source(Map<String, String> options, @Nullable String file) {
        if (options.containsKey("--demo")) {
            return new Source.Demo();
        }
        var named = options.getOrDefault("--config", file == null ? "" : file);
        if (named.isEmpty()) {
            throw new IllegalArgumentException("Say --demo or --config FILE.");
        }
        return new Source.File(Path.of(named));
    }

    private static Tenant tenant(String text) {
        var parts = text.split("/", -1);
        if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw new IllegalArgumentException("Say --tenant ACCOUNT/INSTANCE.");
        }
        return new Tenant(parts[0], parts[1]);
    }
}
