package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SoonTest {
    @Test
    void looksUntilItIsSoWhateverFailsBefore() throws Exception {
        var looks = new AtomicInteger();
        Soon.until(
                "the third look",
                () -> {
                    if (looks.incrementAndGet() == 1) {
                        throw new IOException("not there yet");
                    }
                    return looks.get() == 3;
                });
        assertThat(looks).hasValue(3);
    }

    @Test
    void endsWithTheTestThatWaits() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Soon.until("nothing", () -> false))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("nothing");
    }
}
