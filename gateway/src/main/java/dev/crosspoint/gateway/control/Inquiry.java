package dev.crosspoint.gateway.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crosspoint.gateway.audit.AuditMessage;
import dev.crosspoint.gateway.history.HistoryMessage;
import dev.crosspoint.gateway.http.Problem;
import dev.crosspoint.gateway.network.NetworkMessage;
import dev.crosspoint.gateway.people.PeopleMessage;
import dev.crosspoint.gateway.preflight.PreflightMessage;
import dev.crosspoint.gateway.recording.RecordingMessage;
import dev.crosspoint.gateway.search.ContactMessage;
import dev.crosspoint.gateway.switchboard.ControlMessage;
import dev.crosspoint.gateway.switchboard.ControlMessage.Finding;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.RequestSource;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks call control, and whoever knows of recordings or of who did what, with a deadline; what
 * cannot be answered has an answer too.
 */
final class Inquiry {
    private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);

    private final Vertx vertx;
    private final DeliveryOptions options;

    /**
     * @param timeoutMs deadline of each, ms
     */
    Inquiry(Vertx vertx, int timeoutMs) {
        this.vertx = vertx;
        this.options = LocalCodec.options().setSendTimeout(timeoutMs);
    }

    /**
     * Never fails.
     *
     * @param from where it was asked
     */
    Future<Answer> ask(ControlMessage message, RequestSource from) {
        return vertx.eventBus()
                .request(ControlMessage.ADDRESS, message, from.on(options))
                .map(reply -> answer(message, reply.body()))
                .otherwise(Inquiry::failed);
    }

    /** Likewise, about recordings. Never fails. */
    Future<Answer> ask(RecordingMessage message) {
        return vertx.eventBus()
                .<RecordingMessage.Answer>request(RecordingMessage.ADDRESS, message, options)
                .map(reply -> answer(reply.body()))
                .otherwise(Inquiry::failed);
    }

    /** Likewise, how a tenant's trunks do. Never fails. */
    Future<Answer> askForTrunks(Tenant tenant) {
        return vertx.eventBus()
                .<TrunkStatus.All>request(TrunkStatus.QUESTIONS, tenant, options)
                .map(reply -> Findings.answer(reply.body()))
                .otherwise(Inquiry::failed);
    }

    /** Likewise, about the network. Never fails. */
    Future<Answer> ask(NetworkMessage message) {
        return vertx.eventBus()
                .<NetworkMessage.Found>request(NetworkMessage.ADDRESS, message, options)
                .<Answer>map(reply -> new Answer.Found(reply.body().json()))
                .otherwise(Inquiry::failed);
    }

    /** Likewise, about what agents did. Never fails. */
    Future<Answer> ask(HistoryMessage message) {
        return vertx.eventBus()
                .<HistoryMessage.Answer>request(HistoryMessage.ADDRESS, message, options)
                .map(reply -> answer(reply.body()))
                .otherwise(Inquiry::failed);
    }

    private static Answer answer(HistoryMessage.Answer answer) {
        return switch (answer) {
            case HistoryMessage.Found(var json) -> new Answer.Found(json);
            case HistoryMessage.Unavailable _ ->
                    new Answer.Failed(Problem.NOT_READY, "the database does not answer; try again");
        };
    }

    /** Likewise, about the audit trail. Never fails. */
    Future<Answer> ask(AuditMessage message) {
        return vertx.eventBus()
                .<AuditMessage.Answer>request(AuditMessage.ADDRESS, message, options)
                .map(reply -> answer(reply.body()))
                .otherwise(Inquiry::failed);
    }

    /** Likewise, about contacts that are kept. Never fails. */
    Future<Answer> ask(ContactMessage message) {
        return vertx.eventBus()
                .<ContactMessage.Answer>request(ContactMessage.ADDRESS, message, options)
                .map(reply -> answer(reply.body()))
                .otherwise(Inquiry::failed);
    }

    /** Likewise, about people. Never fails. */
    Future<Answer> ask(PeopleMessage message) {
        return vertx.eventBus()
                .<PeopleMessage.Answer>request(PeopleMessage.ADDRESS, message, options)
                .map(reply -> answer(reply.body()))
                .otherwise(Inquiry::failed);
    }

    /** Likewise, about audio. Never fails. */
    Future<Answer> ask(PreflightMessage message) {
        return vertx.eventBus()
                .<PreflightMessage.Answer>request(PreflightMessage.ADDRESS, message, options)
                .map(reply -> answer(reply.body()))
                .otherwise(Inquiry::failed);
    }

    private static Answer answer(PreflightMessage.Answer answer) {
        return switch (answer) {
            case PreflightMessage.Invited(var sdp, var candidates) -> {
                var json = JsonNodeFactory.instance.objectNode().put("sdp", sdp.value());
                var all = json.putArray("candidates");
                candidates.forEach(
                        line -> all.addObject().put("candidate", line).put("sdpMLineIndex", 0));
                yield new Answer.Found(json);
            }
            case PreflightMessage.Refused(var reason) ->
                    new Answer.Failed(Problem.BAD_REQUEST, reason);
            case PreflightMessage.NotNow _ ->
                    new Answer.Failed(
                            Problem.NOT_READY, "too many check their audio now; try again");
        };
    }

    private static Answer answer(ContactMessage.Answer answer) {
        return switch (answer) {
            case ContactMessage.Found(var json) -> new Answer.Found(json);
            case ContactMessage.Missing _ -> new Answer.Failed(Problem.NOT_FOUND, null);
            case ContactMessage.Wrong(var sentence) ->
                    new Answer.Failed(Problem.BAD_REQUEST, sentence);
            case ContactMessage.Refused(var sentence) ->
                    new Answer.Failed(Problem.FORBIDDEN, sentence);
            case ContactMessage.Unavailable(var sentence) ->
                    new Answer.Failed(Problem.NOT_READY, sentence);
        };
    }

    private static Answer answer(PeopleMessage.Answer answer) {
        return switch (answer) {
            case PeopleMessage.Found(var json) -> new Answer.Found(json);
            case PeopleMessage.Made(var location, var json) -> new Answer.Created(location, json);
            case PeopleMessage.Done _ -> new Answer.Done();
            case PeopleMessage.Missing _ -> new Answer.Failed(Problem.NOT_FOUND, null);
            case PeopleMessage.NotAllowed(var why) -> new Answer.Failed(Problem.FORBIDDEN, why);
            case PeopleMessage.Wrong(var why) -> new Answer.Failed(Problem.BAD_REQUEST, why);
            case PeopleMessage.Conflict(var why) -> new Answer.Failed(Problem.CONFLICT, why);
            case PeopleMessage.WeakPassword _ -> new Answer.Failed(Problem.WEAK_PASSWORD, null);
            case PeopleMessage.Unavailable _ ->
                    new Answer.Failed(
                            Problem.NOT_READY,
                            "the database or the key service does not answer; try again");
        };
    }

    private static Answer answer(AuditMessage.Answer answer) {
        return switch (answer) {
            case AuditMessage.Found(var json) -> new Answer.Found(json);
            case AuditMessage.Unavailable _ ->
                    new Answer.Failed(
                            Problem.NOT_READY,
                            "the database does not answer, or the question cannot be put on"
                                    + " record; try again");
        };
    }

    private static Answer answer(RecordingMessage.Answer answer) {
        return switch (answer) {
            case RecordingMessage.Found(var json) -> new Answer.Found(json);
            case RecordingMessage.Missing _ -> new Answer.Failed(Problem.NOT_FOUND, null);
            case RecordingMessage.Begun _ -> new Answer.Done();
            case RecordingMessage.NothingToDo _ ->
                    new Answer.Failed(
                            Problem.CONFLICT, "it is delivered already, or still being made");
            case RecordingMessage.Unavailable _ ->
                    new Answer.Failed(Problem.NOT_READY, "the database does not answer; try again");
        };
    }

    private static Answer answer(ControlMessage message, Object reply) {
        if (message instanceof ControlMessage.Deny(_, var denial) && reply instanceof Reply.Done) {
            var json = Findings.write(denial.shown(), JsonNodeFactory.instance.objectNode());
            return new Answer.Created("/api/denials/" + denial.id(), json);
        }
        return switch (reply) {
            case Reply known -> Answer.of(known);
            case Finding finding -> Findings.answer(finding);
            default -> new Answer.Failed(Problem.INTERNAL, "an answer to another question");
        };
    }

    private static Answer failed(Throwable failure) {
        if (failure instanceof ReplyException reply) {
            return switch (reply.failureType()) {
                case TIMEOUT -> new Answer.Failed(Problem.TIMED_OUT, null);
                case NO_HANDLERS -> new Answer.Failed(Problem.NOT_READY, null);
                case RECIPIENT_FAILURE, ERROR -> new Answer.Failed(Problem.INTERNAL, null);
            };
        }
        // The class tells enough; the message of a library's exception might tell of people.
        LOG.error("call control could not be asked: {}", failure.getClass().getName());
        return new Answer.Failed(Problem.INTERNAL, null);
    }
}
