package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CoreAccountTest {
    /** The kernel brings its account up to date with its own tick: 10 ms at the most. */
    private static final long TICK_NANOS = 10_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir private Path folder;

    @Test
    void tellsWhatCameBetweenTwoLooks() throws IOException {
        Path file = folder.resolve("schedstat");
        Files.writeString(file, "1000 200 3\n");
        try (var account = new CoreAccount(file)) {
            Files.writeString(file, "18446744073709 900 12\n");

            assertThat(account.look()).isTrue();
            assertThat(account.runNanos()).isEqualTo(18446744072709L);
            assertThat(account.waitedNanos()).isEqualTo(700);
            assertThat(account.look()).isTrue();
            assertThat(account.runNanos()).isZero();
            assertThat(account.waitedNanos()).isZero();
        }
    }

    @Test
    void saysSoWhereTheKernelDoesNotTell() throws IOException {
        try (var none = new CoreAccount(folder.resolve("nothing"))) {
            assertThat(none.look()).isFalse();
        }
        Path empty = Files.createFile(folder.resolve("empty"));
        try (var none = new CoreAccount(empty)) {
            assertThat(none.look()).isFalse();
        }
    }

    @Test
    void doesNotLookOnceItIsClosed() throws IOException {
        Path file = folder.resolve("schedstat");
        Files.writeString(file, "1000 200 3\n");
        var account = new CoreAccount(file);
        account.close();

        assertThat(account.look()).isFalse();
        account.close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void tellsHowLongAThreadHasRun() {
        try (var account = CoreAccount.ofThisThread()) {
            long begin = THREADS.getCurrentThreadCpuTime();
            long run = 0;
            while (run < 20 * TICK_NANOS) {
                run = THREADS.getCurrentThreadCpuTime() - begin;
            }

            assertThat(account.look()).isTrue();
            assertThat(account.runNanos()).isBetween(run - TICK_NANOS, run + TICK_NANOS);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void allocatesNothing() {
        try (var account = CoreAccount.ofThisThread()) {
            looks(account, 20_000);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            looks(account, 1_000);

            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
        }
    }

    private static void looks(CoreAccount account, int howMany) {
        for (int i = 0; i < howMany; i++) {
            var _ = account.look();
        }
    }
}
