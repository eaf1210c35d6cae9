package dev.crosspoint.gateway.control;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditMessage;
import dev.crosspoint.gateway.audit.ShownId;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.gateway.fraud.NetworkBlock;
import dev.crosspoint.gateway.history.HistoryMessage;
import dev.crosspoint.gateway.preflight.PreflightMessage;
import dev.crosspoint.gateway.recording.RecordingMessage;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.search.ContactMessage;
import dev.crosspoint.gateway.search.ContactQuery;
import dev.crosspoint.gateway.store.AuditFilter;
import dev.crosspoint.gateway.store.PageKey;
import dev.crosspoint.gateway.store.RecordingFilter;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.gateway.store.RecordingStore;
import dev.crosspoint.gateway.switchboard.ControlMessage;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import dev.crosspoint.signaling.json.VerbJson;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request that was let in.
 *
 * @param id what varies in the address; empty where nothing does
 * @param body the members of the JSON; none for a read
 */
record Asked(Operation operation, AgentKey by, String id, Params body) {

    /** Longest id in an address, characters: that of the WebSocket's words. */
    static final int MAX_ID_LENGTH = 128;

    private static final int USUAL_PAGE = 100;
    private static final int MOST_PAGE = RecordingStore.MOST_ROWS;
    private static final int MOST_AUDIT_PAGE = 500;
    private static final int MOST_HISTORY_PAGE = 500;
    private static final String UUID_TEXT = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final int MAX_NUMBER_LENGTH = 16;
    private static final int MAX_NETWORK_LENGTH = 64;
    private static final int MAX_SDP_LENGTH = 12_000;

    /** Ten years; whoever wants more says nothing. */
    private static final long MOST_SECONDS = 315_360_000;

    /**
     * What call control is asked.
     *
     * @param newId for something that is made
     * @param now the time of day, for what ends
     * @throws BadParams when a member is missing or wrong
     */
    ControlMessage message(String newId, Instant now) throws BadParams {
        if (!operation.verb().isEmpty()) {
            return new ControlMessage.Act(by, id, VerbJson.read(operation.verb(), body));
        }
        return switch (operation) {
            case LIST_CONTACTS -> new ControlMessage.ListContacts(by);
            case DIAL -> new ControlMessage.Dial(by, VerbJson.target(body));
            case SHOW_CONTACT -> new ControlMessage.ShowContact(by, id);
            case LIST_QUICK_CONNECTS -> new ControlMessage.ListQuickConnects(by);
            case LIST_AGENTS -> new ControlMessage.ListAgents(by);
            case SHOW_AGENT -> new ControlMessage.ShowAgent(by, id);
            case SET_STATE -> new ControlMessage.SetState(by, id, body.word("state"));
            case LIST_LEGS ->
                    new ControlMessage.ListLegs(
                            by, optional("trunk"), optional("agent"), optional("contact"));
            case LIST_DENIALS -> new ControlMessage.ListDenials(by);
            case DENY -> new ControlMessage.Deny(by, new Denial(newId, caller(), until(now)));
            case LIFT -> new ControlMessage.Lift(by, id);
            default -> throw new IllegalStateException("nothing to ask call control");
        };
    }

    /**
     * What is asked about recordings.
     *
     * @throws BadParams when a member is missing or wrong
     */
    RecordingMessage ofRecordings() throws BadParams {
        return switch (operation) {
            case LIST_RECORDINGS ->
                    new RecordingMessage.ListAll(by.tenant(), filter(), after(), limit(MOST_PAGE));
            case SHOW_RECORDING -> new RecordingMessage.Show(by.tenant(), new RecordingId(id));
            case DELIVER_RECORDING ->
                    new RecordingMessage.Deliver(by.tenant(), by.agentId(), new RecordingId(id));
            case LIST_KEY_CHANGES -> new RecordingMessage.ListKeyChanges(by.tenant());
            default -> throw new IllegalStateException("not about recordings");
        };
    }

    /**
     * What is asked about audio.
     *
     * @throws BadParams when there is no offer
     */
    PreflightMessage ofPreflight() throws BadParams {
        return new PreflightMessage(by, body.secret("sdp", MAX_SDP_LENGTH));
    }

    /**
     * What is asked about contacts that are kept.
     *
     * @param who asks
     * @param now the time of day
     * @throws BadParams when a member is missing or wrong
     */
    ContactMessage ofContactRecords(ContactMessage.Asker who, Instant now) throws BadParams {
        return operation == Operation.SHOW_CONTACT_RECORD
                ? new ContactMessage.Show(who, id)
                : new ContactMessage.Search(who, ContactQuery.read(body, now));
    }

    /**
     * What is asked about what agents did.
     *
     * @param from where it is asked from
     * @throws BadParams when a member is missing or wrong
     */
    HistoryMessage ofHistory(AuditEvent.Origin from) throws BadParams {
        var after = after();
        if (after != null && !after.id().matches(UUID_TEXT)) {
            throw new BadParams("after must be the next of another page");
        }
        return new HistoryMessage.ListActivities(
                by.tenant(),
                by.agentId(),
                from,
                id,
                body.optionalMoment("from"),
                body.optionalMoment("to"),
                after,
                limit(MOST_HISTORY_PAGE));
    }

    /**
     * What is asked about the audit trail.
     *
     * @param from where it is asked from
     * @throws BadParams when a member is missing or wrong
     */
    AuditMessage ofAudit(AuditEvent.Origin from) throws BadParams {
        var filter =
                new AuditFilter(
                        optional("user"),
                        optional("recording"),
                        optional("contact"),
                        body.optionalMoment("from"),
                        body.optionalMoment("to"));
        return new AuditMessage.Find(
                by.tenant(), by.agentId(), from, filter, sequence(), limit(MOST_AUDIT_PAGE));
    }

    private @Nullable Long sequence() throws BadParams {
        var text = optional("after");
        if (text == null) {
            return null;
        }
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw new BadParams("after must be the next of another page");
        }
        return Long.valueOf(text);
    }

    private RecordingFilter filter() throws BadParams {
        var state = optional("state");
        var known =
                Stream.of(RecordingState.values())
                        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(state))
                        .findFirst();
        if (state != null && known.isEmpty()) {
            throw new BadParams(
                    "state must be open, sealed, uploading, delivered, failed or deleted");
        }
        return new RecordingFilter(
                known.orElse(null),
                optional("contact"),
                body.optionalMoment("from"),
                body.optionalMoment("to"));
    }

    /**
     * What a list is asked for by, as the audit trail may have it; to be asked once it was read.
     */
    SortedMap<String, String> criteria() {
        var by = new TreeMap<String, String>();
        if (operation == Operation.LIST_RECORDINGS) {
            for (var name : List.of("state", "contact", "from", "to")) {
                var value = body.object().path(name).asText();
                if (!value.isEmpty()) {
                    by.put(name, name.equals("contact") ? ShownId.of(value) : value);
                }
            }
        }
        return by;
    }

    private @Nullable PageKey after() throws BadParams {
        var text = optional("after");
        if (text == null) {
            return null;
        }
        return PageKey.parse(text)
                .orElseThrow(() -> new BadParams("after must be the next of another page"));
    }

    private int limit(int most) throws BadParams {
        var text = optional("limit");
        if (text == null) {
            return USUAL_PAGE;
        }
        int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > most) {
            throw new BadParams("limit must be 1 to " + most);
        }
        return limit;
    }

    private @Nullable String optional(String name) throws BadParams {
        return body.object().has(name) ? body.text(name, MAX_ID_LENGTH) : null;
    }

    private Denial.Caller caller() throws BadParams {
        boolean number = body.object().has("number");
        if (number == body.object().has("network")) {
            throw new BadParams("whom to deny must be one of number and network");
        }
        try {
            return number
                    ? new Denial.OfNumber(new PhoneNumber(body.text("number", MAX_NUMBER_LENGTH)))
                    : new Denial.OfNetwork(
                            NetworkBlock.parse(body.text("network", MAX_NETWORK_LENGTH)));
        } catch (IllegalArgumentException e) {
            throw new BadParams(
                    number
                            ? "number must be + and 2 to 15 digits"
                            : "network must be an IP address, or a network such as 192.0.2.0/24");
        }
    }

    private @Nullable Instant until(Instant now) throws BadParams {
        long seconds = body.countOrMissing("seconds");
        if (seconds == 0 || seconds > MOST_SECONDS) {
            throw new BadParams("seconds must be 1 to " + MOST_SECONDS);
        }
        return seconds < 0 ? null : now.plusSeconds(seconds);
    }
}
