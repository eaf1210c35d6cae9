package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** sipp, which shares no code with us, calls an endpoint that answers everything. */
class SippTest {

    private static final int CALLS = 20;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"UDP, u1", "TCP, t1"})
    void takesTheCallsOfSipp(Transport transport, String mode)
            throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "sipp is not installed (Debian package sip-tester)");
        Vertx vertx = Vertx.vertx();
        var ended = new CountDownLatch(CALLS);
        SipUser answering =
                (call, event) -> {
                    switch (event) {
                        case SipEvent.Arrived _ -> {
                            call.ring(null);
                            call.answer(Phone.ANSWER);
                        }
                        case SipEvent.Ended _ -> ended.countDown();
                        default -> {}
                    }
                };
        SipEndpoint endpoint =
                Phone.await(
                        SipEndpoint.open(
                                vertx,
                                Phone.settings(500, transport),
                                Admission.ofEverybody(Phone.ANYBODY),
                                answering,
                                SipCounters.NONE));
        Path log = folder.resolve("sipp.log");
        Process sipp =
                new ProcessBuilder(
                                "sipp",
                                "-sn",
                                "uac",
                                "127.0.0.1:" + endpoint.port(transport),
                                "-t",
                                mode,
                                "-i",
                                "127.0.0.1",
                                "-m",
                                String.valueOf(CALLS),
                                "-r",
                                "20",
                                "-d",
                                "50",
                                "-nostdin",
                                "-timeout",
                                "40s")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(sipp.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(sipp.exitValue()).as(Files.readString(log)).isZero();
        assertThat(ended.await(Phone.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        Phone.await(endpoint.close());
        Phone.await(vertx.close());
    }

    private static boolean isInstalled() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "sipp")));
    }
}
