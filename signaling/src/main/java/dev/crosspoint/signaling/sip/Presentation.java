package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkService.CallerId;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an INVITE of ours shows beyond what a call needs.
 *
 * @param callerId how the far end is told who calls
 * @param set further header fields, by name
 * @param removed header fields that are left out
 */
public record Presentation(CallerId callerId, Map<String, Private> set, Set<String> removed) {

    /** What a call needs. */
    public static final Presentation PLAIN = new Presentation(CallerId.PLAIN, Map.of(), Set.of());

    /** Fields that a call may do without. */
    private static final Set<String> OPTIONAL =
            Set.of("user-agent", "session-expires", "min-se", "allow", "supported");

    /** Extensions, and what carriers ask for by name; never what a call is held together by. */
    private static final Pattern OURS_TO_SET =
            Pattern.compile(
                    "(?i)(X-[a-z0-9-]{1,60}|P-[a-z0-9-]{1,60}|Diversion|Subject|Organization|"
                            + "Priority|User-Agent|Call-Info|Accept-Contact)");

    private static final Pattern VALUE = Pattern.compile("[ -~]{1,256}");

    public Presentation {
        set = Map.copyOf(set);
        removed = Set.copyOf(removed);
    }

    /** Whether a field of that name may be set, to that value. */
    public static boolean isSettable(String name, String value) {
        if (!OURS_TO_SET.matcher(name).matches() || !VALUE.matcher(value).matches()) {
            return false;
        }
        try {
            StringMsgParser.parseSIPHeader(name + ": " + value);
            return true;
        } catch (ParseException | RuntimeException e) {
            return false;
        }
    }

    /** Whether a field of that name may be left out. */
    public static boolean isRemovable(String name) {
        return OPTIONAL.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The address that From shows, without a tag. */
    String from(String user, String host) {
        return callerId == CallerId.WITHHELD
                ? "\"Anonymous\" <sip:anonymous@anonymous.invalid>" // RFC 3323 4.1.1.3
                : "<sip:" + user + "@" + host + ">";
    }

    /** Adds to an INVITE, and takes away, what it has to. */
    void dress(SIPRequest invite, String user, String host) {
        removed.forEach(invite::removeHeader);
        switch (callerId) {
            case PLAIN -> {}
            case ASSERTED -> assertIdentity(invite, user, host);
            case WITHHELD -> {
                assertIdentity(invite, user, host);
                Messages.set(invite, "Privacy", "id");
            }
        }
        set.forEach((name, value) -> Messages.set(invite, name, value.value()));
    }

    private static void assertIdentity(SIPRequest invite, String user, String host) {
        Messages.set(invite, "P-Asserted-Identity", "<sip:" + user + "@" + host + ">");
    }
}
