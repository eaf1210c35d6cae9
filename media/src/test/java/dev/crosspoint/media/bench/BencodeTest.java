package dev.crosspoint.media.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Bencode}: examples of BEP 3 and of rtpengine's documentation. */
class BencodeTest {
    @Test
    void writesEachKindAsTheSpecificationDoes() {
        assertEquals("4:spam", written("spam"));
        assertEquals("i-3e", written(-3L));
        assertEquals("l4:spami42ee", written(List.of("spam", 42L)));
        assertEquals(
                "d3:cow3:moo4:spaml1:aee", written(Map.of("spam", List.of("a"), "cow", "moo")));
    }

    @Test
    void countsBytesAndNotCharacters() throws IOException {
        assertEquals("2:ä", written("ä"));
        assertEquals("ä", Bencode.decode("2:ä".getBytes(UTF_8)));
    }

    @Test
    void readsWhatItWrites() throws IOException {
        var value = Map.of("sdp", "v=0\r\n", "list", List.of(Map.of("a", 1L), ""), "n", -7L);
        assertEquals(value, Bencode.decode(Bencode.encode(value)));
    }

    @Test
    void readsAnAnswerOfRtpengine() throws IOException {
        assertEquals(
                Map.of("result", "error", "error-reason", "Unknown call-id"),
                Bencode.decode(
                        "d6:result5:error12:error-reason15:Unknown call-ide".getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5:spam",
                "-1:a",
                "i4",
                "ixe",
                "l4:spam",
                "d4:spame",
                "di1e1:ae",
                "1:ab"
            })
    void refusesWhatIsBroken(String broken) {
        byte[] bytes = broken.getBytes(UTF_8);
        assertThrows(IOException.class, () -> Bencode.decode(bytes));
    }

    @Test
    void refusesWhatIsNestedWithoutEnd() {
        byte[] bytes = "l".repeat(100_000).getBytes(UTF_8);
        assertThrows(IOException.class, () -> Bencode.decode(bytes));
    }

    @Test
    void leavesNothingOutOfADictionaryWhoseKeysAreNotInOrder() throws IOException {
        assertArrayEquals(
                "d1:a1:x1:b1:ye".getBytes(UTF_8),
                Bencode.encode(Bencode.decode("d1:b1:y1:a1:xe".getBytes(UTF_8))));
    }

    private static String written(Object value) {
        return new String(Bencode.encode(value), UTF_8);
    }
}
