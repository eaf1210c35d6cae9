package dev.crosspoint.loadtest.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What a gateway might say. */
final class SipMessages {
    private SipMessages() {}

    /** An answer to one of our requests. */
    static SipMessage response(String request, int status, String body) throws BadSip {
        byte[] asked = request.getBytes(UTF_8);
        SipMessage read = SipMessage.read(asked, asked.length);
        return read(
                "SIP/2.0 %d Something\r\nVia: %s\r\nFrom: %s\r\nTo: %s;tag=far\r\nCall-ID: %s\r\nCSeq: %s\r\nContact: <sip:gateway@127.0.0.9:5060>\r\nRetry-After: 7 (busy)\r\n\r\n%s"
                        .formatted(
                                status,
                                read.value("via"),
                                read.value("from"),
                                read.value("to"),
                                read.callId(),
                                read.value("cseq"),
                                body));
    }

    /** A request of the gateway's. */
    static SipMessage request(String method, String body) throws BadSip {
        return read(
                "%s sip:called@127.0.0.1:5070 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.9:5060;branch=z9hG4bK1\r\nFrom: <sip:gateway@127.0.0.9>;tag=far\r\nTo: <sip:called@127.0.0.1>\r\nCall-ID: theirs\r\nCSeq: 2 %s\r\nContact: <sip:gateway@127.0.0.9:5060>\r\n\r\n%s"
                        .formatted(method, method, body));
    }

    private static SipMessage read(String text) throws BadSip {
        byte[] bytes = text.getBytes(UTF_8);
        return SipMessage.read(bytes, bytes.length);
    }
}
