package dev.crosspoint.gateway.audit;

import dev.crosspoint.media.vault.KeyUse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings uses of keys into the audit trail (KMS-5, KMS-9). Keys are there before the trail, which
 * needs them: what is used until then is kept, and told first.
 */
public final class KeyUses implements KeyUse.Listener {
    private final List<KeyUse> early = new ArrayList<>();
    private @Nullable Consumer<AuditEvent> trail;

    @Override
    public synchronized void onUse(KeyUse use) {
        if (trail == null) {
            early.add(use);
        } else {
            trail.accept(AuditEvent.of(use));
        }
    }

    /** From now on there is a trail. */
    public synchronized void attach(Consumer<AuditEvent> to) {
        trail = to;
        early.forEach(use -> to.accept(AuditEvent.of(use)));
        early.clear();
    }
}
