package dev.crosspoint.media.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * SIP that nobody wants. Strangers call as scanners do. Whoever has a trunk's address gets further,
 * and so sends what goes wrong further inside: requests in dialogs that are not, answers to
 * nothing, descriptions of noise, messages without what every message has. None of that is a call.
 * Pure.
 */
final class JunkSip {
    private static final String CALLED = "sip:+4930555001@127.0.0.1";

    private static final String HEAD =
            """
            Via: SIP/2.0/UDP 127.0.0.1:5;branch=z9hG4bK#;rport
            From: <sip:100@127.0.0.1>;tag=#
            To: <%s>%s
            Call-ID: #
            Max-Forwards: 70
            Contact: <sip:100@127.0.0.1:5>
            """;

    /** Outside a dialog, and in one that is none. */
    private static final String NEW = HEAD.formatted(CALLED, "");

    private static final String FOLLOWS = HEAD.formatted(CALLED, ";tag=none#");

    private static final String EMPTY = "Content-Length: 0\n\n";

    private static final String SCANNER =
            request("INVITE", NEW)
                    + "User-Agent: friendly-scanner\nContent-Type: application/sdp\n"
                    + EMPTY;

    private static final List<String> INSIDE =
            List.of(
                    request("BYE", FOLLOWS) + EMPTY,
                    request("CANCEL", NEW) + EMPTY,
                    request("ACK", FOLLOWS) + EMPTY,
                    request("UPDATE", FOLLOWS) + EMPTY,
                    request("INFO", FOLLOWS) + "Content-Type: application/dtmf-relay\n" + EMPTY,
                    request("PRACK", FOLLOWS) + "RAck: 1 1 INVITE\n" + EMPTY,
                    request("NOTIFY", FOLLOWS) + "Event: refer\n" + EMPTY,
                    request("INVITE", FOLLOWS) + EMPTY,
                    request("REFER", NEW) + "Refer-To: <" + CALLED + ">\n" + EMPTY,
                    request("FLOOD", NEW) + EMPTY,
                    request("OPTIONS", NEW) + EMPTY,
                    "SIP/2.0 200 OK\n" + FOLLOWS + "CSeq: 1 INVITE\n" + EMPTY,
                    "SIP/2.0 404 Not Found\n" + FOLLOWS + "CSeq: 1 BYE\n" + EMPTY,
                    // And what is no message: without a Call-ID, with another sum, with less of it.
                    request("INVITE", NEW.replace("Call-ID: #\n", "")) + EMPTY,
                    request("INVITE", NEW) + "Content-Length: 900\n\nv=0\n",
                    request("INVITE", NEW.replace("Via:", "Vie:")) + EMPTY,
                    request("INVITE", NEW) + "Require: everything\n" + EMPTY,
                    request("INVITE", NEW)
                            + "Content-Type: application/sdp\nContent-Length: 17\n\nv=0\nm=nonsense\n");

    /** The first of them, of which none becomes a call by another letter. */
    private static final int GARBLED = 7;

    private final RandomGenerator random;

    JunkSip(RandomGenerator random) {
        this.random = random;
    }

    private static String request(String method, String head) {
        return method + " " + CALLED + " SIP/2.0\n" + head + "CSeq: 1 " + method + "\n";
    }

    /** From somewhere that no trunk is. */
    byte[] ofStranger() {
        byte[] text = text(SCANNER);
        return random.nextBoolean() ? text : garbled(text);
    }

    /** From the address of a trunk. */
    byte[] ofTrunk() {
        int which = random.nextInt(INSIDE.size());
        byte[] text = text(INSIDE.get(which));
        return which < GARBLED && random.nextInt(3) == 0 ? garbled(text) : text;
    }

    private byte[] text(String template) {
        return template.replace("#", Integer.toString(random.nextInt(1 << 30), 36))
                .replace("\n", "\r\n")
                .getBytes(ISO_8859_1);
    }

    private byte[] garbled(byte[] text) {
        if (random.nextBoolean()) {
            byte[] cut = new byte[1 + random.nextInt(text.length)];
            System.arraycopy(text, 0, cut, 0, cut.length);
            return cut;
        }
        for (int i = 0; i < 8; i++) {
            text[random.nextInt(text.length)] = (byte) random.nextInt(256);
        }
        return text;
    }
}
