package dev.crosspoint.gateway.call;

import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** How far a SIP call is. */
    public enum Stage {
        INVITED,
        PLACED,
        ANSWERED,
        OVER
    }

    /** One SIP call. */
    public static final class Dialog {
        public Stage stage;
        public int reoffers;
        public int endings;

        Dialog(Stage stage) {
            this.stage = stage;
        }
    }

    /** An INVITE came in. */
    public void invited(String dialog) {
        dialogs.put(dialog, new Dialog(Stage.INVITED));
    }

    /** The far end ended it: BYE, CANCEL, a failure. */
    public void endedByPeer(String dialog) {
        dialog(dialog).stage = Stage.OVER;
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
            return new TrunkMessage.Reply.Done(place.dialog());
        }
        var dialog = dialog(command.dialog());
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
