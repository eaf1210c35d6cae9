package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.ID;
import static dev.crosspoint.gateway.config.Expected.TEXT;

import dev.crosspoint.gateway.config.Expected;
import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.gateway.oidc.ProviderSettings;
import dev.crosspoint.gateway.oidc.TrustedCa;
import dev.crosspoint.signaling.api.Private;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code signInProvider} of a tenant. */
final class ProviderReader {
    private static final int USUAL_RECHECK_MINUTES = 5;
    private static final int MOST_RECHECK_MINUTES = 60;

    private static final Expected ISSUER =
            new Expected(
                    "an https URL such as https://id.example.com/realms/support",
                    ProviderReader::isIssuer);

    private static final Expected WORD = Expected.matching("a word", "[!-~]{1,64}");

    private final Path folder;

    ProviderReader(Path folder) {
        this.folder = folder;
    }

    /** Null for a tenant that has none. */
    @Nullable ProviderSettings read(Section provider) {
        var issuer = provider.optionalText("issuer", ISSUER);
        var clientId = provider.optionalText("clientId", TEXT);
        var secret = provider.secretOrFile("clientSecret", TEXT, folder);
        var settings =
                new ProviderSettings(
                        provider.text("name", TEXT, "single sign-on"),
                        URI.create(issuer.orElse("https://missing.invalid")),
                        clientId.orElse("missing"),
                        secret.orElse(new Private("missing")),
                        provider.optionalTexts("scopes", WORD).orElse(List.of("profile")),
                        provider.text("userClaim", WORD, "preferred_username"),
                        provider.text("groupsClaim", WORD, "groups"),
                        profiles(provider),
                        Set.copyOf(
                                provider.optionalTexts("secondFactor", WORD)
                                        .orElse(List.of("mfa"))),
                        provider.integer(
                                "recheckMinutes", 1, MOST_RECHECK_MINUTES, USUAL_RECHECK_MINUTES),
                        trustedCa(provider));
        if (issuer.isEmpty() && clientId.isEmpty() && secret.isEmpty()) {
            return null;
        }
        if (issuer.isEmpty()) {
            provider.problem("issuer", null, ISSUER.words());
        }
        if (clientId.isEmpty()) {
            provider.problem("clientId", null, "what the provider calls this gateway");
        }
        if (secret.isEmpty()) {
            provider.problem(
                    "clientSecret", null, "the secret that the provider gave, or clientSecretFile");
        }
        return settings;
    }

    private static Map<String, String> profiles(Section provider) {
        var profiles = new LinkedHashMap<String, String>();
        provider.each(
                "groups",
                entry -> {
                    var group = entry.text("group", TEXT);
                    var profile = entry.text("profile", ID);
                    if (profiles.put(group, profile) != null) {
                        entry.problem("group", group, "each group once");
                    }
                    return group;
                });
        return profiles;
    }

    private @Nullable String trustedCa(Section provider) {
        var file = provider.optionalText("trustedCaFile", TEXT).map(folder::resolve);
        if (file.isEmpty()) {
            return null;
        }
        try {
            var pem = Files.readString(file.get());
            if (TrustedCa.isReadable(pem)) {
                return pem;
            }
        } catch (IOException e) {
            // Told below, with what is no PEM.
        }
        provider.problem("trustedCaFile", file.get(), "a PEM file that can be read");
        return null;
    }

    /** In the clear only to this machine, for trying it out. */
    private static boolean isIssuer(String text) {
        try {
            var uri = new URI(text);
            boolean isHere =
                    "http".equals(uri.getScheme())
                            && Set.of("127.0.0.1", "localhost", "[::1]").contains(uri.getHost());
            return uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || isHere)
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
