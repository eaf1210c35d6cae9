package dev.crosspoint.gateway.switchboard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.HeapDump;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dump of all live objects gives away of digits that are sealed. */
class DigitsInMemoryTest {
    private static final long SEED = 20_261_128;

    /** So many in a row are nowhere by chance. */
    private static final int IN_A_ROW = 9;

    private static final int LIMIT_SECONDS = 60;

    @Test
    void areThereWhileTheyAreEnteredAndNotAfterwards(@TempDir Path folder) throws Exception {
        run(folder);
        var secret = secret();
        var entered = secret.substring(0, SecretCall.SEEN).getBytes(US_ASCII);

        assertThat(HeapDump.contains(folder.resolve("entering.hprof"), entered))
                .as("the search finds what is there")
                .isTrue();
        assertThat(HeapDump.containsAny(folder.resolve("sealed.hprof"), parts(secret))).isFalse();
        assertThat(HeapDump.containsAny(folder.resolve("over.hprof"), parts(secret))).isFalse();
    }

    private static void run(Path folder) throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SecretCall.class.getName(),
                                folder.toString(),
                                String.valueOf(SEED))
                        .inheritIO()
                        .start();
        boolean over = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(over).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static String secret() {
        var lots = new Random(SEED);
        var secret = new StringBuilder();
        for (int i = 0; i < SecretCall.DIGITS; i++) {
            secret.append(SecretCall.next(lots));
        }
        return secret.toString();
    }

    /** Every few digits in a row, as text of one byte or two a character, and as numbers. */
    private static List<byte[]> parts(String secret) {
        var parts = new ArrayList<byte[]>();
        for (int i = 0; i + IN_A_ROW <= secret.length(); i++) {
            var part = secret.substring(i, i + IN_A_ROW);
            parts.add(part.getBytes(US_ASCII));
            parts.add(part.getBytes(UTF_16BE));
            parts.add(part.getBytes(UTF_16LE));
            var numbers = part.getBytes(US_ASCII);
            for (int n = 0; n < numbers.length; n++) {
                numbers[n] = (byte) Character.digit(numbers[n], 10);
            }
            parts.add(numbers);
        }
        return parts;
    }
}
