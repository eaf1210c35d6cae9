package dev.crosspoint.media.delivery;

import dev.crosspoint.media.api.Tenant;
import java.util.Optional;

/**
 * A place where documents are kept for good. Blocks, with a deadline on each thing it waits for; is
 * asked on virtual threads only.
 */
public interface DocumentTarget {

    /**
     * Brings it there, unless it is there already. Never replaces something else.
     *
     * @throws DeliveryFailure {@code CONFLICT} when something else lies there
     */
    void keep(Document document) throws DeliveryFailure;

    /**
     * What lies there.
     *
     * @param path as in {@link Document#path}
     */
    Optional<byte[]> find(Tenant tenant, String path) throws DeliveryFailure;
}
