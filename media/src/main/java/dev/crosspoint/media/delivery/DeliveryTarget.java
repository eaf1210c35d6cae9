package dev.crosspoint.media.delivery;

import java.io.InputStream;

/**
 * A place to which recordings are delivered. Blocks, with a deadline on each thing it waits for; is
 * asked on virtual threads only, by many at once, though never twice at once for one name.
 */
public interface DeliveryTarget {

    /**
     * Brings it there, unless it is there already. Never replaces something else.
     *
     * @throws DeliveryFailure {@code CONFLICT} when something else lies there
     */
    Receipt deliver(Parcel parcel) throws DeliveryFailure;

    /**
     * Returns when it is there as the receipt says: its length, its checksum, its key.
     *
     * @throws DeliveryFailure {@code BROKEN} when it is not; {@code RETRY} when it is not there
     */
    void confirm(Receipt receipt) throws DeliveryFailure;

    /**
     * What was delivered, as it lies there ({@link Receipt#sealed}).
     *
     * @param offset first byte, from 0
     * @param length how many bytes, at least 1; what ends earlier gives fewer
     */
    InputStream open(Receipt receipt, long offset, long length) throws DeliveryFailure;

    /** Whether this is the place that gave that receipt. */
    boolean holds(Receipt receipt);

    /**
     * Whether anything lies there. A bucket that we may not list does not say.
     *
     * @throws DeliveryFailure when nobody says
     */
    boolean isThere(Receipt receipt) throws DeliveryFailure;

    /**
     * Takes away what was delivered, for good, with the key beside it; what is gone already is
     * gone.
     *
     * @throws DeliveryFailure {@code DENIED} when we may not, and it is for whoever owns the place
     */
    void remove(Receipt receipt) throws DeliveryFailure;
}
