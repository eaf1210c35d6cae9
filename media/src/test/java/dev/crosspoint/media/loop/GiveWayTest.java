package dev.crosspoint.media.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What gives way to the media loops; in a process of its own, whose threads stay lowered. */
@EnabledOnOs(OS.LINUX)
class GiveWayTest {
    @Test
    void lowersEverythingButTheMediaLoopsAndWhatStopsThem() throws Exception {
        Process process =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseZGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Threads.class.getName())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();

        assertThat(said)
                .contains("media-loop-0 0\n")
                .contains("bystander " + GiveWay.NICE + "\n")
                .containsPattern("C[12] Compiler.* " + GiveWay.NICE + "\n")
                .containsPattern("ZWorker.* " + GiveWay.NICE + "\n")
                .containsPattern("ZDriver.* 0\n");
    }

    /** Has some threads, lowers them, and says how nice each is. */
    static final class Threads {
        /** Of /proc/PID/stat, counted from behind the name (proc(5)). */
        private static final int NICE_FIELD = 16;

        private Threads() {}

        public static void main(String[] args) throws Exception {
            var loops = MediaLoops.start(Vertx.vertx(), 1);
            var ran = new CountDownLatch(1);
            loops.loop(0).context().runOnContext(_ -> ran.countDown());
            ran.await();
            var over = new CountDownLatch(1);
            var bystander = new Thread(() -> await(over), "bystander");
            bystander.start();
            int _ = GiveWay.sweep();
            try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
                for (Path thread : threads) {
                    say(Files.readString(thread.resolve("stat")));
                }
            }
            System.exit(0);
        }

        private static void say(String stat) throws IOException {
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            System.out.println(name + " " + fields[NICE_FIELD]);
        }

        private static void await(CountDownLatch over) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
