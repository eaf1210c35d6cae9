package dev.crosspoint.media.codec;

import static dev.crosspoint.media.foreign.Downcall.handle;
import static dev.crosspoint.media.foreign.Downcall.undeclared;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of opus.h that we use. Handles are constants and take the function's address as
 * first argument, so that the library is a choice of the instance and a call still compiles to a
 * plain one. Only segments outside the heap may be passed (others are refused by the linker); no
 * call is critical, because a critical one would hold up every safepoint for a whole encode.
 */
final class LibOpus {
    static final int OK = 0;
    static final int APPLICATION_VOIP = 2048;
    static final int APPLICATION_LOW_DELAY = 2051;
    static final int SET_BITRATE = 4002;
    static final int SET_COMPLEXITY = 4010;
    static final int SET_INBAND_FEC = 4012;
    static final int SET_PACKET_LOSS_PERCENT = 4014;
    static final int SET_DTX = 4016;
    static final int FORCE_CHANNELS = 4022;
    static final int RESET_STATE = 4028;

    private static final MethodHandle GET_SIZE = handle(FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle ENCODER_INIT =
            handle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle DECODER_INIT =
            handle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle CTL =
            handle(
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle ENCODE =
            handle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle DECODE =
            handle(
                    FunctionDescriptor.of(
                            JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle VERSION = handle(FunctionDescriptor.of(ADDRESS));

    private final MemorySegment encoderGetSize;
    private final MemorySegment encoderInit;
    private final MemorySegment encoderCtl;
    private final MemorySegment encodeFloat;
    private final MemorySegment decoderGetSize;
    private final MemorySegment decoderInit;
    private final MemorySegment decoderCtl;
    private final MemorySegment decodeFloat;
    private final MemorySegment getVersionString;

    /**
     * Binds what is needed.
     *
     * @throws java.util.NoSuchElementException when a function is missing
     */
    LibOpus(SymbolLookup library) {
        encoderGetSize = library.findOrThrow("opus_encoder_get_size");
        encoderInit = library.findOrThrow("opus_encoder_init");
        encoderCtl = library.findOrThrow("opus_encoder_ctl");
        encodeFloat = library.findOrThrow("opus_encode_float");
        decoderGetSize = library.findOrThrow("opus_decoder_get_size");
        decoderInit = library.findOrThrow("opus_decoder_init");
        decoderCtl = library.findOrThrow("opus_decoder_ctl");
        decodeFloat = library.findOrThrow("opus_decode_float");
        getVersionString = library.findOrThrow("opus_get_version_string");
    }

    int encoderSize(int channels) {
        try {
            return (int) GET_SIZE.invokeExact(encoderGetSize, channels);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int initEncoder(MemorySegment state, int rateHz, int channels, int application) {
        try {
            return (int)
                    ENCODER_INIT.invokeExact(encoderInit, state, rateHz, channels, application);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int controlEncoder(MemorySegment state, int request, int value) {
        try {
            return (int) CTL.invokeExact(encoderCtl, state, request, value);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    /** Bytes written, or a negative error. */
    int encode(
            MemorySegment state, MemorySegment pcm, int samples, MemorySegment out, int maxBytes) {
        try {
            return (int) ENCODE.invokeExact(encodeFloat, state, pcm, samples, out, maxBytes);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int decoderSize(int channels) {
        try {
            return (int) GET_SIZE.invokeExact(decoderGetSize, channels);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int initDecoder(MemorySegment state, int rateHz, int channels) {
        try {
            return (int) DECODER_INIT.invokeExact(decoderInit, state, rateHz, channels);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int controlDecoder(MemorySegment state, int request, int value) {
        try {
            return (int) CTL.invokeExact(decoderCtl, state, request, value);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    /**
     * Samples written, or a negative error. {@link MemorySegment#NULL} and 0 bytes mean a loss;
     * {@code fec} 1 asks for the packet before this one.
     */
    int decode(
            MemorySegment state,
            MemorySegment packet,
            int bytes,
            MemorySegment pcm,
            int samples,
            int fec) {
        try {
            return (int) DECODE.invokeExact(decodeFloat, state, packet, bytes, pcm, samples, fec);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    String version() {
        try {
            MemorySegment text = (MemorySegment) VERSION.invokeExact(getVersionString);
            return text.reinterpret(256).getString(0);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }
}
