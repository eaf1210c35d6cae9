package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What call control asks of a call, done with that call: the same for trunks and for phones. */
public final class Errands {
    private Errands() {}

    /**
     * Does what any peer is good for.
     *
     * @param call the command's, or null when there is none (any more)
     */
    public static TrunkMessage.Reply carryOut(
            TrunkMessage.InDialog command, @Nullable SipCall call) {
        return on(
                command.dialog(),
                call,
                it ->
                        switch (command) {
                            case TrunkMessage.Ring ring -> it.ring(ring.sdp());
                            case TrunkMessage.Answer answer -> it.answer(answer.sdp());
                            case TrunkMessage.Refuse r -> it.refuse(r.status(), r.reason());
                            case TrunkMessage.AnswerReoffer a -> it.answerReoffer(a.sdp());
                            case TrunkMessage.RefuseReoffer r ->
                                    it.refuseReoffer(r.status(), r.reason());
                            case TrunkMessage.AcceptTransfer _ -> it.acceptTransfer();
                            case TrunkMessage.RefuseTransfer r ->
                                    it.refuseTransfer(r.status(), r.reason());
                            case TrunkMessage.ReportTransfer report ->
                                    it.reportTransfer(report.status());
                        });
    }

    /**
     * Does something else with it.
     *
     * @param what false when the state of the call is none for it
     */
    public static TrunkMessage.Reply on(
            String dialog, @Nullable SipCall call, Predicate<SipCall> what) {
        if (call == null) {
            return new TrunkMessage.Reply.Refused(dialog, "no such dialog");
        }
        return what.test(call)
                ? new TrunkMessage.Reply.Done(dialog)
                : new TrunkMessage.Reply.Refused(dialog, "not in this state of the call");
    }
}
