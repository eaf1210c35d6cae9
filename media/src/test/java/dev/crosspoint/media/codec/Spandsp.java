package dev.crosspoint.media.codec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/** G.722 of libspandsp, which baresip brings along: somebody else's work to compare ours with. */
final class Spandsp {
    private static final int RATE_BPS = 64_000;
    private static final int NARROWBAND = 1;
    private static final FunctionDescriptor INIT =
            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT);
    private static final FunctionDescriptor RUN =
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);

    private final SymbolLookup library;

    private Spandsp(SymbolLookup library) {
        this.library = library;
    }

    /** Empty where it is not installed. */
    static Optional<Spandsp> find() {
        try {
            return Optional.of(
                    new Spandsp(SymbolLookup.libraryLookup("libspandsp.so.2", Arena.global())));
        } catch (IllegalArgumentException notThere) {
            return Optional.empty();
        }
    }

    byte[] encode(short[] pcm, boolean narrow) throws Throwable {
        try (var arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_BYTE, pcm.length);
            MemorySegment in = arena.allocateFrom(JAVA_SHORT, pcm);
            int bytes = run("g722_encode", narrow, out, in, pcm.length);
            return Arrays.copyOf(out.toArray(JAVA_BYTE), bytes);
        }
    }

    short[] decode(byte[] payload, boolean narrow) throws Throwable {
        try (var arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_SHORT, 2L * payload.length);
            MemorySegment in = arena.allocateFrom(JAVA_BYTE, payload);
            int samples = run("g722_decode", narrow, out, in, payload.length);
            return Arrays.copyOf(out.toArray(JAVA_SHORT), samples);
        }
    }

    private int run(String name, boolean narrow, MemorySegment out, MemorySegment in, int length)
            throws Throwable {
        int options = narrow ? NARROWBAND : 0;
        var state =
                (MemorySegment)
                        function(name + "_init", INIT)
                                .invokeExact(MemorySegment.NULL, RATE_BPS, options);
        int made = (int) function(name, RUN).invokeExact(state, out, in, length);
        int _ =
                (int)
                        function(name + "_free", FunctionDescriptor.of(JAVA_INT, ADDRESS))
                                .invokeExact(state);
        return made;
    }

    private MethodHandle function(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
    }
}
