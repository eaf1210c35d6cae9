package dev.crosspoint.signaling.sip;

import java.util.List;
import java.util.Set;
import javax.sip.message.Message;
import javax.sip.message.Request;

/** The methods and extensions that we take part in. */
final class Abilities {

    /** Option tags that a request may require of us. */
    static final Set<String> EXTENSIONS = Set.of("100rel", "timer", "replaces", "norefersub");

    private static final List<String> METHODS =
            List.of(
                    Request.INVITE,
                    Request.ACK,
                    Request.CANCEL,
                    Request.BYE,
                    Request.OPTIONS,
                    Request.PRACK,
                    Request.UPDATE,
                    Request.INFO,
                    Request.NOTIFY);

    private Abilities() {}

    /** Whether a request of this method means anything to us. */
    static boolean includes(String method) {
        return METHODS.contains(method) || method.equals(Request.REFER);
    }

    /** Allow and Supported, as far as they hold for this peer. */
    static void say(Message message, Admission.Peer peer) {
        String methods = String.join(", ", METHODS);
        String extensions = "100rel, timer, replaces";
        Messages.set(message, "Allow", peer.mayRefer() ? methods + ", REFER" : methods);
        Messages.set(
                message, "Supported", peer.mayRefer() ? extensions + ", norefersub" : extensions);
    }

    /** The name a method is counted by: whatever strangers invent is one word. */
    static String counted(String method) {
        return includes(method) || method.equals(Request.REGISTER) ? method : "OTHER";
    }
}
