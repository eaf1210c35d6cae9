package dev.crosspoint.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Headless Firefox with one page, by puppeteer-core over WebDriver BiDi: a node program, driven by
 * lines of JSON. Its microphone says a tone.
 */
public final class Firefox implements AutoCloseable {
    /** What a busy machine may take for a step, ms; the program's own limit comes first. */
    private static final int LIMIT_MS = 30_000;

    private static final int START_LIMIT_MS = 60_000;
    private static final int STOP_LIMIT_MS = 10_000;

    /** The first line, which nobody has asked for. */
    private static final int GREETING = 0;

    private final Process process;
    private final Writer commands;
    private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();

    @SuppressWarnings("JdkObsolete") // Written by one thread, read by another.
    private final StringBuffer console = new StringBuffer();

    private int last = GREETING;

    private Firefox(Process process) {
        this.process = process;
        this.commands = new OutputStreamWriter(process.getOutputStream(), UTF_8);
    }

    /**
     * Starts one in a folder of its own.
     *
     * @param microphoneHz what its microphone says
     * @param preferences as {@code about:config} names them, besides those
     */
    public static Firefox start(Path folder, int microphoneHz, Map<String, Object> preferences)
            throws IOException {
        var all =
                new JsonObject()
                        .put("media.navigator.streams.fake", true)
                        .put("media.navigator.audio.fake_frequency", microphoneHz)
                        .put("media.navigator.permission.disabled", true)
                        .put("media.autoplay.default", 0)
                        .put("media.autoplay.blocking_policy", 0);
        preferences.forEach(all::put);
        var settings =
                new JsonObject()
                        .put("modules", Peers.require("modules").toString())
                        .put("firefox", Peers.require("firefox").toString())
                        .put("preferences", all)
                        .put("limitMs", LIMIT_MS);
        Path script = Files.createDirectories(folder).resolve("firefox.mjs");
        try (var in = Firefox.class.getResourceAsStream("firefox.mjs")) {
            if (in == null) {
                throw new IOException("no test resource firefox.mjs");
            }
            Files.write(script, in.readAllBytes());
        }
        Process process =
                new ProcessBuilder(
                                Peers.require("node").toString(),
                                script.toString(),
                                settings.encode())
                        .redirectErrorStream(true)
                        .start();
        var firefox = new Firefox(process);
        var greeting = firefox.expect(GREETING);
        Thread.ofVirtual().name("firefox").start(firefox::read);
        var _ = firefox.await(greeting, START_LIMIT_MS);
        return firefox;
    }

    /**
     * Opens a page.
     *
     * @param scripts run in it before its own
     */
    public void open(String url, String... scripts) {
        var _ = ask(new JsonObject().put("open", url).put("scripts", List.of(scripts)));
    }

    /**
     * Runs a function in the page.
     *
     * @param function JavaScript, may be async
     * @param argument what JSON has; null for none
     * @return its value, as JSON
     */
    public @Nullable Object run(String function, @Nullable Object argument) {
        return ask(new JsonObject().put("run", function).put("argument", argument));
    }

    /** What the page has said on its console, and the program on its error output. */
    public String console() {
        return console.toString();
    }

    @Override
    public void close() throws IOException {
        commands.close(); // The program ends with its input.
        try {
            if (!process.waitFor(STOP_LIMIT_MS, TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Object ask(JsonObject command) {
        int id = ++last;
        var answer = expect(id);
        try {
            commands.write(command.put("id", id).encode() + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new AssertionError("Firefox has ended:\n" + console, e);
        }
        return await(answer, 2 * LIMIT_MS).getValue("value");
    }

    private CompletableFuture<JsonObject> expect(int id) {
        var answer = new CompletableFuture<JsonObject>();
        waiting.put(id, answer);
        return answer;
    }

    private JsonObject await(CompletableFuture<JsonObject> answer, int limitMs) {
        try {
            var found = answer.get(limitMs, TimeUnit.MILLISECONDS);
            if (found.containsKey("error")) {
                throw new AssertionError("Firefox: " + found.getString("error") + "\n" + console);
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("Firefox does not answer:\n" + console, e);
        }
    }

    private void read() {
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException _) {
            // it has ended
        }
        var end = new IOException("Firefox has ended");
        waiting.values().forEach(answer -> answer.completeExceptionally(end));
    }

    private void take(String line) {
        if (!line.startsWith("{")) {
            console.append(line).append('\n');
            return;
        }
        var said = new JsonObject(line);
        if (said.containsKey("console")) {
            console.append(said.getString("console")).append('\n');
            return;
        }
        var answer = waiting.remove(said.getInteger("id"));
        if (answer != null) {
            answer.complete(said);
        }
    }
}
