package dev.crosspoint.media.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Strings, whole numbers, lists and dictionaries as rtpengine's ng protocol has them (BEP 3). Texts
 * are UTF-8; the keys of a dictionary are texts, and are written in their order.
 */
final class Bencode {
    /** The deepest nesting that is read: an answer of rtpengine has four. */
    private static final int MAX_DEPTH = 32;

    private final byte[] data;
    private int at;

    private Bencode(byte[] data) {
        this.data = data;
    }

    /**
     * The bytes of a value.
     *
     * @param value a {@link String}, {@link Long}, {@link List} or {@link Map} of such
     */
    static byte[] encode(Object value) {
        var out = new ByteArrayOutputStream();
        write(value, out);
        return out.toByteArray();
    }

    /**
     * Reads one value, which is all there is.
     *
     * @throws IOException what is there is something else
     */
    static Object decode(byte[] data) throws IOException {
        var reader = new Bencode(data);
        Object value = reader.read(0);
        if (reader.at != data.length) {
            throw new IOException("more than one value");
        }
        return value;
    }

    private static void write(Object value, ByteArrayOutputStream out) {
        switch (value) {
            case String text -> {
                byte[] bytes = text.getBytes(UTF_8);
                out.writeBytes((bytes.length + ":").getBytes(ISO_8859_1));
                out.writeBytes(bytes);
            }
            case Long number -> out.writeBytes(("i" + number + "e").getBytes(ISO_8859_1));
            case List<?> list -> {
                out.write('l');
                list.forEach(each -> write(each, out));
                out.write('e');
            }
            case Map<?, ?> map -> {
                out.write('d');
                new TreeMap<>(map)
                        .forEach((key, each) -> {
                            write(key, out);
                            write(each, out);
                        });
                out.write('e');
            }
            default -> throw new IllegalArgumentException("not bencode: " + value.getClass());
        }
    }

    private Object read(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("nested too deeply");
        }
        return switch (next()) {
            case 'i' -> {
                at++;
                yield number('e');
            }
            case 'l' -> {
                at++;
                var list = new ArrayList<Object>();
                while (next() != 'e') {
                    list.add(read(depth + 1));
                }
                at++;
                yield list;
            }
            case 'd' -> {
                at++;
                var map = new LinkedHashMap<String, Object>();
                while (next() != 'e') {
                    map.put(text(), read(depth + 1));
                }
                at++;
                yield map;
            }
            default -> text();
        };
    }

    private String text() throws IOException {
        long length = number(':');
        if (length < 0 || length > data.length - at) {
            throw new IOException("a text longer than what is there");
        }
        at += (int) length;
        return new String(data, at - (int) length, (int) length, UTF_8);
    }

    private long number(char end) throws IOException {
        int start = at;
        while (next() != end) {
            at++;
        }
        at++;
        try {
            return Long.parseLong(new String(data, start, at - 1 - start, ISO_8859_1));
        } catch (NumberFormatException e) {
            throw new IOException("not a number", e);
        }
    }

    private byte next() throws IOException {
        if (at >= data.length) {
            throw new IOException("cut short");
        }
        return data[at];
    }
}
