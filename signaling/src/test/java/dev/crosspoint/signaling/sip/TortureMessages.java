package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The messages of RFC 4475, byte for byte, by their names there. */
final class TortureMessages {

    private TortureMessages() {}

    static Map<String, byte[]> all() {
        var messages = new LinkedHashMap<String, ByteArrayOutputStream>();
        ByteArrayOutputStream current = new ByteArrayOutputStream();
        for (String line : text().split("\n", -1)) {
            if (line.startsWith("= ")) {
                current = new ByteArrayOutputStream();
                messages.put(line.split(" ", -1)[1], current);
            } else if (line.startsWith("|")) {
                current.writeBytes(unescape(line.length() > 2 ? line.substring(2) : ""));
                current.writeBytes("\r\n".getBytes(US_ASCII));
            } else if (line.startsWith("> ")) {
                current.writeBytes(unescape(line.substring(2)));
            }
        }
        var bytes = new LinkedHashMap<String, byte[]>();
        messages.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }

    private static byte[] unescape(String text) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.write(c);
                continue;
            }
            switch (text.charAt(++i)) {
                case 'x' -> {
                    out.write(Integer.parseInt(text, i + 1, i + 3, 16));
                    i += 2;
                }
                case 's' -> {
                    out.writeBytes(
                            " ".repeat(Integer.parseInt(text.substring(i + 1))).getBytes(US_ASCII));
                    i = text.length();
                }
                default -> out.write(text.charAt(i));
            }
        }
        return out.toByteArray();
    }

    private static String text() {
        try (var in = TortureMessages.class.getResourceAsStream("/rfc4475/torture.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
