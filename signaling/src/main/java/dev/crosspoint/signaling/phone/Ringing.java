package dev.crosspoint.signaling.phone;

import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.sip.SipCall;
import java.util.ArrayList;
import java.util.List;

/**
 * All phones of an agent that ring for one call (RFC 3261 16.7): the first to answer has it, the
 * first to decline declines for all, and otherwise the last one's word counts.
 */
final class Ringing {
    private static final int DECLINE = 603;

    private final Tenant tenant;
    private final String dialog;
    private final List<SipCall> left = new ArrayList<>();
    private boolean rings;

    Ringing(Tenant tenant, String dialog) {
        this.tenant = tenant;
        this.dialog = dialog;
    }

    Tenant tenant() {
        return tenant;
    }

    String dialog() {
        return dialog;
    }

    void add(SipCall call) {
        left.add(call);
    }

    /** Whether that is the first news that one of them rings. */
    boolean beginsToRing() {
        boolean first = !rings;
        rings = true;
        return first;
    }

    /** One has answered; the others, who are to be hung up on. */
    List<SipCall> answeredBy(SipCall call) {
        var others = left.stream().filter(other -> other != call).toList();
        left.clear();
        return others;
    }

    /** One has refused; whether that is the end of it. */
    boolean refusedBy(SipCall call, int status) {
        left.remove(call);
        return left.isEmpty() || status >= DECLINE;
    }

    /** All that ring still. */
    List<SipCall> all() {
        return List.copyOf(left);
    }
}
