package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.sip.Bindings.Contact;
import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sip.header.ToHeader;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * What a REGISTER asks for (RFC 3261 10.2).
 *
 * @param user user part of the address of record
 * @param wish what is to happen
 * @param outbound whether the phone knows RFC 5626
 */
record RegisterRequest(Private user, Wish wish, boolean outbound) {

    /** Shortest registration, s: a load of one request a minute and phone is nothing. */
    static final int MIN_SECONDS = 60;

    /** Longest, s: whoever wants more gets this. */
    static final int MAX_SECONDS = 3600;

    /** What is given to whoever does not say, s. */
    private static final int USUAL_SECONDS = 600;

    private static final int MAX_NAME = 128;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Pattern EXPIRES = Pattern.compile(";\\s*expires\\s*=\\s*\"?(\\d{1,9})");
    private static final Pattern INSTANCE =
            Pattern.compile(";\\s*\\+sip\\.instance\\s*=\\s*\"<([-:.\\w]{1,128})>\"");
    private static final Pattern NAME = Pattern.compile("[-.\\w]+");

    /** What is to happen. */
    sealed interface Wish {
        /** The phone is to be there. */
        record Bind(String instance, Contact contact, int seconds) implements Wish {}

        /** The phone is to be there no more. */
        record Unbind(String instance) implements Wish {}

        /** None of the user's phones is. */
        record UnbindAll() implements Wish {}

        /** Only to know which are. */
        record Ask() implements Wish {}
    }

    /** It cannot be done. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        Refused(int status) {
            super("refused");
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /**
     * Reads one.
     *
     * @throws Refused with the status that it meets: 400, or 423 when it is to hold too briefly
     */
    static RegisterRequest read(SIPRequest request) throws Refused {
        var to = (ToHeader) request.getHeader(ToHeader.NAME);
        var user = Messages.userOf(to.getAddress().getURI());
        if (user.value().isEmpty() || user.value().length() > MAX_NAME) {
            throw new Refused(Response.BAD_REQUEST);
        }
        boolean outbound = Messages.lists(request, "Supported", "outbound");
        return new RegisterRequest(user, wish(request), outbound);
    }

    private static Wish wish(SIPRequest request) throws Refused {
        List<String> contacts = Messages.values(request, "Contact");
        if (contacts.isEmpty()) {
            return new Wish.Ask();
        }
        // A socket is one phone's.
        if (contacts.size() > 1) {
            throw new Refused(Response.BAD_REQUEST);
        }
        String text = contacts.getFirst();
        Integer ofAll = seconds(Messages.value(request, "Expires").orElse(null));
        if (text.equals("*")) {
            // RFC 3261 10.2.2: only to take all off
            if (ofAll == null || ofAll != 0) {
                throw new Refused(Response.BAD_REQUEST);
            }
            return new Wish.UnbindAll();
        }
        var contact = contact(request);
        var instance = INSTANCE.matcher(text);
        // Who does not say which phone it is, is told by its Contact.
        String name =
                instance.find()
                        ? instance.group(1).toLowerCase(Locale.ROOT)
                        : contact.user().value() + "@" + contact.host();
        var own = EXPIRES.matcher(text);
        int seconds =
                own.find() ? Integer.parseInt(own.group(1)) : ofAll == null ? USUAL_SECONDS : ofAll;
        if (seconds == 0) {
            return new Wish.Unbind(name);
        } else if (seconds < MIN_SECONDS) {
            throw new Refused(Response.INTERVAL_TOO_BRIEF);
        }
        return new Wish.Bind(name, contact, Math.min(seconds, MAX_SECONDS));
    }

    private static Contact contact(SIPRequest request) throws Refused {
        var header = request.getContactHeader();
        if (header == null
                || !(header.getAddress().getURI() instanceof SipUri uri)
                || uri.getUser() == null
                || uri.getUser().length() > MAX_NAME
                || uri.getHost() == null
                || uri.getHost().length() > MAX_NAME
                || !NAME.matcher(uri.getHost()).matches()) {
            throw new Refused(Response.BAD_REQUEST);
        }
        return new Contact(new Private(Escapes.decode(uri.getUser())), uri.getHost());
    }

    private static @Nullable Integer seconds(@Nullable String value) {
        if (value == null) {
            return null;
        }
        // RFC 3261 20.19: what cannot be read is 3600
        return SECONDS.matcher(value).matches()
                ? Integer.valueOf(value)
                : Integer.valueOf(MAX_SECONDS);
    }
}
