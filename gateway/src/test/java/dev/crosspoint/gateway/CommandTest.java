package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.keys.SearchKeys.Kept;
import dev.crosspoint.media.api.Tenant;
import java.net.URI;
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
    void understandsWhatTheDoctorIsAsked() {
        var config = new Command.Source.File(Path.of("a.yaml"));
        assertThat(parse("doctor", "--trunk", "carrier", "--config", "a.yaml"))
                .isEqualTo(new Command.Doctor(config, "carrier", null, null, null, null, false));
        assertThat(
                        parse(
                                "doctor",
                                "--agent",
                                "anna",
                                "--contact",
                                "c",
                                "--user",
                                "carol",
                                "--gateway",
                                "https://gateway:8443",
                                "--json",
                                "--config",
                                "a.yaml"))
                .isEqualTo(
                        new Command.Doctor(
                                config,
                                null,
                                "anna",
                                "c",
                                "carol",
                                URI.create("https://gateway:8443"),
                                true));
        assertThat(parse("doctor", "--config", "a.yaml"))
                .isEqualTo(new Command.Help("Say --trunk ID or --agent ID."));
        assertThat(parse("doctor", "--trunk", "t", "--agent", "a", "--config", "a.yaml"))
                .isEqualTo(new Command.Help("Say --trunk ID or --agent ID."));
        assertThat(parse("doctor", "--trunk", "t", "--gateway", "http://x", "--config", "a.yaml"))
                .isEqualTo(new Command.Help("Say --gateway https://HOST:PORT."));
    }

    @Test
    void understandsWhatIsAskedAboutRecordings() {
        var config = new Command.Source.File(Path.of("a.yaml"));
        assertThat(parse("verify", "--config", "a.yaml"))
                .isEqualTo(new Command.Verify(config, null));
        assertThat(parse("verify", "--key", "k.pem", "--demo"))
                .isEqualTo(new Command.Verify(new Command.Source.Demo(), Path.of("k.pem")));
        assertThat(Command.parse(List.of("verify"), Map.of("CROSSPOINT_CONFIG", "a.yaml"), null))
                .isEqualTo(new Command.Verify(config, null));
        assertThat(parse("export", "--list", "--config", "a.yaml"))
                .isEqualTo(new Command.ListExports(config));
        assertThat(parse("export", "--recording", "r", "--config", "a.yaml"))
                .isEqualTo(new Command.Export(config, "r", null, Path.of(".")));
        assertThat(
                        parse(
                                "export",
                                "--config",
                                "a.yaml",
                                "--recording",
                                "r",
                                "--tenant",
                                "a/i",
                                "--to",
                                "out"))
                .isEqualTo(new Command.Export(config, "r", new Tenant("a", "i"), Path.of("out")));
        assertThat(parse("retire-key", "--tenant", "a/i", "--key", "local:a/i/1", "--demo"))
                .isEqualTo(
                        new Command.RetireKey(
                                new Command.Source.Demo(), new Tenant("a", "i"), "local:a/i/1"));
        assertThat(parse("rotate-keys", "--tenant", "a/i", "--config", "a.yaml"))
                .isEqualTo(new Command.RotateKeys(config, new Tenant("a", "i")));
    }

    @Test
    void understandsWhichSearchKeyIsToBeChanged() {
        assertThat(parse("rotate-search-key", "--tenant", "a/i", "--of", "numbers", "--demo"))
                .isEqualTo(
                        new Command.RotateSearchKey(
                                new Command.Source.Demo(), new Tenant("a", "i"), Kept.NUMBERS));
        assertThat(parse("rotate-search-key", "--tenant", "a/i", "--of", "attributes", "--demo"))
                .isEqualTo(
                        new Command.RotateSearchKey(
                                new Command.Source.Demo(), new Tenant("a", "i"), Kept.ATTRIBUTES));
        assertThat(parse("rotate-search-key", "--tenant", "a/i", "--of", "names", "--demo"))
                .isEqualTo(new Command.Help("Say --of numbers or --of attributes."));
        assertThat(parse("rotate-search-key", "--of", "numbers", "--demo"))
                .isEqualTo(new Command.Help("Say --tenant ACCOUNT/INSTANCE."));
    }

    @Test
    void understandsWhatIsAskedAboutTheAuditTrail() {
        var config = new Command.Source.File(Path.of("a.yaml"));
        assertThat(parse("audit", "verify", "--config", "a.yaml"))
                .isEqualTo(new Command.VerifyAudit(config, null));
        assertThat(parse("audit", "verify", "--key", "k.pem", "--config", "a.yaml"))
                .isEqualTo(new Command.VerifyAudit(config, Path.of("k.pem")));
        assertThat(parse("audit", "export", "--tenant", "a/i", "--config", "a.yaml"))
                .isEqualTo(new Command.ExportAudit(config, new Tenant("a", "i"), null));
        assertThat(
                        parse(
                                "audit",
                                "export",
                                "--tenant",
                                "a/i",
                                "--to",
                                "t.jsonl",
                                "--config",
                                "a.yaml"))
                .isEqualTo(
                        new Command.ExportAudit(config, new Tenant("a", "i"), Path.of("t.jsonl")));
        assertThat(parse("audit")).isInstanceOf(Command.Help.class);
        assertThat(parse("audit", "delete", "--demo")).isInstanceOf(Command.Help.class);
        assertThat(parse("audit", "export", "--demo")).isInstanceOf(Command.Help.class);
    }

    @Test
    void saysWhatIsWrongWithAQuestionAboutRecordings() {
        assertThat(parse("verfiy")).isEqualTo(new Command.Help("Unknown: verfiy"));
        assertThat(parse("verify")).isEqualTo(new Command.Help("Say --demo or --config FILE."));
        assertThat(parse("verify", "--demo", "--list"))
                .isEqualTo(new Command.Help("Unknown: --list"));
        assertThat(parse("verify", "--demo", "--key"))
                .isEqualTo(new Command.Help("--key wants a value."));
        assertThat(parse("verify", "--demo", "--demo"))
                .isEqualTo(new Command.Help("--demo is there twice."));
        assertThat(parse("export", "--demo"))
                .isEqualTo(new Command.Help("Say --list or --recording ID."));
        assertThat(parse("rotate-keys", "--demo", "--tenant", "a"))
                .isEqualTo(new Command.Help("Say --tenant ACCOUNT/INSTANCE."));
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
