package dev.crosspoint.gateway.audit;

import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What commands left for the gateway to take. */
public final class TrailReader {
    private TrailReader() {}

    /**
     * All of a tenant's, which are gone then.
     *
     * @param folder of the audit trail
     */
    public static List<JsonObject> ofCommands(Path folder, KeyProvider keys, Tenant tenant)
            throws Exception {
        var events = new ArrayList<JsonObject>();
        new CommandEvents(folder, keys)
                .collect(tenant, body -> events.add(new JsonObject(Buffer.buffer(body))));
        return events;
    }
}
