package dev.crosspoint.media.delivery;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Any text as one part of a path, so that no two texts give the same and none leads elsewhere. */
public final class NamePart {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private NamePart() {}

    /**
     * The text in UTF-8 with each byte outside of {@code A-Z a-z 0-9 . _ -} as {@code %XX}. A dot
     * at the beginning is written so too: {@code .} and {@code ..} are not names, and hidden files
     * are ours.
     *
     * @param text not empty
     */
    public static String of(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a part of a path is not empty");
        }
        var part = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b) && !(b == '.' && part.isEmpty())) {
                part.append((char) b);
            } else {
                part.append('%').append(HEX.toHexDigits(b));
            }
        }
        return part.toString();
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '.'
                || b == '_'
                || b == '-';
    }
}
