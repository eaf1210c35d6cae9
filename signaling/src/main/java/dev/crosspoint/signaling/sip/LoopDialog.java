package dev.crosspoint.signaling.sip;

import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPDialog;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.SIPTransaction;
import javax.sip.DialogState;
import javax.sip.message.Request;

/**
 * A dialog that outlives the answer to an UPDATE, INFO or NOTIFY while the call still rings.
 * JAIN-SIP would end it at a refusal as if the INVITE had been refused (RFC 3261 12.3 means that
 * one only), and the call with it: our 200 would go out, and its ACK be lost. And it would take an
 * answered UPDATE for an answered INVITE.
 */
final class LoopDialog extends SIPDialog {

    private static final long serialVersionUID = 1;

    LoopDialog(SIPTransaction transaction) {
        super(transaction);
    }

    @Override
    public void setLastResponse(SIPTransaction transaction, SIPResponse response) {
        boolean aside =
                DialogState.EARLY.equals(getState())
                        && transaction instanceof SIPServerTransaction
                        && (response.getStatusCode() >= 300
                                ? !response.getCSeq().getMethod().equals(Request.INVITE)
                                : response.getCSeq().getMethod().equals(Request.UPDATE));
        if (!aside) {
            super.setLastResponse(transaction, response);
        }
    }
}
