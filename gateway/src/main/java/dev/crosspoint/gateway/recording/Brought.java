package dev.crosspoint.gateway.recording;

import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.delivery.Receipt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process has brought to its place of one recording, until that is deleted. */
final class Brought {
    private static final Logger LOG = LoggerFactory.getLogger(Brought.class);

    private final Map<String, Receipt> byLocation = new LinkedHashMap<>();

    void add(Receipt receipt) {
        byLocation.put(receipt.location(), receipt);
    }

    boolean isEmpty() {
        return byLocation.isEmpty();
    }

    /** Takes it back; what does not go stays in here. Blocks. */
    void takeBack(List<DeliveryTarget> targets) {
        for (var receipt : List.copyOf(byLocation.values())) {
            try {
                for (var target : targets) {
                    if (target.holds(receipt)) {
                        target.remove(receipt);
                    }
                }
                byLocation.remove(receipt.location());
            } catch (DeliveryFailure e) {
                LOG.warn("{} was deleted, and is still there", receipt.location(), e);
            }
        }
    }
}
