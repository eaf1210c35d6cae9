package dev.crosspoint.media.call;

import dev.crosspoint.media.call.Transport.Admission;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** RTP packets of one leg that were turned away: how many for which reason. */
final class Turned {
    private long unauthentic;
    private long unprotected;
    private long strange;
    private @Nullable InetSocketAddress strangeFrom;

    /** One more. */
    void away(Admission why, InetSocketAddress from) {
        switch (why) {
            case UNAUTHENTIC -> unauthentic++;
            case UNPROTECTED -> unprotected++;
            case WRONG_SOURCE -> {
                strange++;
                strangeFrom = from;
            }
            case ADMITTED, REPLAYED, MALFORMED, UNKNOWN_SSRC -> {}
        }
    }

    long unauthentic() {
        return unauthentic;
    }

    long unprotected() {
        return unprotected;
    }

    long strange() {
        return strange;
    }

    /** Where the last strange one came from; null when none did. */
    @Nullable InetSocketAddress strangeFrom() {
        return strangeFrom;
    }
}
