package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import dev.crosspoint.signaling.json.VerbJson;
import dev.crosspoint.signaling.json.ViewJson;
import java.util.Set;

/** The desktop's methods: from JSON to what call control is asked, and from its reply to JSON. */
final class AgentMethods {

    static final String START = "session.start";
    static final String PING = "session.ping";

    private static final String ON_CONTACT = "contact.";

    private static final Set<String> NAMES =
            Set.of(
                    "agent.setState",
                    "agent.setDevice",
                    "contact.dial",
                    "agent.quickConnects",
                    "calls.watch",
                    "demo.call");

    private AgentMethods() {}

    /** Whether {@link #read} knows the method. */
    static boolean knows(String method) {
        return NAMES.contains(method)
                || (method.startsWith(ON_CONTACT)
                        && VerbJson.knows(method.substring(ON_CONTACT.length())));
    }

    /** What a method of the desktop asks of call control. */
    static AgentMessage.Request read(String method, Params params, Agent agent) throws BadParams {
        return switch (method) {
            case "agent.setState" -> new AgentMessage.SetState(agent, params.word("state"));
            case "agent.setDevice" -> new AgentMessage.SetDevice(agent, params.word("device"));
            case "contact.dial" -> new AgentMessage.Dial(agent, VerbJson.target(params));
            case "agent.quickConnects" -> new AgentMessage.ListQuickConnects(agent);
            case "calls.watch" -> new AgentMessage.Watch(agent, params.flag("on"));
            case "demo.call" -> new AgentMessage.CallDemoCustomer(agent);
            default ->
                    new AgentMessage.OnContact(
                            agent,
                            params.word("contactId"),
                            VerbJson.read(method.substring(ON_CONTACT.length()), params));
        };
    }

    /** A reply as the JSON-RPC answer. */
    static Answer answer(Reply reply) {
        return switch (reply) {
            case Reply.Done _ -> Answer.done();
            case Reply.Dialing d -> result(object().put("contactId", d.contactId()));
            case Reply.QuickConnects q -> {
                ObjectNode result = object();
                ViewJson.write(q.entries(), result);
                yield result(result);
            }
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
