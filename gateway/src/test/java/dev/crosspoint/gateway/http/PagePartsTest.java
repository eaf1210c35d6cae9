package dev.crosspoint.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the tests of the page's pure modules, where there is a Node to run them. */
final class PagePartsTest {

    @Test
    void thePagesPurePartsPassTheirOwnTests() throws Exception {
        assumeTrue(hasNode(), "Node 20 or newer is not installed");

        var process =
                new ProcessBuilder("node", "--test", "src/test/js/")
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("# fail 0");
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            var process = new ProcessBuilder("node", "--version").start();
            var version =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0
                    && Integer.parseInt(version.replaceAll("^v(\\d+)[\\s\\S]*", "$1")) >= 20;
        } catch (IOException e) {
            return false;
        }
    }
}
