package dev.crosspoint.signaling.sip;

import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.AddressParametersHeader;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.Arrays;
import java.util.ListIterator;
import javax.sip.header.RecordRouteHeader;
import javax.sip.header.RouteHeader;

/**
 * Bytes of one message in, JAIN-SIP's model of it out; everything that is wrong in one exception.
 */
final class MessageReader {

    /** Longest body taken, bytes: the limit of our SDP parser. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private MessageReader() {}

    /**
     * Reads the one message in a datagram, or in what the framer of a stream has cut out. Bytes
     * behind its Content-Length are not part of it (RFC 3261 18.3).
     *
     * @throws BadMessage when it is none that may go on
     */
    static SIPMessage read(byte[] data, int offset, int length) throws BadMessage {
        RawHead head = RawHead.read(data, offset, length);
        InputChecks.check(head);
        int room = length - head.length();
        int declared = head.contentLength(MAX_BODY_BYTES);
        if (declared > room || (declared < 0 && room > MAX_BODY_BYTES)) {
            throw new BadMessage(400, "Body shorter than Content-Length", head);
        }
        int total = head.length() + (declared < 0 ? room : declared);
        byte[] exact = RawHead.spellOut(Arrays.copyOfRange(data, offset, offset + total));
        try {
            // A parser keeps state between messages, so each message has its own.
            SIPMessage message =
                    new StringMsgParser()
                            .parseSIPMessage(exact, true, true, MessageReader::rethrow);
            if (message == null) {
                throw new BadMessage(400, "Not a SIP message", null);
            }
            switch (message) {
                case SIPRequest request -> request.checkHeaders();
                case SIPResponse response -> response.checkHeaders();
                default -> throw new BadMessage(400, "Not a SIP message", null);
            }
            checkRouting(message, head);
            return message;
        } catch (ParseException e) {
            throw new BadMessage(400, "Malformed header field", head);
        } catch (RuntimeException e) {
            // None is known to come out of the parser, but what it says is not ours to trust.
            throw new BadMessage(400, "Malformed message", head);
        }
    }

    private static void rethrow(
            ParseException e, SIPMessage message, Class<?> type, String header, String text)
            throws ParseException {
        throw e;
    }

    /** The dialog layer casts these to SIP URIs; anything else must not get that far. */
    private static void checkRouting(SIPMessage message, RawHead head) throws BadMessage {
        if (message.getTopmostVia() == null || message.getTopmostVia().getHost() == null) {
            throw new BadMessage(400, "Malformed Via", head);
        }
        for (String name : new String[] {RouteHeader.NAME, RecordRouteHeader.NAME}) {
            for (ListIterator<?> all = message.getHeaders(name); all.hasNext(); ) {
                if (!(all.next() instanceof AddressParametersHeader route)
                        || !(route.getAddress().getURI() instanceof SipUri)) {
                    throw new BadMessage(400, "Route is not a SIP URI", head);
                }
            }
        }
    }
}
