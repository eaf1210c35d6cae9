package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * All calls of an endpoint. A call stays to be found for a while after its end, since what was on
 * its way then still arrives.
 */
final class Calls {

    private final Map<String, List<SipCall>> byCallId = new HashMap<>();
    private final Set<SipCall> live = new LinkedHashSet<>();
    private final Map<InetAddress, Integer> partners = new HashMap<>();
    private final SipCounters counters;

    Calls(SipCounters counters) {
        this.counters = counters;
    }

    void add(SipCall call) {
        live.add(call);
        counters.open(live.size());
        byCallId.computeIfAbsent(call.callId(), _ -> new ArrayList<>(1)).add(call);
    }

    /** It is known where its requests go, and so where the far end's may come from. */
    void routed(SipCall call) {
        partners.merge(call.flow().partner(), 1, Integer::sum);
    }

    /** Whether there is a call with this address, whoever called whom. */
    boolean isPartner(InetAddress address) {
        return partners.containsKey(address);
    }

    /** It is over, but still to be found. */
    void retire(SipCall call) {
        live.remove(call);
        counters.open(live.size());
    }

    /** Nothing of it can be on its way any more. */
    void forget(SipCall call) {
        if (call.isRouted()) {
            partners.computeIfPresent(
                    call.flow().partner(), (_, count) -> count > 1 ? count - 1 : null);
        }
        byCallId.computeIfPresent(
                call.callId(),
                (_, calls) -> {
                    calls.remove(call);
                    return calls.isEmpty() ? null : calls;
                });
    }

    /** Calls that can still be found, those that are over included. */
    int remembered() {
        return byCallId.values().stream().mapToInt(List::size).sum();
    }

    int size() {
        return live.size();
    }

    Collection<SipCall> live() {
        return List.copyOf(live);
    }

    /** Whether there is any with that Call-ID. */
    boolean has(String callId) {
        return byCallId.containsKey(callId);
    }

    /** The call in which we have that tag. */
    Optional<SipCall> find(String callId, String localTag) {
        return byCallId.getOrDefault(callId, List.of()).stream()
                .filter(call -> call.localTag().equals(localTag))
                .findFirst();
    }

    /** Whether a call of this peer's may take the place that it wants, if it wants one. */
    Replacement replaced(@Nullable Replaces wanted, Admission.Peer by) {
        if (wanted == null) {
            return new Replacement.Allowed(null);
        }
        SipCall call =
                find(wanted.callId(), wanted.toTag())
                        .filter(found -> found.peer().id().equals(by.id()))
                        .filter(found -> found.hasRemoteTag(wanted.fromTag()))
                        .orElse(null);
        if (call == null) {
            return new Replacement.Refused(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
        int refusal = call.refusalToReplace(wanted.earlyOnly());
        return refusal == 0 ? new Replacement.Allowed(call) : new Replacement.Refused(refusal);
    }

    /** Whose call with that Call-ID goes to this address by this transport. */
    Optional<Admission.Peer> peerOf(String callId, Transport transport, InetAddress address) {
        return byCallId.getOrDefault(callId, List.of()).stream()
                .filter(SipCall::isRouted)
                .filter(call -> call.flow().transport() == transport)
                .filter(call -> call.flow().lastHeard().getAddress().equals(address))
                .map(SipCall::peer)
                .findFirst();
    }
}
