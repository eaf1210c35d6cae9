package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.signaling.api.Private;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question of a flow to a function of its tenant.
 *
 * @param limitSeconds 1 to 8, for the whole exchange
 * @param contact the contact as it is now
 * @param queue local name of the queue that the contact waits in or is meant for; null when none
 *     was chosen
 * @param queueName what people call that queue, or its local name
 * @param parameters what the flow adds, by name
 */
public record FunctionCall(
        FunctionUrl url,
        int limitSeconds,
        ContactData contact,
        @Nullable String queue,
        String queueName,
        Map<String, Private> parameters) {
    public FunctionCall {
        parameters = Map.copyOf(parameters);
    }
}
