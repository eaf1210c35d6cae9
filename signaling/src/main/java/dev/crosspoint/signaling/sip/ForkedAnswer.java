package dev.crosspoint.signaling.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A 200 from another branch than the one whose 200 came first (RFC 3261 13.2.2.4): acknowledged,
 * and hung up. JAIN-SIP would drop it while the INVITE's transaction is still in its table, and the
 * far end would wait for an ACK; so it is dealt with before it gets there.
 */
final class ForkedAnswer {

    private final Core core;
    private final Set<String> ended = new HashSet<>();

    ForkedAnswer(Core core) {
        this.core = core;
    }

    void end(SIPResponse answer, SipCall call) {
        var contact = answer.getContactHeader();
        if (contact == null) {
            return;
        }
        String uri = contact.getAddress().getURI().toString();
        long cseq = answer.getCSeq().getSeqNumber();
        call.flow().send(request("ACK", cseq, uri, answer, call));
        String branch = answer.getCallId().getCallId() + " " + answer.getToTag();
        if (ended.add(branch)) {
            core.exchanges().dropDialog(answer.getDialogId(false));
            SIPRequest bye = request("BYE", cseq + 1, uri, answer, call);
            Messages.reason(bye, 200, "answered elsewhere");
            core.exchanges().send(bye, null, Exchanges.IGNORE);
            core.vertx().setTimer(core.lingerMs(), _ -> ended.remove(branch));
        }
    }

    private SIPRequest request(
            String method, long cseq, String uri, SIPResponse answer, SipCall call) {
        var transport = call.flow().transport();
        List<String> routes = new ArrayList<>(Messages.values(answer, "Record-Route"));
        Collections.reverse(routes); // RFC 3261 12.1.2
        SIPRequest request =
                Messages.request(
                        """
                        %s %s SIP/2.0
                        Via: SIP/2.0/%s %s;branch=z9hG4bK%s;rport
                        Max-Forwards: 70
                        From: %s
                        To: %s
                        Call-ID: %s
                        CSeq: %d %s
                        Content-Length: 0

                        """
                                .formatted(
                                        method,
                                        uri,
                                        transport.name(),
                                        core.hostPort(transport, call.flow().partner()),
                                        core.token(),
                                        Messages.values(answer, "From").getFirst(),
                                        Messages.values(answer, "To").getFirst(),
                                        answer.getCallId().getCallId(),
                                        cseq,
                                        method));
        routes.forEach(route -> Messages.add(request, "Route", route));
        return request;
    }
}
