package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.CIDR;
import static dev.crosspoint.gateway.config.Expected.IP_LITERAL;
import static dev.crosspoint.gateway.config.Expected.ORIGIN;
import static dev.crosspoint.gateway.config.Expected.TEXT;

import dev.crosspoint.gateway.GatewayConfig.Audit;
import dev.crosspoint.gateway.GatewayConfig.Calls;
import dev.crosspoint.gateway.GatewayConfig.Certificate;
import dev.crosspoint.gateway.GatewayConfig.Demo;
import dev.crosspoint.gateway.GatewayConfig.Https;
import dev.crosspoint.gateway.GatewayConfig.Log;
import dev.crosspoint.gateway.GatewayConfig.LogFormat;
import dev.crosspoint.gateway.GatewayConfig.Sip;
import dev.crosspoint.gateway.GatewayConfig.Speech;
import dev.crosspoint.gateway.call.CodecPolicy;
import dev.crosspoint.gateway.config.ConfigError;
import dev.crosspoint.gateway.config.Expected;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.gateway.flow.SpeechCommand;
import dev.crosspoint.gateway.load.SheddingRules;
import dev.crosspoint.media.api.MediaConfig;
import dev.crosspoint.media.api.OpusEffort;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Turns what was written into a {@link GatewayConfig}, or says everything that is wrong with it.
 */
public final class GatewayConfigReader {
    /** So much earlier than calls are refused encoders are to cost less. */
    private static final int SHED_BEFORE_PERCENT = 10;

    /** An address, or the one that this machine has towards its network. */
    private static final Expected ADDRESS =
            new Expected(
                    "an IP address, or auto",
                    text -> text.equals("auto") || IP_LITERAL.met().test(text));

    private static final Expected IPV6_LITERAL =
            new Expected(
                    "an IPv6 address",
                    text -> text.indexOf(':') >= 0 && IP_LITERAL.met().test(text));

    private final String ownAddress;

    /**
     * A reader.
     *
     * @param ownAddress IP literal that stands for {@code auto}
     */
    public GatewayConfigReader(String ownAddress) {
        this.ownAddress = ownAddress;
    }

    /**
     * The checked configuration; throws a {@link ConfigError} that names every problem.
     *
     * @param folder what relative paths in it are relative to
     */
    public GatewayConfig read(JsonObject values, Overrides overrides, Path folder) {
        return read(values, overrides, _ -> folder);
    }

    /** The embedded demo's; its files are where the gateway unpacks its own. */
    GatewayConfig readDemo(JsonObject values, Overrides overrides) {
        return read(values, overrides, home -> home.resolve(Gateway.OWN_FILES));
    }

    private GatewayConfig read(
            JsonObject values, Overrides overrides, UnaryOperator<Path> folderOf) {
        var root = new Section(values, overrides);
        var config = read(root, folderOf);
        root.finish();
        return config;
    }

    /** Every key there is, list positions left out. */
    Set<String> keys(JsonObject values) {
        var root = new Section(values, Overrides.none());
        read(root, home -> home);
        return root.keysRead();
    }

    private GatewayConfig read(Section root, UnaryOperator<Path> folderOf) {
        var home = Path.of(root.text("home", TEXT, ".crosspoint")).toAbsolutePath().normalize();
        var folder = folderOf.apply(home);
        var demo = demo(root.section("demo"));
        var calls = calls(root.section("calls"), folder);
        var tenantReader = new TenantReader(folder, demo.enabled(), calls.codecs());
        var tenants = root.each("tenants", tenantReader::read);
        var trunks = root.each("trunks", entry -> new TrunkReader(folder, tenants).read(entry));
        var https = https(root.section("https"), folder);
        var media = root.section("media");
        var shedding = shedding(media.section("shedding"));
        var config =
                new GatewayConfig(
                        home,
                        https,
                        sip(root.section("sip"), folder),
                        media(media, shedding),
                        shedding,
                        new TurnReader(folder).read(root.section("turn"), https.tokenMinutes()),
                        calls,
                        speech(root.section("speech")),
                        new DatabaseReader(folder).read(root.section("database")),
                        new RecordingReader(folder).read(root.section("recording")),
                        audit(root.section("audit")),
                        new Log(
                                root.section("log")
                                        .choice(
                                                "format",
                                                List.of(LogFormat.values()),
                                                LogFormat.CONSOLE)),
                        demo,
                        tenants,
                        trunks,
                        root.filesRead());
        if (root.isSound()) {
            new ConfigChecks(root).check(config);
        }
        return config;
    }

    private static Https https(Section https, Path folder) {
        return new Https(
                https.text("bindAddress", IP_LITERAL, "0.0.0.0"),
                https.port("port", 8443),
                certificate(https, folder),
                https.texts("allowedOrigins", ORIGIN),
                https.texts("allowedNetworks", CIDR),
                new Proxies(
                        https.texts("trustedProxies", CIDR),
                        https.choice(
                                "proxyHeader",
                                List.of(Proxies.Header.values()),
                                Proxies.Header.X_FORWARDED_FOR)),
                orElse(https.texts("metricsNetworks", CIDR), List.of("127.0.0.0/8", "::1/128")),
                https.integer("pingIntervalMs", 1_000, 60_000, 15_000),
                https.integer("resumeGraceMs", 0, 600_000, 30_000),
                https.integer("requestTimeoutMs", 500, 60_000, 5_000),
                https.integer("maxMessageBytes", 16_384, 1_048_576, 65_536),
                https.integer("tokenMinutes", 1, 1_440, 720),
                https.integer("connectionsPerAddress", 1, 100_000, 500),
                https.integer("idleMinutes", 1, 1_440, 30));
    }

    private Sip sip(Section sip, Path folder) {
        var address = address(sip, "advertisedAddress");
        return new Sip(
                sip.text("bindAddress", IP_LITERAL, "0.0.0.0"),
                address,
                advertisedIpv6(sip, address),
                sip.port("udpTcpPort", 5060),
                sip.port("tlsPort", 5061),
                certificate(sip, folder),
                sip.integer("unknownPerSecond", 0, 1_000, 5));
    }

    private MediaConfig media(Section media, SheddingRules shedding) {
        var defaults = MediaConfig.defaults(ownAddress);
        return new MediaConfig(
                media.integer("loops", 1, 256, defaults.loops()),
                media.text("bindAddress", IP_LITERAL, "0.0.0.0"),
                advertised(media),
                media.port("browserPort", defaults.browserPort()),
                media.flag("browserTcp", defaults.browserTcp()),
                media.port("trunkPortLow", defaults.trunkPortLow()),
                media.port("trunkPortHigh", defaults.trunkPortHigh()),
                media.integer("portQuarantineMs", 0, 600_000, defaults.portQuarantineMs()),
                media.optionalText("opusLibrary", TEXT).map(Path::of).orElse(null),
                opusEffort(media, shedding),
                media.integer("connectTimeoutMs", 1_000, 120_000, defaults.connectTimeoutMs()),
                media.integer("mediaTimeoutMs", 1_000, 3_600_000, defaults.mediaTimeoutMs()),
                media.integer("certificateDays", 1, 365, defaults.certificateDays()));
    }

    private static OpusEffort opusEffort(Section media, SheddingRules shedding) {
        var usual = OpusEffort.USUAL;
        int complexity = media.integer("opusComplexity", 0, 10, usual.complexity());
        int least = media.integer("leastOpusComplexity", 0, 10, usual.leastComplexity());
        if (least > complexity) {
            media.problem("leastOpusComplexity", least, "media.opusComplexity at the most");
            least = complexity;
        }
        // Calls are refused only when that was not enough.
        return new OpusEffort(complexity, least, shedding.busyPercent() - SHED_BEFORE_PERCENT);
    }

    private static SheddingRules shedding(Section shedding) {
        var usual = SheddingRules.USUAL;
        return new SheddingRules(
                shedding.flag("enabled", usual.enabled()),
                shedding.integer("busyPercent", 30, 95, usual.busyPercent()),
                shedding.integer("lateMs", 5, 50, usual.lateMs()));
    }

    /** One address, or one of each family. */
    private List<String> advertised(Section media) {
        var address = address(media, "advertisedAddress");
        var v6 = advertisedIpv6(media, address);
        return v6 == null ? List.of(address) : List.of(address, v6);
    }

    /** One more, of IPv6, beside one of IPv4. */
    private static @Nullable String advertisedIpv6(Section section, String address) {
        var v6 = section.optionalText("advertisedIpv6", IPV6_LITERAL);
        if (v6.isPresent()) {
            if (IPV6_LITERAL.met().test(address)) {
                section.problem(
                        "advertisedAddress", address, "an IPv4 address beside advertisedIpv6");
            }
            if (!IPV6_LITERAL.met().test(section.text("bindAddress", IP_LITERAL, "0.0.0.0"))) {
                section.problem("bindAddress", null, "\"::\" with advertisedIpv6");
            }
        }
        return v6.orElse(null);
    }

    private static Calls calls(Section calls, Path folder) {
        return new Calls(
                calls.integer("ringSeconds", 1, 600, 20),
                calls.integer("outboundRingSeconds", 1, 600, 45),
                calls.integer("joinSeconds", 1, 600, 20),
                calls.integer("rejoinSeconds", 1, 600, 75),
                calls.integer("requestTimeoutMs", 500, 60_000, 4_000),
                calls.flag("earlyMedia", false),
                calls.choice("codecs", List.of(CodecPolicy.values()), CodecPolicy.QUALITY),
                file(calls, folder, "holdMusic"),
                file(calls, folder, "ringback"));
    }

    private static Audit audit(Section audit) {
        return new Audit(audit.integer("digestMinutes", 5, 1_440, 60));
    }

    private static Speech speech(Section speech) {
        var words = speech.texts("command", TEXT);
        return words.isEmpty()
                ? new Speech(null)
                : new Speech(speech.read(_ -> new SpeechCommand(words)).orElse(null));
    }

    private static Demo demo(Section demo) {
        var password = new Expected("8 characters or more", text -> text.length() >= 8);
        return new Demo(
                demo.flag("enabled", false), demo.secret("password", password).orElse(null));
    }

    private static @Nullable Certificate certificate(Section section, Path folder) {
        var certificate = file(section, folder, "certificateFile");
        var key = file(section, folder, "keyFile");
        if ((certificate == null) != (key == null)) {
            section.problem(
                    certificate == null ? "certificateFile" : "keyFile",
                    null,
                    "both files or neither");
            return null;
        }
        return certificate == null || key == null ? null : new Certificate(certificate, key);
    }

    private static @Nullable Path file(Section section, Path folder, String key) {
        return section.optionalText(key, TEXT).map(folder::resolve).orElse(null);
    }

    private String address(Section section, String key) {
        var address = section.text(key, ADDRESS, "auto");
        return address.equals("auto") ? ownAddress : address;
    }

    private static List<String> orElse(List<String> texts, List<String> otherwise) {
        return texts.isEmpty() ? otherwise : texts;
    }
}
