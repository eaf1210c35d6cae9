package dev.crosspoint.gateway.local;

import dev.crosspoint.signaling.api.Private;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the local keys are and what opens them.
 *
 * @param folder holds {@code keys.p12}, and {@code keys.password} when no password is given
 * @param password from the environment or the configuration; {@code null} when it is in a file
 * @param passwordFile a file with the password on its first line, {@code null} for {@code
 *     keys.password} in the folder, which is made at the first start
 */
public record KeystoreSettings(
        Path folder, @Nullable Private password, @Nullable Path passwordFile) {

    public KeystoreSettings {
        if (password != null && passwordFile != null) {
            throw new IllegalArgumentException("the password is either given or in a file");
        }
    }

    Path file() {
        return folder.resolve("keys.p12");
    }

    Path ownPasswordFile() {
        return folder.resolve("keys.password");
    }
}
