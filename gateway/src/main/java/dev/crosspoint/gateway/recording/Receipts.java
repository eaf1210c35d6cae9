package dev.crosspoint.gateway.recording;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.media.delivery.Receipt;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What was delivered of a recording, as the store keeps it. */
public final class Receipts {
    private static final String OBJECTS = "objects";

    private Receipts() {}

    static JsonObject json(List<Receipt> receipts) {
        var array = new JsonArray();
        for (var receipt : receipts) {
            array.add(
                    new JsonObject()
                            .put("location", receipt.location())
                            .put("bytes", receipt.bytes())
                            .put("checksum", receipt.checksum())
                            .put("version", receipt.version())
                            .put("keyId", receipt.keyId())
                            .put("sealed", receipt.sealed()));
        }
        return new JsonObject().put(OBJECTS, array);
    }

    /** Those of a recording, in the order in which they were sent; none when it is not there. */
    public static List<Receipt> of(Recording recording) {
        var receipts = new ArrayList<Receipt>();
        var delivered = recording.delivered();
        if (delivered != null) {
            var objects = requireNonNull(delivered.receipts().getJsonArray(OBJECTS));
            for (int i = 0; i < objects.size(); i++) {
                receipts.add(receipt(objects.getJsonObject(i)));
            }
        }
        return receipts;
    }

    private static Receipt receipt(JsonObject json) {
        return new Receipt(
                requireNonNull(json.getString("location")),
                requireNonNull(json.getLong("bytes")),
                requireNonNull(json.getString("checksum")),
                json.getString("version"),
                json.getString("keyId"),
                requireNonNull(json.getBoolean("sealed")));
    }
}
