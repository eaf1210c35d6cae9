package dev.crosspoint.media.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.SealedIdentity;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The names of the spool's files: {@code <root>/<account>/<instance>/<recording>.<what>}. What is
 * not {@code [A-Za-z0-9._-]} is percent-encoded, and a dot at the beginning, so that no name of
 * anything leads out of the folder.
 *
 * @param root of the whole spool
 */
public record SpoolFolder(Path root) {
    /** Ending of a file that is not whole yet. */
    static final String TEMPORARY = ".tmp";

    /** Ending of a file that holds a wrapped data key. */
    static final String KEY = ".key";

    private static final String PLAIN =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

    /** What is a tenant's. */
    public Path of(Tenant tenant) {
        return root.resolve(encoded(tenant.account())).resolve(encoded(tenant.instance()));
    }

    /** A sealed file. */
    public Path file(SealedIdentity identity) {
        return of(identity.tenant())
                .resolve(encoded(identity.recording().value()) + "." + identity.artefact().text());
    }

    /** A sealed file. */
    public Path file(Tenant tenant, RecordingId recording, Artefact artefact) {
        return file(new SealedIdentity(artefact, recording, tenant));
    }

    /** The file with the wrapped data key of a recording. */
    public Path key(Tenant tenant, RecordingId recording) {
        return of(tenant).resolve(encoded(recording.value()) + KEY);
    }

    /** The recording that a file is named after. */
    public static RecordingId recordingOf(Path file) {
        String name = String.valueOf(file.getFileName());
        String encoded = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        return new RecordingId(URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8));
    }

    /** Where a file is written before it gets its name. */
    static Path temporary(Path file) {
        return file.resolveSibling(file.getFileName() + TEMPORARY);
    }

    private static String encoded(String name) {
        var text = new StringBuilder();
        for (byte b : name.getBytes(UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = PLAIN.indexOf(c) >= 0 && (c != '.' || !text.isEmpty());
            if (plain) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return text.toString();
    }
}
