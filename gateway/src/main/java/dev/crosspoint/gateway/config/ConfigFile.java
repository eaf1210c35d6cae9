package dev.crosspoint.gateway.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where settings come from: one YAML or JSON file, the environment, system properties. */
public final class ConfigFile {
    private ConfigFile() {}

    /** The content of a file; fails with a {@link ConfigError} when it cannot be read. */
    public static Future<JsonObject> read(Vertx vertx, Path file) {
        var format = file.toString().endsWith(".json") ? "json" : "yaml";
        var store =
                new ConfigStoreOptions()
                        .setType("file")
                        .setFormat(format)
                        .setConfig(new JsonObject().put("path", file.toAbsolutePath().toString()));
        return retrieve(vertx, store)
                .recover(failure ->
                        Future.failedFuture(
                                new ConfigError(List.of(describe(file, format, failure)))));
    }

    /** Environment variables and system properties. */
    public static Future<Overrides> overrides(Vertx vertx) {
        var raw = new JsonObject().put("raw-data", true);
        return Future.all(
                        retrieve(vertx, new ConfigStoreOptions().setType("env").setConfig(raw)),
                        retrieve(vertx, new ConfigStoreOptions().setType("sys").setConfig(raw)))
                .map(both -> new Overrides(texts(both.resultAt(0)), texts(both.resultAt(1))));
    }

    private static Future<JsonObject> retrieve(Vertx vertx, ConfigStoreOptions store) {
        // No scan: settings are read once, at start.
        var options = new ConfigRetrieverOptions().setScanPeriod(-1).addStore(store);
        var retriever = ConfigRetriever.create(vertx, options);
        return retriever
                .getConfig()
                .eventually(() ->
                        Future.future(done -> {
                            retriever.close();
                            done.complete();
                        }));
    }

    private static Map<String, String> texts(JsonObject json) {
        return json.stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, e -> String.valueOf(e.getValue())));
    }

    private static String describe(Path file, String format, Throwable failure) {
        var cause =
                failure.getMessage() == null
                        ? ""
                        : failure.getMessage().lines().findFirst().orElse("");
        return file + " cannot be read as " + format + ": " + cause;
    }
}
