package dev.crosspoint.gateway.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Finds the password of the keystore, or makes one where there is none yet. */
final class KeystorePassword {
    private static final int RANDOM_BYTES = 32;

    private KeystorePassword() {}

    /**
     * The password.
     *
     * @throws IOException when there is none to be had; the message says what to do
     */
    static char[] find(KeystoreSettings settings, boolean isFirstStart, SecureRandom random)
            throws IOException {
        var given = settings.password();
        if (given != null) {
            return checked(given.value(), "the configured password of the keystore");
        }
        var named = settings.passwordFile();
        if (named != null) {
            return read(named);
        }
        var own = settings.ownPasswordFile();
        if (!Files.exists(own)) {
            if (!isFirstStart) {
                throw new IOException(
                        own
                                + " is missing, without it "
                                + settings.file()
                                + " does not open. Put it back from a backup, or configure the"
                                + " password.");
            }
            DurableFile.makeFolder(own);
            DurableFile.replace(own, generate(random));
        }
        return read(own);
    }

    private static char[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "the password file " + file + " is not there. Make it, with mode 0600.");
        }
        if (DurableFile.isOpenToOthers(file)) {
            throw new IOException(openToOthers(file));
        }
        var lines = Files.readString(file, StandardCharsets.UTF_8).lines().findFirst();
        return checked(lines.orElse("").strip(), "the password in " + file);
    }

    static String openToOthers(Path file) {
        return file
                + " can be read or written by others than its owner. Find out who did, then:"
                + " chmod 600 "
                + file;
    }

    private static char[] checked(String password, String what) throws IOException {
        if (password.length() < 12) {
            throw new IOException(what + " has fewer than 12 characters. Choose a longer one.");
        }
        return password.toCharArray();
    }

    private static byte[] generate(SecureRandom random) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        var text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
