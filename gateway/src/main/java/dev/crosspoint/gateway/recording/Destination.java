package dev.crosspoint.gateway.recording;

import dev.crosspoint.media.delivery.DeliveryTarget;
import java.util.Set;

/**
 * Where some of a tenant's recordings go (STO-9).
 *
 * @param queues names of the queues whose recordings go there; empty for all
 */
public record Destination(Set<String> queues, DeliveryTarget target) {
    public Destination {
        queues = Set.copyOf(queues);
    }

    boolean takes(String queue) {
        return queues.isEmpty() || queues.contains(queue);
    }
}
