package dev.crosspoint.gateway.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.http.JsonType;
import dev.crosspoint.gateway.http.Problem;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** What a request is answered with; kept for whoever asks again with the same key. */
sealed interface Answer {

    /** It is so. */
    record Found(ObjectNode json) implements Answer {
        @Override
        public String toString() {
            return "Found[" + json.size() + "]";
        }
    }

    /** Something is there that was not. */
    record Created(String location, ObjectNode json) implements Answer {
        @Override
        public String toString() {
            return "Created[" + location + "]";
        }
    }

    /** It is done, or begun. */
    record Done() implements Answer {}

    /**
     * It is not so.
     *
     * @param detail a sentence, safe to show
     */
    record Failed(Problem problem, @Nullable String detail) implements Answer {}

    /** The answer to a request for something to be done. */
    static Answer of(Reply reply) {
        return switch (reply) {
            case Reply.Done _ -> new Done();
            case Reply.Dialing(var contact) ->
                    new Created(
                            "/api/contacts/" + contact,
                            JsonNodeFactory.instance.objectNode().put("contactId", contact));
            case Reply.Refused(var error, var reason) -> new Failed(problem(error), reason);
            case Reply.Authenticated _, Reply.QuickConnects _, Reply.Invited _ ->
                    new Failed(Problem.INTERNAL, "an answer to another question");
        };
    }

    /** The table from refusals to problems; the WebSocket has its own. */
    static Problem problem(AgentError error) {
        return switch (error) {
            case BAD_REQUEST -> Problem.BAD_REQUEST;
            case ACCESS_DENIED -> Problem.FORBIDDEN;
            case NOT_FOUND -> Problem.NOT_FOUND;
            case TIMEOUT -> Problem.TIMED_OUT;
            case CONFLICT -> Problem.CONFLICT;
            case BUSY -> Problem.BUSY;
            case INTERNAL -> Problem.INTERNAL;
        };
    }

    /** Ends a request with it, unless that has ended. */
    default void send(RoutingContext context) {
        var response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        switch (this) {
            case Found(var json) ->
                    response.putHeader("content-type", JsonType.NAME).end(json.toString());
            case Created(var location, var json) ->
                    response.setStatusCode(201)
                            .putHeader("location", location)
                            .putHeader("content-type", JsonType.NAME)
                            .end(json.toString());
            case Done _ -> response.setStatusCode(204).end();
            case Failed(var problem, var detail) -> problem.answer(context, detail);
        }
    }
}
