package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage.CallArrived;
import gov.nist.javax.sip.header.ims.PAssertedIdentityHeader;
import gov.nist.javax.sip.header.ims.PCalledPartyIDHeader;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sip.address.URI;

/** Who an INVITE says is calling. */
final class CallerIdentity {

    private CallerIdentity() {}

    /**
     * The number or name of who calls: user part of what is to be believed most; {@code anonymous}
     * when it is not to be shown.
     */
    static Private caller(SIPRequest request) {
        // RFC 3323 4.2, RFC 3325 7: the number is there for those who route, not for who answers.
        if (Messages.values(request, "Privacy").stream().anyMatch(CallerIdentity::isWithheld)) {
            return new Private("anonymous");
        }
        // RFC 3325 9.1: what the trunk vouches for goes before what the caller says.
        return request.getHeader(PAssertedIdentityHeader.NAME)
                        instanceof PAssertedIdentityHeader asserted
                ? Messages.userOf(asserted.getAddress().getURI())
                : Messages.userOf(request.getFrom().getAddress().getURI());
    }

    private static boolean isWithheld(String privacy) {
        return Arrays.stream(privacy.toLowerCase(Locale.ROOT).split("[;,]", -1))
                .map(String::strip)
                .anyMatch(Set.of("id", "user", "full")::contains);
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
        for (String name : CallArrived.IDENTITY) {
            List<String> values = Messages.values(request, name);
            if (!values.isEmpty()) {
                identity.put(name, new Private(String.join(", ", values)));
            }
        }
        Verstat.of(vouched(request), Messages.values(request, "P-Attestation-Indicator"))
                .ifPresent(verdict -> identity.put(CallArrived.VERDICT, new Private(verdict)));
        return identity;
    }

    /**
     * Where the trunk's verdict may stand (3GPP TS 24.229 7.2A.20): with whom it asserts, and with
     * whom the caller says it is only when it asserts nobody.
     */
    private static List<URI> vouched(SIPRequest request) {
        if (request.getHeader(PAssertedIdentityHeader.NAME) == null) {
            return List.of(request.getFrom().getAddress().getURI());
        }
        var asserted = new ArrayList<URI>();
        for (ListIterator<?> all = request.getHeaders(PAssertedIdentityHeader.NAME);
                all.hasNext(); ) {
            if (all.next() instanceof PAssertedIdentityHeader header) {
                asserted.add(header.getAddress().getURI());
            }
        }
        return asserted;
    }
}
