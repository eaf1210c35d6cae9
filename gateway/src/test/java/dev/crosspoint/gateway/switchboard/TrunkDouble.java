package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the trunks and enforces their rules: one final answer to an INVITE, one end per
 * dialog, re-offers answered only when there are any.
 */
public final class TrunkDouble {
    public final Map<String, Dialog> dialogs = new LinkedHashMap<>();
    public final List<TrunkMessage.Command> commands = new ArrayList<>();

    /** What broke the rules, in words. */
    public final List<String> violations = new ArrayList<>();

    /** Whether INVITEs of ours are refused at once. */
    public boolean refuseCalls;

    /** Whether INVITEs of ours are sent, but too late for us to hear of it. */
    public boolean stalled;

    /** Whether transfers that we ask for are refused at once. */
    public boolean refuseTransfers;

    /** Whether as many keys wait with it as may. */
    public boolean isFullOfKeys;

    /** Whether it tells nobody of keys. */
    public boolean refuseKeys;

    /** How far a SIP call is. */
    public enum Stage {
        INVITED,
        PLACED,
        ANSWERED,
        OVER
    }

    /** Whose turn it is in a transfer of the call. */
    public enum Transfer {
        NONE,
        ASKED_OF_US,
        REPORTED_BY_US,
        ASKED_OF_THEM
    }

    /** One SIP call. */
    public static final class Dialog {
        public Stage stage;
        public int reoffers;
        public int endings;
        public Transfer transfer = Transfer.NONE;

        Dialog(Stage stage) {
            this.stage = stage;
        }

        private boolean decide() {
            boolean asked = stage == Stage.ANSWERED && transfer == Transfer.ASKED_OF_US;
            transfer = asked ? Transfer.NONE : transfer;
            return asked;
        }

        private boolean accept() {
            boolean asked = decide();
            transfer = asked ? Transfer.REPORTED_BY_US : transfer;
            return asked;
        }

        private boolean report(int status) {
            boolean open = stage == Stage.ANSWERED && transfer == Transfer.REPORTED_BY_US;
            transfer = open && status >= 200 ? Transfer.NONE : transfer;
            return open;
        }

        private boolean ask(@Nullable Dialog replaced) {
            boolean free =
                    transfer == Transfer.NONE
                            && replaced != this
                            && (replaced == null || replaced.stage == Stage.ANSWERED);
            transfer = free ? Transfer.ASKED_OF_THEM : transfer;
            return free;
        }
    }

    /** From now on INVITEs of ours are sent at once. */
    public void recover() {
        refuseCalls = false;
        stalled = false;
    }

    /** An INVITE came in. */
    public void invited(String dialog) {
        dialogs.put(dialog, new Dialog(Stage.INVITED));
    }

    /** The far end ended it: BYE, CANCEL, a failure. */
    public void endedByPeer(String dialog) {
        dialog(dialog).stage = Stage.OVER;
    }

    /** The far end asks us to transfer it; false when it may not now. */
    public boolean referred(String dialog) {
        Dialog found = dialog(dialog);
        boolean free = found.stage == Stage.ANSWERED && found.transfer == Transfer.NONE;
        found.transfer = free ? Transfer.ASKED_OF_US : found.transfer;
        return free;
    }

    /** The far end says how our transfer goes; false when there is none. */
    public boolean progressed(String dialog, int status) {
        Dialog found = dialog(dialog);
        boolean open = found.transfer == Transfer.ASKED_OF_THEM;
        found.transfer = open && status >= 200 ? Transfer.NONE : found.transfer;
        return open;
    }

    public TrunkMessage.Reply on(TrunkMessage.Command command) {
        commands.add(command);
        if (command instanceof TrunkMessage.PlaceCall place) {
            if (refuseCalls) {
                dialogs.put(place.dialog(), new Dialog(Stage.OVER));
                return refused(place.dialog());
            }
            if (dialogs.put(place.dialog(), new Dialog(Stage.PLACED)) != null) {
                violations.add("dialog placed twice");
            }
            return stalled
                    ? new TrunkMessage.Reply.Refused(place.dialog(), "no answer in time")
                    : new TrunkMessage.Reply.Done(place.dialog());
        }
        var dialog = dialog(command.dialog());
        boolean busy = refuseTransfers || dialog.transfer != Transfer.NONE;
        if (busy && command instanceof TrunkMessage.Transfer) {
            // No mistake: only the trunk knows whether the one before is over.
            return refused(command.dialog());
        }
        if (isFullOfKeys && command instanceof TrunkMessage.SendDigits) {
            return new TrunkMessage.Reply.Full(command.dialog());
        }
        if (refuseKeys && command instanceof TrunkMessage.SendDigits) {
            return refused(command.dialog());
        }
        var before = dialog.stage;
        boolean allowed =
                switch (command) {
                    case TrunkMessage.PlaceCall _ -> false;
                    case TrunkMessage.Ring _ -> before == Stage.INVITED;
                    case TrunkMessage.Answer _ -> {
                        boolean first = before == Stage.INVITED;
                        dialog.stage = first ? Stage.ANSWERED : before;
                        yield first;
                    }
                    case TrunkMessage.Refuse _ -> {
                        boolean unanswered = before == Stage.INVITED;
                        dialog.endings++;
                        dialog.stage = unanswered ? Stage.OVER : before;
                        yield unanswered;
                    }
                    case TrunkMessage.HangUp _ -> {
                        dialog.endings++;
                        dialog.stage = Stage.OVER;
                        yield true;
                    }
                    case TrunkMessage.AnswerReoffer _, TrunkMessage.RefuseReoffer _ ->
                            dialog.reoffers-- > 0;
                    case TrunkMessage.AcceptTransfer _ -> dialog.accept();
                    case TrunkMessage.RefuseTransfer _ -> dialog.decide();
                    case TrunkMessage.ReportTransfer report -> dialog.report(report.status());
                    case TrunkMessage.SendDigits _ -> before == Stage.ANSWERED;
                    case TrunkMessage.Transfer transfer ->
                            before == Stage.ANSWERED
                                    && dialog.ask(
                                            transfer.replaces() == null
                                                    ? null
                                                    : dialog(transfer.replaces()));
                };
        if (!allowed && before != Stage.OVER) {
            violations.add(command.getClass().getSimpleName() + " while " + before);
        }
        return allowed ? new TrunkMessage.Reply.Done(command.dialog()) : refused(command.dialog());
    }

    public Dialog dialog(String dialog) {
        return dialogs.computeIfAbsent(
                dialog,
                name -> {
                    violations.add("a command for an unknown dialog");
                    return new Dialog(Stage.OVER);
                });
    }

    private static TrunkMessage.Reply refused(String dialog) {
        return new TrunkMessage.Reply.Refused(dialog, "the double has rules");
    }
}
