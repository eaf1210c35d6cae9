package dev.crosspoint.gateway;

import dev.crosspoint.gateway.http.MediaProbe;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Audio once around before the first call: whoever says ready must have heard it. */
final class FirstAudio {
    private static final Logger LOG = LoggerFactory.getLogger(FirstAudio.class);
    private static final int TRIES = 3;

    private FirstAudio() {}

    /**
     * Returns when it came round. Blocks.
     *
     * @throws IOException when it does not, however often it is tried
     */
    static void await(MediaProbe probe) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                probe.check().await(RunningParts.SECONDS, TimeUnit.SECONDS);
                return;
            } catch (Exception e) {
                if (tries == TRIES) {
                    throw new IOException("audio does not come round: " + e.getMessage(), e);
                }
                LOG.warn("audio did not come round on the loopback interface: {}", e.getMessage());
            }
        }
    }
}
