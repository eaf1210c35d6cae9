package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.record.AudioFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of a tenant's recordings.
 *
 * @param retentionDays the tag by which rules of a bucket may delete them; 0 for no tag
 * @param destinations the first that takes a recording's queue gets it
 * @param otherwise for those that no destination takes
 */
public record TenantRecordings(
        Tenant tenant,
        AudioFormat format,
        int retentionDays,
        List<Destination> destinations,
        DeliveryTarget otherwise) {
    public TenantRecordings {
        destinations = List.copyOf(destinations);
    }

    /** Every place where recordings may lie. */
    public List<DeliveryTarget> targets() {
        return Stream.concat(destinations.stream().map(Destination::target), Stream.of(otherwise))
                .toList();
    }

    /** Those of them that are folders of ours. */
    public List<FolderTarget> folders() {
        return targets().stream()
                .filter(FolderTarget.class::isInstance)
                .map(FolderTarget.class::cast)
                .distinct()
                .toList();
    }

    /** Where recordings go whatever their queue. */
    public DeliveryTarget ordinary() {
        return targetOf("");
    }

    DeliveryTarget targetOf(String queue) {
        return destinations.stream()
                .filter(destination -> destination.takes(queue))
                .map(Destination::target)
                .findFirst()
                .orElse(otherwise);
    }
}
