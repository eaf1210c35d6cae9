package dev.crosspoint.media.dtls;

import dev.crosspoint.media.srtp.SrtpKeys;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A handshake on its thread, and what becomes of it. */
final class DtlsPeer {
    /** The longest any test waits for another thread, s. */
    private static final int PATIENCE_S = 20;

    private final DtlsHandshake handshake;
    private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    DtlsPeer(
            DtlsIdentity identity,
            DtlsHandshake.Role role,
            Fingerprint expected,
            DtlsWire wire,
            DtlsLimits limits) {
        handshake = new DtlsHandshake(identity, role, expected, wire, new SecureRandom(), limits);
    }

    void start() {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        handshake.run(keys::complete);
                        end.complete(null);
                        keys.cancel(false);
                    } catch (DtlsFailure | RuntimeException e) {
                        keys.completeExceptionally(e);
                        end.completeExceptionally(e);
                    }
                });
    }

    void offer(byte[] data, int offset, int length) {
        handshake.offer(data, offset, length);
    }

    void close() {
        handshake.close();
    }

    /** The keys, as soon as there are any. */
    SrtpKeys keys() throws Exception {
        return keys.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    boolean hasKeys() {
        return keys.isDone() && !keys.isCompletedExceptionally();
    }

    /** Waits until the handshake's thread has ended in order. */
    void awaitEnd() throws Exception {
        end.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** Waits until the handshake's thread has ended with a failure, and tells which. */
    DtlsFailure.Why awaitFailure() throws Exception {
        try {
            end.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DtlsFailure failure) {
                return failure.why();
            }
            throw e;
        }
        throw new AssertionError("ended without a failure");
    }
}
