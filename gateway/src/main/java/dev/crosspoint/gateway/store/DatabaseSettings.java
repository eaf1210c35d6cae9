package dev.crosspoint.gateway.store;

import dev.crosspoint.signaling.api.Private;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which database, and how it is used.
 *
 * @param server our own, in our folder, when null
 * @param connections most connections open at once, 1 to 64
 * @param timeoutMs longest that one operation may take, 500 to 60000
 */
public record DatabaseSettings(@Nullable Server server, int connections, int timeoutMs) {
    /** Our own server. */
    public static final DatabaseSettings EMBEDDED = new DatabaseSettings(null, 8, 5_000);

    public DatabaseSettings {
        if (connections < 1 || connections > 64 || timeoutMs < 500 || timeoutMs > 60_000) {
            throw new IllegalArgumentException("connections or time-out out of range");
        }
    }

    /**
     * Somebody else's server.
     *
     * @param host name or IP literal
     * @param database its name
     * @param owner who owns the tables, and may create them
     * @param app who works with them
     * @param trustedCaFile PEM certificates to trust instead of the system's authorities
     */
    public record Server(
            String host,
            int port,
            String database,
            Login owner,
            AppLogin app,
            Tls tls,
            @Nullable Path trustedCaFile) {}

    /** A role and its password. */
    public record Login(String user, Private password) {}

    /**
     * The role that works with the tables.
     *
     * @param user letters, digits and _, in small letters
     * @param password made at start when null
     */
    public record AppLogin(String user, @Nullable Private password) {
        /** Its name unless another is configured. */
        public static final AppLogin DEFAULT = new AppLogin("crosspoint_app", null);

        public AppLogin {
            if (!user.matches("[a-z_][a-z0-9_]{0,62}")) {
                throw new IllegalArgumentException(
                        "the name of a role has small letters, digits, _");
            }
        }
    }

    /** How the way to the server is protected. */
    public enum Tls {
        DISABLE,
        /** Encrypted, whoever it is. */
        REQUIRE,
        /** Encrypted, and the certificate is good for the host. */
        VERIFY
    }
}
