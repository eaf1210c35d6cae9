package dev.crosspoint.media.srtp;

import static dev.crosspoint.media.foreign.Downcall.handle;
import static dev.crosspoint.media.foreign.Downcall.undeclared;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The functions of OpenSSL 3's libcrypto that we use, of evp.h and sha.h. Pointers are addresses
 * outside the heap; whoever calls answers for what lies there. What is called for each packet is a
 * critical call: it lasts less than a microsecond, and need not tell a safepoint that it is away.
 */
final class LibCrypto {
    /** What functions answer that have done what they were asked for. */
    static final int OK = 1;

    /** A null pointer. */
    static final long NULL = 0;

    /** EVP_CTRL_AEAD_GET_TAG. */
    static final int GET_TAG = 0x10;

    /** EVP_CTRL_AEAD_SET_TAG. */
    static final int SET_TAG = 0x11;

    /** One SHA_CTX. */
    static final int SHA1_BYTES = 96;

    /** What it has come to between two blocks: five words of state, and two of length. */
    static final int SHA1_STATE_BYTES = 28;

    /** Where it has how full its block is, an int. */
    static final int SHA1_FILL = 92;

    private static final int OPENSSL_VERSION = 0;
    private static final int MOST_VERSION_BYTES = 256;

    private static final List<String> NAMES =
            List.of("libcrypto.so.3", "libcrypto.3.dylib", "/opt/homebrew/lib/libcrypto.3.dylib");

    private static final Linker.Option SHORT = Linker.Option.critical(false);

    private static final MethodHandle VERSION = handle(FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle MAKE = handle(FunctionDescriptor.of(JAVA_LONG));
    private static final MethodHandle FREE = handle(FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final FunctionDescriptor INIT =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle KEY = handle(INIT);
    private static final MethodHandle BEGIN = handle(INIT, SHORT);
    private static final MethodHandle UPDATE =
            handle(
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT),
                    SHORT);
    private static final MethodHandle FINISH =
            handle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG), SHORT);
    private static final MethodHandle CONTROL =
            handle(
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG),
                    SHORT);
    private static final MethodHandle SHA1_INIT =
            handle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG), SHORT);
    private static final MethodHandle SHA1_UPDATE =
            handle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG), SHORT);
    private static final MethodHandle SHA1_FINAL =
            handle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG), SHORT);

    private final SymbolLookup library;
    private final MemorySegment version;
    private final MemorySegment newContext;
    private final MemorySegment freeContext;
    private final MemorySegment encryptInit;
    private final MemorySegment encryptUpdate;
    private final MemorySegment encryptFinal;
    private final MemorySegment decryptInit;
    private final MemorySegment decryptUpdate;
    private final MemorySegment decryptFinal;
    private final MemorySegment control;
    private final MemorySegment sha1Init;
    private final MemorySegment sha1Update;
    private final MemorySegment sha1Final;

    private LibCrypto(SymbolLookup library) {
        this.library = library;
        version = library.findOrThrow("OpenSSL_version");
        newContext = library.findOrThrow("EVP_CIPHER_CTX_new");
        freeContext = library.findOrThrow("EVP_CIPHER_CTX_free");
        encryptInit = library.findOrThrow("EVP_EncryptInit_ex");
        encryptUpdate = library.findOrThrow("EVP_EncryptUpdate");
        encryptFinal = library.findOrThrow("EVP_EncryptFinal_ex");
        decryptInit = library.findOrThrow("EVP_DecryptInit_ex");
        decryptUpdate = library.findOrThrow("EVP_DecryptUpdate");
        decryptFinal = library.findOrThrow("EVP_DecryptFinal_ex");
        control = library.findOrThrow("EVP_CIPHER_CTX_ctrl");
        sha1Init = library.findOrThrow("SHA1_Init");
        sha1Update = library.findOrThrow("SHA1_Update");
        sha1Final = library.findOrThrow("SHA1_Final");
    }

    /** The library of this machine, or nothing. */
    static Optional<LibCrypto> load() {
        return NAMES.stream().flatMap(name -> load(name).stream()).findFirst();
    }

    private static Optional<LibCrypto> load(String name) {
        try {
            return Optional.of(new LibCrypto(SymbolLookup.libraryLookup(name, Arena.global())));
        } catch (IllegalArgumentException | NoSuchElementException _) {
            return Optional.empty(); // not installed, or built without what we use
        }
    }

    /** What the library calls itself. */
    String version() {
        try {
            MemorySegment text = (MemorySegment) VERSION.invokeExact(version, OPENSSL_VERSION);
            return text.reinterpret(MOST_VERSION_BYTES).getString(0);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    /**
     * The {@code EVP_CIPHER} that a function answers.
     *
     * @param function such as EVP_aes_128_gcm
     */
    long cipher(String function) {
        try {
            return (long) MAKE.invokeExact(library.findOrThrow(function));
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    /** An {@code EVP_CIPHER_CTX}; whoever asked frees it. */
    long newContext() {
        try {
            long context = (long) MAKE.invokeExact(newContext);
            if (context == NULL) {
                throw new OutOfMemoryError("OpenSSL had no memory for a cipher");
            }
            return context;
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    void freeContext(long context) {
        try {
            FREE.invokeExact(freeContext, context);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    /** Gives a context its cipher and key: some microseconds, the first one of a process more. */
    int encryptKey(long context, long cipher, long key) {
        try {
            return (int) KEY.invokeExact(encryptInit, context, cipher, NULL, key, NULL);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int decryptKey(long context, long cipher, long key) {
        try {
            return (int) KEY.invokeExact(decryptInit, context, cipher, NULL, key, NULL);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int encryptInit(long context, long iv) {
        try {
            return (int) BEGIN.invokeExact(encryptInit, context, NULL, NULL, NULL, iv);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int encryptUpdate(long context, long out, long written, long in, int bytes) {
        try {
            return (int) UPDATE.invokeExact(encryptUpdate, context, out, written, in, bytes);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int encryptFinal(long context, long out, long written) {
        try {
            return (int) FINISH.invokeExact(encryptFinal, context, out, written);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int decryptInit(long context, long iv) {
        try {
            return (int) BEGIN.invokeExact(decryptInit, context, NULL, NULL, NULL, iv);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int decryptUpdate(long context, long out, long written, long in, int bytes) {
        try {
            return (int) UPDATE.invokeExact(decryptUpdate, context, out, written, in, bytes);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int decryptFinal(long context, long out, long written) {
        try {
            return (int) FINISH.invokeExact(decryptFinal, context, out, written);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int control(long context, int request, int bytes, long data) {
        try {
            return (int) CONTROL.invokeExact(control, context, request, bytes, data);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int sha1Init(long state) {
        try {
            return (int) SHA1_INIT.invokeExact(sha1Init, state);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int sha1Update(long state, long data, long bytes) {
        try {
            return (int) SHA1_UPDATE.invokeExact(sha1Update, state, data, bytes);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }

    int sha1Final(long digest, long state) {
        try {
            return (int) SHA1_FINAL.invokeExact(sha1Final, digest, state);
        } catch (Throwable t) {
            throw undeclared(t);
        }
    }
}
