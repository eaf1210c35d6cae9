package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.agent.Params.BadParams;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.Private;
import java.util.Set;

/** The desktop's methods: from JSON to what call control is asked, and from its reply to JSON. */
final class AgentMethods {

    static final String START = "session.start";
    static final String PING = "session.ping";

    private static final Set<String> NAMES =
            Set.of(
                    "agent.setState",
                    "contact.accept",
                    "contact.reject",
                    "contact.hangUp",
                    "contact.mute",
                    "contact.sendDigits",
                    "contact.dial",
                    "demo.call");

    /** Most digits of one request. */
    private static final int MAX_DIGITS = 32;

    private static final int MAX_NUMBER_LENGTH = 32;

    private AgentMethods() {}

    /** Whether {@link #read} knows the method. */
    static boolean knows(String method) {
        return NAMES.contains(method);
    }

    /** What a method of the desktop asks of call control. */
    static AgentMessage.Request read(String method, Params params, Agent agent) throws BadParams {
        return switch (method) {
            case "agent.setState" -> new AgentMessage.SetState(agent, params.word("state"));
            case "contact.accept" ->
                    new AgentMessage.AcceptContact(agent, params.word("contactId"));
            case "contact.reject" ->
                    new AgentMessage.RejectContact(agent, params.word("contactId"));
            case "contact.hangUp" -> new AgentMessage.HangUp(agent, params.word("contactId"));
            case "contact.mute" ->
                    new AgentMessage.Mute(agent, params.word("contactId"), params.flag("muted"));
            case "contact.sendDigits" ->
                    new AgentMessage.SendDigits(agent, params.word("contactId"), digits(params));
            case "contact.dial" ->
                    new AgentMessage.Dial(agent, params.secret("number", MAX_NUMBER_LENGTH));
            case "demo.call" -> new AgentMessage.CallDemoCustomer(agent);
            default -> throw new IllegalArgumentException("not a method of the desktop");
        };
    }

    private static Private digits(Params params) throws BadParams {
        Private digits = params.secret("digits", MAX_DIGITS);
        if (!digits.value().chars().allMatch(c -> "0123456789*#ABCDabcd".indexOf(c) >= 0)) {
            throw new BadParams("digits must be of 0-9 * # A-D");
        }
        return digits;
    }

    /** A reply as the JSON-RPC answer. */
    static Answer answer(Reply reply) {
        return switch (reply) {
            case Reply.Done _ -> Answer.done();
            case Reply.Dialing d -> result(object().put("contactId", d.contactId()));
            case Reply.Invited i -> result(invited(i));
            case Reply.Refused r -> Answer.failure(RpcError.of(r.error()), r.reason());
            case Reply.Authenticated _ ->
                    Answer.failure(RpcError.INTERNAL, "an answer to another question");
        };
    }

    /** One audio section, so every candidate belongs to section 0 whatever its mid is called. */
    private static ObjectNode invited(Reply.Invited invited) {
        ObjectNode result = object().put("sdp", invited.sdp().value());
        ArrayNode candidates = result.putArray("candidates");
        for (String candidate : invited.candidates()) {
            candidates.addObject().put("candidate", candidate).put("sdpMLineIndex", 0);
        }
        return result;
    }

    private static Answer result(ObjectNode value) {
        return new Answer.Result(value);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
