package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.HOST;
import static dev.crosspoint.gateway.config.Expected.TEXT;

import dev.crosspoint.gateway.config.Expected;
import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.gateway.flow.FunctionUrl;
import dev.crosspoint.gateway.webhook.WebhookSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code webhooks} of a tenant. */
final class WebhookReader {
    private static final Expected URL =
            new Expected(
                    "an https URL without a query, such as https://hooks.example.com/crosspoint/",
                    text ->
                            FunctionUrl.parse(text)
                                    .filter(url -> url.uri().getRawQuery() == null)
                                    .isPresent());

    private static final Expected SECRET =
            new Expected("a text of 32 characters or more", text -> text.length() >= 32);

    private final Path folder;

    WebhookReader(Path folder) {
        this.folder = folder;
    }

    WebhookSettings read(Section webhooks) {
        // Not quoted in a problem: a path may be all that keeps others out.
        var allowed =
                webhooks.secrets("allowed", URL).stream()
                        .map(text -> FunctionUrl.parse(text.value()))
                        .flatMap(Optional::stream)
                        .toList();
        var secrets = webhooks.secretsOrFile("secrets", SECRET, folder);
        var privateHosts = privateHosts(webhooks, allowed);
        int maxInFlight = webhooks.integer("maxInFlight", 1, 1_000, 20);
        var trustedCa = trustedCa(webhooks);
        if (!allowed.isEmpty() && secrets.isEmpty()) {
            webhooks.problem("secrets", null, "a secret to sign requests with");
            return WebhookSettings.NONE;
        }
        return new WebhookSettings(allowed, privateHosts, secrets, maxInFlight, trustedCa);
    }

    private static Set<String> privateHosts(Section webhooks, List<FunctionUrl> allowed) {
        var hosts = new HashSet<String>();
        for (var text : webhooks.texts("privateHosts", HOST)) {
            var host = text.toLowerCase(Locale.ROOT);
            if (allowed.stream().noneMatch(url -> url.host().equals(host))) {
                webhooks.problem("privateHosts", text, "a host of one of allowed");
            }
            hosts.add(host);
        }
        return hosts;
    }

    private @Nullable String trustedCa(Section webhooks) {
        var file = webhooks.optionalText("trustedCaFile", TEXT).map(folder::resolve);
        if (file.isEmpty()) {
            return null;
        }
        try {
            return Files.readString(file.get());
        } catch (IOException e) {
            webhooks.problem("trustedCaFile", file.get(), "a PEM file that can be read");
            return null;
        }
    }
}
