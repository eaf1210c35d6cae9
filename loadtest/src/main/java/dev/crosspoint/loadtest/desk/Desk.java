package dev.crosspoint.loadtest.desk;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What an agent's page knows, as the gateway's events have told it. Immutable: each event makes
 * another one.
 *
 * @param lastSeq the last numbered event that counted
 * @param state of the agent, such as {@code available}; empty before the first event
 * @param contact what the agent has to do with a customer; null when nothing
 */
public record Desk(long lastSeq, String state, @Nullable Contact contact) {
    /** How far a contact has come. */
    public enum Phase {
        OFFERED,
        ACCEPTED,
        CONNECTED,
        ENDED
    }

    /**
     * A contact of the agent's.
     *
     * @param token credential for the softphone's invite; empty before it is accepted
     * @param number of the customer
     * @param reason why it ended; empty before
     */
    public record Contact(String id, Phase phase, String token, String number, String reason) {
        @Override
        public String toString() {
            return "Contact[" + phase + "]";
        }
    }

    /** Before anything was said. */
    public static final Desk EMPTY = new Desk(0, "", null);

    /** After {@code session.start}: its answer says where events begin. */
    public Desk started(boolean resumed, long seq) {
        return resumed ? this : new Desk(seq, "", null);
    }

    /**
     * After an event.
     *
     * @param params of the notification {@code event}
     */
    public Desk after(JsonNode params) {
        String type = params.path("type").asText();
        long seq = params.path("seq").asLong();
        if (type.equals("contact.quality") || type.equals("contact.talkers") || seq <= lastSeq) {
            return this;
        }
        JsonNode data = params.path("data");
        String id = data.path("contactId").asText();
        Contact mine = contact != null && contact.id().equals(id) ? contact : null;
        return switch (type) {
            case "agent.state" -> new Desk(seq, data.path("state").asText(), contact);
            case "contact.offered" ->
                    new Desk(
                            seq,
                            state,
                            new Contact(id, Phase.OFFERED, "", data.path("number").asText(), ""));
            case "contact.accepted" ->
                    new Desk(
                            seq,
                            state,
                            new Contact(
                                    id,
                                    Phase.ACCEPTED,
                                    data.path("contactToken").asText(),
                                    mine == null ? "" : mine.number(),
                                    ""));
            case "contact.connected" -> with(seq, mine, Phase.CONNECTED, "");
            case "contact.ended" -> with(seq, mine, Phase.ENDED, data.path("reason").asText());
            default -> new Desk(seq, state, contact);
        };
    }

    private Desk with(long seq, @Nullable Contact mine, Phase phase, String reason) {
        return new Desk(
                seq,
                state,
                mine == null
                        ? contact
                        : new Contact(mine.id(), phase, mine.token(), mine.number(), reason));
    }

    /** Whether the contact is there and has come that far. */
    public boolean has(Phase phase) {
        return contact != null && contact.phase() == phase;
    }
}
