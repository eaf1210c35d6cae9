package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommandTest {

    @Test
    void understandsWhatTheManualSays() {
        assertThat(parse("--demo")).isEqualTo(new Command.Run(new Command.Source.Demo()));
        assertThat(parse("--config", "a.yaml")).isEqualTo(file("a.yaml"));
        assertThat(parse("--hash-password")).isEqualTo(new Command.HashPassword());
        assertThat(parse("--help")).isEqualTo(new Command.Help(""));
    }

    @Test
    void takesTheFileFromAPropertyBeforeTheEnvironment() {
        var environment = Map.of("CROSSPOINT_CONFIG", "environment.yaml");

        assertThat(Command.parse(List.of(), environment, null)).isEqualTo(file("environment.yaml"));
        assertThat(Command.parse(List.of(), environment, "property.yaml"))
                .isEqualTo(file("property.yaml"));
    }

    @Test
    void saysWhatIsWrongWithTheRest() {
        assertThat(parse()).isEqualTo(new Command.Help("Say --demo or --config FILE."));
        assertThat(parse("--dmeo")).isEqualTo(new Command.Help("Unknown: --dmeo"));
        assertThat(parse("--config")).isEqualTo(new Command.Help("Unknown: --config"));
        assertThat(parse("--config", "a", "b")).isEqualTo(new Command.Help("Too many arguments."));
    }

    private static Command parse(String... arguments) {
        return Command.parse(List.of(arguments), Map.of(), null);
    }

    private static Command file(String name) {
        return new Command.Run(new Command.Source.File(Path.of(name)));
    }
}
