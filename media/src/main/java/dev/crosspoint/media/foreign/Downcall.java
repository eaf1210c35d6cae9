package dev.crosspoint.media.foreign;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Calls of functions of C whose address is the handle's first argument. */
public final class Downcall {
    private Downcall() {}

    /** A handle for all functions of one shape. */
    public static MethodHandle handle(FunctionDescriptor function, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(function, options);
    }

    /**
     * What a handle has thrown, to be thrown on. C declares no exceptions: what arrives here is the
     * linker's refusal of an argument.
     *
     * @throws Error when it is one
     */
    public static RuntimeException undeclared(Throwable t) {
        return switch (t) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(t);
        };
    }
}
