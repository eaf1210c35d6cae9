package dev.crosspoint.gateway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-, 0-99",
        "bytes=0-0, 0-0",
        "bytes=0-99, 0-99",
        "bytes=0-100, 0-99",
        "bytes=10-19, 10-19",
        "bytes=99-, 99-99",
        "bytes=-1, 99-99",
        "bytes=-100, 0-99",
        "bytes=-1000, 0-99",
        "'BYTES=5-9', 5-9",
        "'bytes= 5-9 ', 5-9",
        "'bytes=,5-9,', 5-9",
        "bytes=00000000000000000000000000005-9, 5-9",
        "bytes=5-99999999999999999999999999, 5-99",
        "bytes=100-, nowhere",
        "bytes=100-200, nowhere",
        "bytes=99999999999999999999999999-, nowhere",
        "bytes=-0, nowhere",
        "bytes=9-5, whole",
        "bytes=-, whole",
        "bytes=, whole",
        "bytes, whole",
        "'', whole",
        "'bytes=0-1,5-6', whole",
        "'bytes=0-1;5-6', whole",
        "bytes=a-b, whole",
        "bytes=+1-2, whole",
        "bytes=--1, whole",
        "bytes=0x1-2, whole",
        "seconds=0-1, whole",
        "'bytes =0-1', whole"
    })
    void isReadAsTheRfcSays(String header, String expected) {
        assertThat(words(header, 100)).isEqualTo(expected);
    }

    @Test
    void isAllWithoutAHeader() {
        assertThat(words(null, 100)).isEqualTo("whole");
    }

    @Test
    void isNowhereInNothing() {
        assertThat(words("bytes=0-", 0)).isEqualTo("nowhere");
        assertThat(words("bytes=-5", 0)).isEqualTo("nowhere");
        assertThat(words(null, 0)).isEqualTo("whole");
    }

    private static String words(@Nullable String header, long length) {
        return switch (ByteRange.of(header, length)) {
            case ByteRange.Whole _ -> "whole";
            case ByteRange.Nowhere _ -> "nowhere";
            case ByteRange.Part(long from, long to) -> from + "-" + to;
        };
    }
}
