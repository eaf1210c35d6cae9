/**
 * Asks a tenant's own programs over HTTPS, where flows invoke functions: only URLs that the
 * configuration allows, signed, bounded in time, size and number. Knows neither flows nor calls,
 * only the question and the answer. Start at {@link
 * dev.crosspoint.gateway.webhook.WebhookVerticle}.
 */
@NullMarked
package dev.crosspoint.gateway.webhook;

import org.jspecify.annotations.NullMarked;
