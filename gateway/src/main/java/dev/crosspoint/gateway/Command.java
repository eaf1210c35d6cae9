package dev.crosspoint.gateway;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
sealed interface Command {
    String USAGE =
            """
            Crosspoint, a softphone and media-relay gateway.

              --demo            run with embedded defaults, demo agents and a demo customer
              --config FILE     run with a YAML or JSON file (or CROSSPOINT_CONFIG, or -Dcrosspoint.config)
              --hash-password   read a password, print its hash for the configuration
              --help            show this\
            """;

    /** Runs a gateway. */
    record Run(Source source) implements Command {}

    /** Makes a hash for a configuration file. */
    record HashPassword() implements Command {}

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
        return switch (arguments.size()) {
            case 0 -> {
                var file = property == null ? environment.get("CROSSPOINT_CONFIG") : property;
                yield file == null ? new Help("Say --demo or --config FILE.") : runWith(file);
            }
            case 1 ->
                    switch (arguments.getFirst()) {
                        case "--demo" -> new Run(new Source.Demo());
                        case "--hash-password" -> new HashPassword();
                        case "--help", "-h" -> new Help("");
                        default -> new Help("Unknown: " + arguments.getFirst());
                    };
            case 2 ->
                    arguments.getFirst().equals("--config")
                            ? runWith(arguments.get(1))
                            : new Help("Unknown: " + String.join(" ", arguments));
            default -> new Help("Too many arguments.");
        };
    }

    private static Command runWith(String file) {
        return new Run(new Source.File(Path.of(file)));
    }
}
