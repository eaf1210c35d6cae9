package dev.crosspoint.signaling.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.HashMap;
import java.util.Map;
import javax.sip.address.Hop;
import org.jspecify.annotations.Nullable;

/** Requests of ours that belong to no call: which way they take while they are sent. */
final class LoneRequests {

    private final Map<String, Flow> flows = new HashMap<>();

    /**
     * Sends one along a flow; the handler hears of every outcome, and never before this returns.
     */
    void send(Exchanges exchanges, SIPRequest request, Flow flow, Exchanges.Handler handler) {
        String callId = request.getCallId().getCallId();
        flows.put(callId, flow);
        // Only a new transaction asks for the way; what is repeated goes the same.
        exchanges.send(request, null, handler);
        flows.remove(callId);
    }

    /** Where a request goes that is being sent; null when it is none of these, or has no way. */
    @Nullable Hop next(SIPRequest request) {
        Flow flow = flows.get(request.getCallId().getCallId());
        return flow == null ? null : flow.first(request);
    }
}
