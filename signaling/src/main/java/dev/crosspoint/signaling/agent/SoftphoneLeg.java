package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import org.jspecify.annotations.Nullable;

/** One leg of a softphone, as its carrier knows it. */
final class SoftphoneLeg {

    private static final String ID = "contactId";

    /**
     * What a leg carries.
     *
     * @param id what the client calls it; empty when it does not say
     * @param token null when it is no contact, but a leg that stands
     * @param connection what the client calls the leg while it carries this; null when it has no
     *     name for it
     */
    record Contact(String id, @Nullable Private token, @Nullable String connection) {
        /** What a request is about. */
        static Contact of(Params params, @Nullable Private token, @Nullable String connection)
                throws BadParams {
            return new Contact(idOf(params), token, connection);
        }

        /** Empty when it does not say, as connect-rtc-js does by an empty text. */
        static String idOf(Params params) throws BadParams {
            if ("".equals(params.object().path(ID).textValue())) {
                return "";
            }
            String id = params.optionalWord(ID);
            return id == null ? "" : id;
        }

        /** No contact, by the same connection. */
        Contact gone() {
            return new Contact("", null, connection);
        }

        /** Whether it is the same contact, and one at all. */
        boolean is(Contact other) {
            return token != null && token.equals(other.token);
        }
    }

    /**
     * What makes a leg outlive its contact.
     *
     * @param token what the client shows to use it
     * @param standsMs how long it may stand without a contact
     * @param client the browser's own name for itself; null when it does not say
     */
    record PeerConnection(String token, int standsMs, @Nullable String client) {
        @Override
        public String toString() {
            return "PeerConnection[" + standsMs + " ms]";
        }
    }

    final String id;
    final @Nullable String client;
    Contact contact;
    LegState state = new LegState.Inviting();

    /** Null for a leg that ends with its contact. */
    @Nullable PeerConnection peer;

    SoftphoneLeg(String id, Contact contact, @Nullable String client) {
        this.id = id;
        this.contact = contact;
        this.client = client;
    }

    /** Whether another leg is for the same contact. */
    boolean sharesContactWith(SoftphoneLeg other) {
        return contact.is(other.contact);
    }
}
