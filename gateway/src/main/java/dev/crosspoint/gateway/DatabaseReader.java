package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.TEXT;

import dev.crosspoint.gateway.config.Expected;
import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.DatabaseSettings.AppLogin;
import dev.crosspoint.gateway.store.DatabaseSettings.Login;
import dev.crosspoint.gateway.store.DatabaseSettings.Server;
import dev.crosspoint.gateway.store.DatabaseSettings.Tls;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code database}. */
final class DatabaseReader {
    private static final int PORT = 5432;

    private static final Expected URL =
            new Expected(
                    "postgresql://host:port/database without user, password or parameters",
                    text -> uri(text).isPresent());

    private static final Expected ROLE =
            Expected.matching("1 to 63 small letters, digits or _", "[a-z_][a-z0-9_]{0,62}");

    private final Path folder;

    DatabaseReader(Path folder) {
        this.folder = folder;
    }

    DatabaseSettings read(Section database) {
        int connections = database.integer("connections", 1, 64, 8);
        int timeoutMs = database.integer("timeoutMs", 500, 60_000, 5_000);
        return new DatabaseSettings(server(database), connections, timeoutMs);
    }

    private @Nullable Server server(Section database) {
        // Not quoted in a problem: people put passwords into it.
        var url = database.secret("url", URL).flatMap(text -> uri(text.value()));
        var user = database.optionalText("user", TEXT);
        var password = database.secretOrFile("password", TEXT, folder);
        var appUser = database.optionalText("appUser", ROLE);
        var appPassword = database.secretOrFile("appPassword", TEXT, folder);
        var host = url.map(URI::getHost).orElse("");
        var tls =
                database.choice(
                        "tls", List.of(Tls.values()), isLoopback(host) ? Tls.DISABLE : Tls.VERIFY);
        var trustedCa = trustedCa(database);
        if (url.isEmpty()) {
            if (database.isSound()
                    && (user.isPresent()
                            || password.isPresent()
                            || appUser.isPresent()
                            || appPassword.isPresent())) {
                database.problem("url", null, "the server that users and passwords are for");
            }
            return null;
        }
        if (user.isEmpty() || password.isEmpty()) {
            database.problem(
                    user.isEmpty() ? "user" : "password", null, "the owner of the database");
            return null;
        }
        return new Server(
                host.replaceAll("[\\[\\]]", ""),
                url.get().getPort() < 0 ? PORT : url.get().getPort(),
                url.get().getPath().substring(1),
                new Login(user.get(), password.get()),
                new AppLogin(appUser.orElse(AppLogin.DEFAULT.user()), appPassword.orElse(null)),
                tls,
                trustedCa);
    }

    private @Nullable Path trustedCa(Section database) {
        var file = database.optionalText("trustedCaFile", TEXT).map(folder::resolve);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            database.problem("trustedCaFile", file.get(), "a PEM file that can be read");
        }
        return file.orElse(null);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static Optional<URI> uri(String text) {
        try {
            var uri = new URI(text);
            boolean is =
                    "postgresql".equals(uri.getScheme())
                            && uri.getHost() != null
                            && uri.getUserInfo() == null
                            && uri.getQuery() == null
                            && uri.getFragment() == null
                            && uri.getPath().matches("/[^/]+");
            return is ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
