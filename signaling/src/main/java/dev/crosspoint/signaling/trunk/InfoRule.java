package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkService.Digits;
import dev.crosspoint.signaling.sip.SipCall;

/** Keys by SIP INFO, as a trunk's settings have it. */
final class InfoRule {
    private InfoRule() {}

    /** Sends keys; false when they are to go another way. */
    static boolean send(SipCall call, Digits settings, Private digits) {
        boolean may =
                switch (settings.info()) {
                    case ALLOWED -> call.takesInfo();
                    case ALWAYS -> true;
                    case NEVER -> false;
                };
        return may && call.sendDigits(digits, settings.form());
    }
}
