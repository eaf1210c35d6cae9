package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.fraud.Verdict;
import dev.crosspoint.gateway.switchboard.Errand.Counted;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.Optional;

/** Calls that come in by SIP: whose they are, whether they are wanted, and how they begin. */
final class Arrivals {
    private final Switchboard board;

    Arrivals(Switchboard board) {
        this.board = board;
    }

    void on(TrunkMessage.CallArrived arrived, long nowNanos) {
        if (arrived.replaces() != null) {
            replace(arrived, arrived.replaces());
            return;
        }
        var inbound =
                board.calls().dialog(arrived.dialog()).isPresent()
                        ? Optional.<Numbering.Inbound>empty()
                        : board.numbering().inbound(arrived, nowNanos);
        if (inbound.isEmpty()) {
            board.count(Counted.UNKNOWN_NUMBER);
            board.contacts().turnedAway(arrived, 404, nowNanos);
            var refusal = new TrunkMessage.Refuse(arrived.dialog(), 404, "no such number here");
            board.errand(new Errand.ToTrunk(refusal));
            return;
        }
        var call = inbound.get();
        var verdict =
                board.world(arrived.tenant()).arrive(call.facts(), arrived.address(), nowNanos);
        if (verdict instanceof Verdict.Refused) {
            board.count(Counted.DENIED);
            board.contacts().refused(call.facts(), EndCause.DENIED);
            board.contacts().turnedAway(arrived, Verdict.SIP_STATUS, nowNanos);
            var refusal =
                    new TrunkMessage.Refuse(arrived.dialog(), Verdict.SIP_STATUS, "not wanted");
            board.errand(new Errand.ToTrunk(refusal));
            return;
        }
        board.count(Counted.ARRIVED);
        var control = board.control(arrived.tenant());
        board.begin(
                control,
                control.arrive(
                        call.facts(),
                        call.line(),
                        arrived.sdp(),
                        call.flow(),
                        board.mediaEvents(),
                        nowNanos),
                nowNanos);
    }

    /** A SIP call that is to take the place of another (RFC 3891). */
    private void replace(TrunkMessage.CallArrived arrived, String replaced) {
        var live = board.calls().dialog(replaced);
        var line = board.numbering().replacing(arrived);
        if (live.isEmpty() || line.isEmpty()) {
            var refusal = new TrunkMessage.Refuse(arrived.dialog(), 481, "that call is over");
            board.errand(new Errand.ToTrunk(refusal));
            return;
        }
        board.feed(live.get(), new CallInput.Replaced(replaced, line.get(), arrived.sdp()));
    }
}
