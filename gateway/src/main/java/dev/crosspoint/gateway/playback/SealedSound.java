package dev.crosspoint.gateway.playback;

import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.SealedReader;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In a sealed file of the spool or of a folder. Of each read one frame is decrypted. The key is
 * asked for again from time to time, so that a revocation ends what is being played.
 */
final class SealedSound implements Sound {
    private static final Logger LOG = LoggerFactory.getLogger(SealedSound.class);

    /** With the minute that opened keys are at hand a revocation bites within a minute and this. */
    private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Opener opener;
    private final long length;
    private final LongSupplier nanoClock;
    private @Nullable SealedReader reader;
    private long openedNanos;

    /** Opens the file, wherever it is by then. */
    interface Opener {
        SealedReader open() throws IOException, KeyFailure, BadSealedFile;
    }

    /** One that was just opened. */
    private SealedSound(Opener opener, long length, LongSupplier nanoClock) {
        this.opener = opener;
        this.length = length;
        this.nanoClock = nanoClock;
    }

    /**
     * Opens it.
     *
     * @param length of it in the clear, as the store knows it
     */
    static SealedSound open(Opener opener, long length, LongSupplier nanoClock)
            throws IOException, KeyFailure, BadSealedFile, CannotPlay {
        var sound = new SealedSound(opener, length, nanoClock);
        boolean isGood = false;
        try {
            sound.reader(); // So that what is wrong with it is told before anything is sent.
            isGood = true;
            return sound;
        } finally {
            if (!isGood) {
                sound.close();
            }
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public byte[] read(long position, long wanted) throws CannotPlay {
        try {
            var bytes = new byte[(int) Math.min(MOST - position % MOST, wanted)];
            int count = reader().read(position, bytes, 0, bytes.length);
            if (count != bytes.length) {
                throw CannotPlay.damaged(null);
            }
            return bytes;
        } catch (IOException | KeyFailure | BadSealedFile e) {
            throw CannotPlay.of(e);
        }
    }

    private SealedReader reader() throws IOException, KeyFailure, BadSealedFile, CannotPlay {
        long now = nanoClock.getAsLong();
        var known = reader;
        if (known != null && now - openedNanos < ASK_AGAIN_NANOS) {
            return known;
        }
        close();
        var opened = opener.open();
        reader = opened;
        openedNanos = now;
        if (opened.plaintextLength() != length) {
            throw CannotPlay.damaged(null);
        }
        return opened;
    }

    @Override
    public void close() {
        var open = reader;
        reader = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("a sealed file does not close", e);
            }
        }
    }
}
