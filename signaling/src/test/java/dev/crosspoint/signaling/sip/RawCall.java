package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;

/** An answered call between an endpoint under test and a peer that writes its messages by hand. */
final class RawCall {

    static final String SDP = "Content-Type: application/sdp";

    /** The peer's tag, whoever called whom. */
    static final String THEIR_TAG = "raw";

    private final RawPeer peer;
    private final SipCall call;
    private final String callId;
    private final String ourTag;
    private int cseq = 1;

    private RawCall(RawPeer peer, SipCall call, String callId, String ourTag) {
        this.peer = peer;
        this.call = call;
        this.callId = callId;
        this.ourTag = ourTag;
    }

    /** The peer calls. */
    static RawCall inbound(Phone phone, RawPeer peer, String callId) {
        peer.send(peer.request("INVITE", callId, "", 1, SDP, Phone.OFFER.value()));
        SipCall call = phone.next(SipEvent.Arrived.class).call();
        phone.act(() -> call.answer(Phone.ANSWER));
        String tag = RawPeer.toTag(peer.receiveNew("SIP/2.0 200"));
        peer.send(peer.request("ACK", callId, tag, 1, "", ""));
        phone.expect(SipEvent.Confirmed.class);
        return new RawCall(peer, call, callId, tag);
    }

    /** The peer is called. */
    static RawCall outbound(Phone phone, RawPeer peer, Account account) {
        SipCall call =
                phone.call(
                        new Destination(Transport.UDP, "127.0.0.1", peer.port(), account, null),
                        30);
        String invite = peer.receiveNew("INVITE");
        peer.send(peer.response(invite, "200 OK", THEIR_TAG, SDP, Phone.ANSWER.value()));
        peer.receiveNew("ACK");
        phone.expect(SipEvent.Answered.class);
        return new RawCall(
                peer,
                call,
                RawPeer.header(invite, "Call-ID"),
                RawPeer.tag(RawPeer.header(invite, "From")));
    }

    SipCall call() {
        return call;
    }

    /** How a Replaces names this dialog to the endpoint. */
    String replaces() {
        return callId + ";to-tag=" + ourTag + ";from-tag=" + THEIR_TAG;
    }

    /** The peer asks for something within the call. */
    void request(String method, String extra, String body) {
        peer.send(peer.request(method, callId, ourTag, ++cseq, extra, body));
    }

    /** The peer asks for something, with a CSeq that it has used before. */
    void repeat(String method, String extra) {
        peer.send(peer.request(method, callId, ourTag, cseq, extra, ""));
    }

    int cseq() {
        return cseq;
    }

    void refer(String referTo) {
        request("REFER", "Refer-To: " + referTo, "");
    }

    /** The peer tells what came of our REFER. */
    void notify(String state, String status) {
        notify("refer", state, status);
    }

    void notify(String event, String state, String status) {
        request(
                "NOTIFY",
                "Event: "
                        + event
                        + "\nSubscription-State: "
                        + state
                        + "\nContent-Type: message/sipfrag;version=2.0",
                "SIP/2.0 " + status + "\r\n");
    }

    /** The peer hangs up. */
    void bye() {
        request("BYE", "", "");
    }

    /** Takes a request of ours, and agrees. */
    String accept(String method) {
        String request = peer.receiveNew(method);
        peer.send(peer.response(request, "200 OK", THEIR_TAG, "", ""));
        return request;
    }
}
