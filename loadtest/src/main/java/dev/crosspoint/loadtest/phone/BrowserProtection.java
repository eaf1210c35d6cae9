package dev.crosspoint.loadtest.phone;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtls.DtlsFailure;
import dev.crosspoint.media.dtls.DtlsHandshake;
import dev.crosspoint.media.dtls.DtlsIdentity;
import dev.crosspoint.media.dtls.DtlsWire;
import dev.crosspoint.media.dtls.Fingerprint;
import dev.crosspoint.media.ice.StunKey;
import dev.crosspoint.media.ice.StunMessage;
import dev.crosspoint.media.ice.StunWriter;
import dev.crosspoint.media.srtp.SrtpSession;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A browser's: ICE checks, then DTLS-SRTP as the client, then a check every five seconds to keep
 * the gateway's consent (RFC 7675). A handshake has a virtual thread of its own, and only so many
 * are at work at once, as the storm is the gateway's to bear and not the generator's.
 */
final class BrowserProtection implements Protection {
    private static final long CONSENT_NANOS = 5_000_000_000L;

    /** Until the first answer; RFC 8445 14.2 has 50 ms between two checks. */
    private static final long CHECK_NANOS = 200_000_000L;

    private static final int TRANSACTION_BYTES = 12;
    private static final Semaphore AT_WORK = new Semaphore(64);

    private final DtlsIdentity identity;
    private final SecureRandom secure;
    private final Random random;
    private final MediaPump pump;
    private final String ufrag;
    private final String password;
    private final StunWriter check = new StunWriter();
    private final StunMessage answer = new StunMessage();
    private final byte[] transaction = new byte[TRANSACTION_BYTES];
    private String username = "";
    private @Nullable StunKey key;
    private @Nullable DtlsWire wire;
    private @Nullable DtlsHandshake handshake;
    private @Nullable SrtpSession session;
    private @Nullable Fingerprint expected;
    private boolean answered;
    private long pathNanos;
    private long keysNanos;
    private long nextCheckNanos;

    /**
     * @param identity may be shared by all phones of a process
     * @param pump whose thread sends what the handshake says
     */
    BrowserProtection(DtlsIdentity identity, SecureRandom secure, Random random, MediaPump pump) {
        this.identity = identity;
        this.secure = secure;
        this.random = random;
        this.pump = pump;
        this.ufrag = "load" + Integer.toHexString(random.nextInt());
        this.password = "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    @Override
    public String description(Codec codec, int port) {
        return OwnSide.browser(codec, ufrag, password, identity.fingerprint());
    }

    @Override
    public void connect(FarSide far, DtlsWire to) {
        String theirPassword = far.password();
        if (theirPassword == null || far.fingerprint() == null) {
            return; // Nothing will be heard, which is what is measured.
        }
        username = far.ufrag() + ":" + ufrag;
        key = new StunKey(theirPassword);
        expected = far.fingerprint();
        wire = to;
        nextCheckNanos = System.nanoTime();
        onTime(nextCheckNanos);
    }

    @Override
    public @Nullable SrtpSession session() {
        return session;
    }

    @Override
    public boolean needsSession() {
        return true;
    }

    @Override
    public boolean reports() {
        return true;
    }

    @Override
    public void onTime(long nowNanos) {
        StunKey signs = key;
        DtlsWire to = wire;
        if (signs == null || to == null || nextCheckNanos - nowNanos > 0) {
            return;
        }
        nextCheckNanos = nowNanos + (answered ? CONSENT_NANOS : CHECK_NANOS);
        random.nextBytes(transaction);
        check.beginRequest(transaction)
                .username(username)
                .priority(1)
                .controlling(1)
                .useCandidate()
                .integrity(signs)
                .fingerprint();
        to.send(check.array(), 0, check.length());
    }

    @Override
    public void onDatagram(byte[] data, int length) {
        int first = data[0] & 0xFF;
        DtlsHandshake shaking = handshake;
        if (first >= 20 && first <= 63 && shaking != null) {
            shaking.offer(data, 0, length);
        } else if (first < 4 && answer.wrap(data, 0, length) && answer.isBindingSuccess()) {
            onAnswer();
        }
    }

    /** The path is there: now keys. */
    private void onAnswer() {
        answered = true;
        Fingerprint print = expected;
        DtlsWire to = wire;
        if (handshake != null || print == null || to == null) {
            return;
        }
        pathNanos = System.nanoTime();
        // What the handshake sends goes out on the pump's thread, which owns the socket's buffers.
        var shaking =
                new DtlsHandshake(
                        identity,
                        DtlsHandshake.Role.CLIENT,
                        print,
                        (data, offset, length) -> {
                            byte[] copy = Arrays.copyOfRange(data, offset, offset + length);
                            pump.ask(() -> to.send(copy, 0, copy.length));
                        },
                        secure);
        handshake = shaking;
        Thread.ofVirtual().name("dtls").start(() -> shake(shaking));
    }

    private void shake(DtlsHandshake shaking) {
        try {
            AT_WORK.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        boolean[] working = {true};
        try {
            shaking.run(keys -> {
                AT_WORK.release();
                working[0] = false;
                var ready = new SrtpSession(keys);
                pump.ask(() -> {
                    session = ready;
                    keysNanos = System.nanoTime();
                });
            });
        } catch (DtlsFailure _) {
            // Nothing will be heard, which is what is measured.
        } finally {
            if (working[0]) {
                AT_WORK.release();
            }
        }
    }

    @Override
    public long pathNanos() {
        return pathNanos;
    }

    @Override
    public long keysNanos() {
        return keysNanos;
    }

    @Override
    public void close() {
        if (handshake != null) {
            handshake.close();
        }
    }
}
