package dev.crosspoint.gateway.playback;

import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.delivery.Receipt;
import java.io.IOException;
import java.util.Arrays;

/**
 * In a bucket that decrypts by itself: part by part, so that no answer is left half read while
 * somebody listens, and each part asks the key anew.
 */
final class BucketSound implements Sound {
    /** The first part: it has to be here before anything is heard. */
    private static final int FIRST_PART = 128 * 1024;

    /** Later ones: half a minute of 8 kHz. */
    private static final int MOST_PART = 1024 * 1024;

    private final DeliveryTarget target;
    private final Receipt receipt;
    private byte[] part = new byte[0];
    private long partAt;
    private int nextPart = FIRST_PART;

    BucketSound(DeliveryTarget target, Receipt receipt) {
        this.target = target;
        this.receipt = receipt;
    }

    @Override
    public long length() {
        return receipt.bytes();
    }

    @Override
    public byte[] read(long position, long wanted) throws CannotPlay {
        if (position < partAt || position >= partAt + part.length) {
            fetch(position, wanted);
        }
        int at = (int) (position - partAt);
        return Arrays.copyOfRange(
                part, at, at + (int) Math.min(Math.min(MOST, wanted), part.length - at));
    }

    private void fetch(long position, long wanted) throws CannotPlay {
        int length = (int) Math.min(Math.min(nextPart, wanted), receipt.bytes() - position);
        try (var in = target.open(receipt, position, length)) {
            part = in.readNBytes(length);
            partAt = position;
            nextPart = MOST_PART;
        } catch (DeliveryFailure e) {
            throw failed(target, receipt, e);
        } catch (IOException e) {
            throw CannotPlay.of(e);
        }
        if (part.length != length) {
            throw CannotPlay.damaged(null);
        }
    }

    /** What is not there is told apart from who does not answer. */
    static CannotPlay failed(DeliveryTarget target, Receipt receipt, DeliveryFailure failure) {
        try {
            boolean isGone =
                    failure.reason() == DeliveryFailure.Reason.RETRY && !target.isThere(receipt);
            return isGone ? CannotPlay.gone() : CannotPlay.of(failure);
        } catch (DeliveryFailure e) {
            return CannotPlay.of(failure);
        }
    }

    @Override
    public void close() {
        part = new byte[0];
    }
}
