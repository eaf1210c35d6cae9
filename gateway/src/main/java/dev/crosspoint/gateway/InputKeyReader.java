package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.TEXT;

import dev.crosspoint.gateway.config.Expected;
import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.gateway.input.BadCertificate;
import dev.crosspoint.gateway.input.InputKey;
import dev.crosspoint.gateway.input.InputKeys;
import dev.crosspoint.signaling.api.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code inputKeys} of a tenant. */
final class InputKeyReader {
    /** As ids of Amazon Connect are, and ARNs; it is in every sealed message. */
    private static final Expected KEY_ID =
            Expected.matching("1 to 128 letters, digits, - . _ : or /", "[A-Za-z0-9._:/-]{1,128}");

    private final Path folder;

    /** With the folder that relative paths are relative to. */
    InputKeyReader(Path folder) {
        this.folder = folder;
    }

    InputKeys read(Section tenant, Tenant whose) {
        var keys = tenant.each("inputKeys", this::key).stream().flatMap(Optional::stream).toList();
        if (keys.size() > InputKeys.MOST) {
            tenant.problem(
                    "inputKeys",
                    keys.size() + " keys",
                    InputKeys.MOST + " at most: one, and while it changes the one after it");
        }
        return new InputKeys(whose, keys);
    }

    private Optional<InputKey> key(Section section) {
        var id = section.text("id", KEY_ID);
        var inline = section.optionalText("certificate", TEXT);
        var file = section.optionalText("certificateFile", TEXT).map(folder::resolve);
        if (!section.isExactlyOneGiven("certificate", "certificateFile")) {
            return Optional.empty();
        }
        var from = inline.isPresent() ? "certificate" : "certificateFile";
        Object shown = file.isPresent() ? file.get() : "(hidden)";
        try {
            var pem = file.isPresent() ? Files.readString(file.get()) : inline.orElse("");
            return Optional.of(InputKey.read(id, pem));
        } catch (BadCertificate e) {
            section.problem(from, shown, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            section.problem(from, shown, "a PEM file that can be read");
        }
        return Optional.empty();
    }
}
