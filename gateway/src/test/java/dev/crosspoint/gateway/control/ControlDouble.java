package dev.crosspoint.gateway.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crosspoint.gateway.audit.AuditMessage;
import dev.crosspoint.gateway.history.HistoryMessage;
import dev.crosspoint.gateway.network.NetworkMessage;
import dev.crosspoint.gateway.people.PeopleMessage;
import dev.crosspoint.gateway.recording.RecordingMessage;
import dev.crosspoint.gateway.search.ContactMessage;
import dev.crosspoint.gateway.switchboard.ControlMessage;
import dev.crosspoint.gateway.switchboard.ControlMessage.Finding;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkStatus;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A call control that does what the test says, and has nothing of its own. */
final class ControlDouble {
    /** What came, to be answered by the test; unless {@link #answers}. */
    final BlockingQueue<Message<ControlMessage>> asked = new LinkedBlockingQueue<>();

    private final Vertx vertx;
    private volatile boolean answers = true;
    private volatile String session = "";

    ControlDouble(Vertx vertx) {
        this.vertx = vertx;
        LocalCodec.installOn(vertx.eventBus());
        vertx.eventBus()
                .<ControlMessage>localConsumer(
                        ControlMessage.ADDRESS,
                        message -> {
                            if (message.body() instanceof ControlMessage.Watch watch) {
                                session = watch.session();
                            }
                            asked.add(message);
                            if (answers) {
                                message.reply(reply(message.body()), LocalCodec.options());
                            }
                        });
    }

    /** Whoever knows of recordings, and has nothing to say of them. */
    void answerForRecordings() {
        vertx.eventBus()
                .<RecordingMessage>localConsumer(
                        RecordingMessage.ADDRESS,
                        message ->
                                message.reply(new RecordingMessage.Begun(), LocalCodec.options()));
    }

    /** Likewise, who knows of the network. */
    void answerForNetwork() {
        vertx.eventBus()
                .<NetworkMessage>localConsumer(
                        NetworkMessage.ADDRESS,
                        message ->
                                message.reply(
                                        new NetworkMessage.Found(
                                                JsonNodeFactory.instance.objectNode()),
                                        LocalCodec.options()));
    }

    /** Likewise, who knows of trunks. */
    void answerForTrunks() {
        vertx.eventBus()
                .<Tenant>localConsumer(
                        TrunkStatus.QUESTIONS,
                        message ->
                                message.reply(
                                        new TrunkStatus.All(
                                                List.of(
                                                        new TrunkStatus(
                                                                message.body(),
                                                                "carrier",
                                                                TrunkStatus.Condition.NO_ANSWER,
                                                                3,
                                                                10))),
                                        LocalCodec.options()));
    }

    /** Likewise, who knows of people. */
    void answerForPeople() {
        vertx.eventBus()
                .<PeopleMessage>localConsumer(
                        PeopleMessage.ADDRESS,
                        message -> message.reply(new PeopleMessage.Done(), LocalCodec.options()));
    }

    /** Likewise, who knows of the audit trail. */
    void answerForAudit() {
        vertx.eventBus()
                .<AuditMessage>localConsumer(
                        AuditMessage.ADDRESS,
                        message ->
                                message.reply(
                                        new AuditMessage.Found(
                                                JsonNodeFactory.instance.objectNode()),
                                        LocalCodec.options()));
    }

    /** Likewise, who knows of contacts that are kept. */
    void answerForContactRecords() {
        vertx.eventBus()
                .<ContactMessage>localConsumer(
                        ContactMessage.ADDRESS,
                        message ->
                                message.reply(
                                        new ContactMessage.Found(
                                                JsonNodeFactory.instance.objectNode()),
                                        LocalCodec.options()));
    }

    /** Likewise, who knows what agents did. */
    void answerForHistory() {
        vertx.eventBus()
                .<HistoryMessage>localConsumer(
                        HistoryMessage.ADDRESS,
                        message ->
                                message.reply(
                                        new HistoryMessage.Found(
                                                JsonNodeFactory.instance.objectNode()),
                                        LocalCodec.options()));
    }

    private static Object reply(ControlMessage message) {
        return switch (message) {
            case ControlMessage.Request _ -> new Reply.Done();
            case ControlMessage.Question _ -> new Finding.Contacts(List.of());
        };
    }

    /** From now on only the test answers. */
    void fallSilent() {
        answers = false;
    }

    Message<ControlMessage> nextAsked() throws InterruptedException {
        return Objects.requireNonNull(asked.poll(10, TimeUnit.SECONDS), "nothing was asked");
    }

    /** Tells whoever watches. */
    void tell(AgentMessage.Watched event) {
        vertx.eventBus().publish(AgentMessage.eventsFor(session), event, LocalCodec.options());
    }
}
