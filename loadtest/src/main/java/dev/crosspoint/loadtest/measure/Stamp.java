package dev.crosspoint.loadtest.measure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The time of sending, at the end of a G.711 payload: 1.5 ms of noise in 20 ms of audio. Whoever
 * gets the payload as it was sent reads how long it was on its way; what has been through a mixer
 * carries none. Only clocks of one process can be compared.
 */
public final class Stamp {
    /** Bytes that it takes. */
    public static final int BYTES = 12;

    /** What {@link #ageNanos} answers for a payload without one. */
    public static final long NONE = -1;

    private static final int MARK = 0x4350_5354;

    /** An older one is an accident of the audio. */
    private static final long OLDEST_NANOS = 60_000_000_000L;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Stamp() {}

    /** Writes it over the last bytes of a payload that has room for it. */
    public static void write(byte[] array, int payloadOffset, int payloadLength, long nowNanos) {
        int at = payloadOffset + payloadLength - BYTES;
        INT.set(array, at, MARK);
        LONG.set(array, at + 4, nowNanos);
    }

    /** How long ago the payload was sent, ns; {@link #NONE} when it does not say. */
    public static long ageNanos(byte[] array, int payloadOffset, int payloadLength, long nowNanos) {
        int at = payloadOffset + payloadLength - BYTES;
        if (payloadLength < BYTES || (int) INT.get(array, at) != MARK) {
            return NONE;
        }
        long age = nowNanos - (long) LONG.get(array, at + 4);
        return age >= 0 && age < OLDEST_NANOS ? age : NONE;
    }
}
