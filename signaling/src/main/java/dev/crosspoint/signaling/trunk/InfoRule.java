package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.api.TrunkService.Digits;
import dev.crosspoint.signaling.sip.Errands;
import dev.crosspoint.signaling.sip.SipCall;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keys by SIP INFO, as a trunk's settings have it. */
final class InfoRule {
    private InfoRule() {}

    /** Sends keys, or says why not. */
    static TrunkMessage.Reply send(
            String dialog,
            @Nullable SipCall call,
            Function<SipCall, Digits> settings,
            Private digits) {
        // What was taken is told first: by another way these would overtake it.
        return call != null && call.isFullFor(digits)
                ? new TrunkMessage.Reply.Full(dialog)
                : Errands.on(dialog, call, it -> send(it, settings.apply(it), digits));
    }

    /** False when they are to go another way. */
    private static boolean send(SipCall call, Digits settings, Private digits) {
        boolean may =
                switch (settings.info()) {
                    case ALLOWED -> call.takesInfo();
                    case ALWAYS -> true;
                    case NEVER -> false;
                };
        return may && call.sendDigits(digits, settings.form());
    }
}
