package dev.crosspoint.gateway.meters;

import dev.crosspoint.gateway.config.ConfigFile;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The rules of the manual, as Prometheus would read them. */
public final class AlertRules {
    /** What Prometheus itself knows. */
    private static final Set<String> ITS_OWN = Set.of("up");

    private AlertRules() {}

    static List<JsonObject> read(Vertx vertx) throws Exception {
        var groups =
                ConfigFile.read(vertx, Path.of("docs/alerts.yaml"))
                        .await(10, TimeUnit.SECONDS)
                        .getJsonArray("groups");
        return groups.stream()
                .map(JsonObject.class::cast)
                .flatMap(group -> group.getJsonArray("rules").stream())
                .map(JsonObject.class::cast)
                .toList();
    }

    /** Every metric of ours that a rule asks for. */
    public static Set<String> metrics(Vertx vertx) throws Exception {
        var metrics = new TreeSet<String>();
        for (var rule : read(vertx)) {
            metrics.addAll(PromQl.metrics(rule.getString("expr")));
        }
        metrics.removeAll(ITS_OWN);
        return metrics;
    }
}
