package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import gov.nist.javax.sip.header.ims.PAssertedIdentityHeader;
import gov.nist.javax.sip.header.ims.PCalledPartyIDHeader;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who an INVITE says is calling. */
final class CallerIdentity {

    /** Header fields that say who calls (RFC 3323, 3325, 5806, 7044, 8224, and older ones). */
    private static final List<String> FIELDS =
            List.of(
                    "From",
                    "P-Asserted-Identity",
                    "P-Preferred-Identity",
                    "Remote-Party-ID",
                    "Privacy",
                    "Identity",
                    "Diversion",
                    "History-Info");

    private CallerIdentity() {}

    /** The number or name of who calls: user part of what is to be believed most. */
    static Private caller(SIPRequest request) {
        // RFC 3325 9.1: what the trunk vouches for goes before what the caller says.
        return request.getHeader(PAssertedIdentityHeader.NAME)
                        instanceof PAssertedIdentityHeader asserted
                ? Messages.userOf(asserted.getAddress().getURI())
                : Messages.userOf(request.getFrom().getAddress().getURI());
    }

    /** Whom the caller has called, where the Request-URI is only our own contact. */
    static Private called(SIPRequest request) {
        // RFC 7315 4.2: the registrar's own word for it.
        return request.getHeader(PCalledPartyIDHeader.NAME) instanceof PCalledPartyIDHeader party
                ? Messages.userOf(party.getAddress().getURI())
                : Messages.userOf(request.getTo().getAddress().getURI());
    }

    /** What the fields say, by name. */
    static Map<String, Private> headers(SIPRequest request) {
        var identity = new HashMap<String, Private>();
        for (String name : FIELDS) {
            List<String> values = Messages.values(request, name);
            if (!values.isEmpty()) {
                identity.put(name, new Private(String.join(", ", values)));
            }
        }
        return identity;
    }
}
