package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.ARGON2_HASH;
import static dev.crosspoint.gateway.config.Expected.CALLED_NUMBER;
import static dev.crosspoint.gateway.config.Expected.COUNTRY;
import static dev.crosspoint.gateway.config.Expected.E164;
import static dev.crosspoint.gateway.config.Expected.HOST;
import static dev.crosspoint.gateway.config.Expected.ID;
import static dev.crosspoint.gateway.config.Expected.TEXT;

import dev.crosspoint.gateway.GatewayConfig.AgentEntry;
import dev.crosspoint.gateway.GatewayConfig.NumberEntry;
import dev.crosspoint.gateway.GatewayConfig.QueueEntry;
import dev.crosspoint.gateway.GatewayConfig.TenantEntry;
import dev.crosspoint.gateway.call.CodecPolicy;
import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.nio.file.Path;
import java.util.List;

/** Reads one entry of {@code tenants}. */
final class TenantReader {
    private final Path folder;
    private final boolean demo;
    private final CodecPolicy codecs;

    /**
     * A reader.
     *
     * @param codecs the policy of tenants that name none
     */
    TenantReader(Path folder, boolean demo, CodecPolicy codecs) {
        this.folder = folder;
        this.demo = demo;
        this.codecs = codecs;
    }

    TenantEntry read(Section tenant) {
        return new TenantEntry(
                new Tenant(tenant.text("account", ID), tenant.text("instance", ID)),
                tenant.texts("hosts", HOST),
                tenant.text("defaultCountry", COUNTRY),
                tenant.choice("codecs", List.of(CodecPolicy.values()), codecs),
                tenant.optionalText("outboundTrunk", ID).orElse(null),
                tenant.secret("callerId", E164).orElse(null),
                folder.resolve(tenant.text("flows", TEXT)),
                new WebhookReader(folder).read(tenant.section("webhooks")),
                tenant.texts("notReadyReasons", ID),
                tenant.each("numbers", TenantReader::number),
                tenant.each("queues", TenantReader::queue),
                tenant.each("agents", this::agent));
    }

    private static NumberEntry number(Section number) {
        return new NumberEntry(
                number.text("trunk", ID),
                number.secret("number", CALLED_NUMBER).orElse(new Private("*")),
                number.text("flow", TEXT));
    }

    private static QueueEntry queue(Section queue) {
        var id = queue.text("id", ID);
        return new QueueEntry(
                id, queue.text("name", TEXT, id), queue.integer("capacity", 1, 100_000, 100));
    }

    private AgentEntry agent(Section agent) {
        var id = agent.text("id", ID);
        var hash =
                demo
                        ? agent.secret("passwordHash", ARGON2_HASH).orElse(null)
                        : agent.requiredSecret("passwordHash", ARGON2_HASH);
        return new AgentEntry(
                id,
                agent.secret("name", TEXT).orElse(new Private(id)),
                hash,
                agent.texts("queues", ID));
    }
}
