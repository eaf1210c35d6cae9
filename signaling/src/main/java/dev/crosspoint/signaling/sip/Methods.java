package dev.crosspoint.signaling.sip;

import java.util.List;
import javax.sip.message.Request;

/** The methods we take part in. */
final class Methods {

    /** What Allow says. */
    static final List<String> ALLOWED =
            List.of(
                    Request.INVITE,
                    Request.ACK,
                    Request.CANCEL,
                    Request.BYE,
                    Request.OPTIONS,
                    Request.PRACK,
                    Request.UPDATE,
                    Request.INFO);

    private Methods() {}

    /** The name a method is counted by: whatever strangers invent is one word. */
    static String counted(String method) {
        return ALLOWED.contains(method)
                        || method.equals(Request.REGISTER)
                        || method.equals(Request.REFER)
                ? method
                : "OTHER";
    }
}
