package dev.crosspoint.loadtest.phone;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtls.DtlsWire;
import dev.crosspoint.media.srtp.SrtpSession;
import org.jspecify.annotations.Nullable;

/**
 * How a leg's packets are protected and its path is kept: a telephone's {@link TelephoneProtection}
 * or a browser's {@link BrowserProtection}. But for {@link #description} all of it happens on the
 * pump's thread.
 */
sealed interface Protection permits TelephoneProtection, BrowserProtection {
    /**
     * Describes the phone's end.
     *
     * @param port that it hears at
     */
    String description(Codec codec, int port);

    /** The gateway's end is there, or has changed. */
    void connect(FarSide far, DtlsWire wire);

    /** Keys, once there are some. */
    @Nullable SrtpSession session();

    /** Whether nothing is said before there are keys. */
    boolean needsSession();

    /** Whether it says by RTCP how it hears, on the port of the audio. */
    boolean reports();

    /** Time goes on: 20 ms at most since the last call. */
    void onTime(long nowNanos);

    /** STUN or DTLS; the bytes are borrowed. */
    void onDatagram(byte[] data, int length);

    /** When the first check was answered, ns; 0 before, and where there are none. */
    default long pathNanos() {
        return 0;
    }

    /** When keys were agreed on, ns; 0 before, and where there are none. */
    default long keysNanos() {
        return 0;
    }

    void close();
}
