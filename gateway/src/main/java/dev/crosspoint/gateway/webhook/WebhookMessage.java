package dev.crosspoint.gateway.webhook;

import dev.crosspoint.gateway.flow.ExternalValues;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.flow.FunctionCall;
import dev.crosspoint.signaling.api.Tenant;

/** What is said to {@link WebhookVerticle} and by it. */
public sealed interface WebhookMessage {

    /**
     * Event-bus address of {@link Invoke}. Each is answered by one {@link Reply}, at the latest
     * when {@link FunctionCall#limitSeconds} have passed; the request's own timeout must be longer.
     */
    String ADDRESS = "webhook.invoke";

    /** Ask. */
    record Invoke(Tenant tenant, FunctionCall call) implements WebhookMessage {}

    /** What came of it. */
    sealed interface Reply extends WebhookMessage {

        /** As the flow that asked is told. */
        default FlowInput.FunctionAnswer input(int ticket) {
            return switch (this) {
                case Returned(var values) -> new FlowInput.FunctionReturned(ticket, values);
                case Failed _ -> new FlowInput.FunctionFailed(ticket);
            };
        }
    }

    /** An answer as it should be. */
    record Returned(ExternalValues values) implements Reply {}

    /** None. */
    record Failed(Failure why) implements Reply {}

    /** Why there is no answer. */
    enum Failure {
        /** The URL is not on the tenant's list. */
        NOT_ALLOWED,
        /** The host has an address of a private network, and is not on the list of those. */
        PRIVATE_ADDRESS,
        /** The tenant has as many questions open as it may. */
        TOO_MANY,
        /** No such host, no connection, no trusted certificate, or it was cut off. */
        UNREACHABLE,
        /** The time was over. */
        TIMED_OUT,
        /** A status other than success; redirects are not followed. */
        BAD_STATUS,
        /** Not JSON, not a flat object of texts, or too large. */
        BAD_ANSWER
    }
}
