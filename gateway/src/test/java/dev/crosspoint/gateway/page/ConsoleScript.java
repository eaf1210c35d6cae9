package dev.crosspoint.gateway.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The API that the console asks, answered in the browser itself: what is not scripted here is not
 * there. Requests are answered on the thread that works with the browser.
 */
final class ConsoleScript {
    static final String CONTACT = "8kq1TzYw3vF0";
    static final String RECORDING = "7e1c0f6a9b";
    static final String NUMBER = "+4930555001";
    static final String PASSWORD = "correct horse";

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-[0-9]*");
    private static final int SECONDS = 6;
    private static final int RATE_HZ = 8_000;
    private static final long BEGAN_MS = 1_795_341_590_000L;

    private record Answer(int status, String type, Buffer body) {}

    /** A request: method and path, query, body. */
    record Asked(String what, String query, String body) {}

    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final List<Asked> asked = new ArrayList<>();

    private ConsoleScript() {}

    /** Everything is there, and everything is permitted. */
    static ConsoleScript of(Page page) {
        var script = new ConsoleScript();
        script.fill();
        page.route(url -> URI.create(url).getPath().startsWith("/api/"), script::answer);
        return script;
    }

    private void fill() {
        session();
        permit(ConsoleJson.PERMISSIONS);
        json("POST /api/contact-records/search", ConsoleJson.contacts(BEGAN_MS));
        json("GET /api/contact-records/" + CONTACT, ConsoleJson.contact(BEGAN_MS));
        var recording = "/api/recordings/" + RECORDING;
        json("GET " + recording, ConsoleJson.recording("delivered"));
        json("GET " + recording + "/waveform", ConsoleJson.waveform(SECONDS));
        json(
                "POST " + recording + "/plays",
                new JsonObject()
                        .put("url", recording + "/audio?play=t")
                        .put("heardUrl", recording + "/plays/t/heard")
                        .put("durationMs", 1_000 * SECONDS));
        answers.put("GET " + recording + "/audio", new Answer(200, "audio/wav", wav()));
        done("POST " + recording + "/plays/t/heard");
        json("GET /api/audit", ConsoleJson.events());
        json("GET /api/users", ConsoleJson.users());
        json("GET /api/profiles", ConsoleJson.profiles());
        json("GET /api/trunks", ConsoleJson.trunks());
        json("GET /api/network", ConsoleJson.network());
        json("POST /api/me/second-factor", ConsoleJson.enrolment());
        done("POST /api/session/step-up");
    }

    private void session() {
        json("GET /api/session/ways", new JsonObject());
        json(
                "POST /api/session",
                new JsonObject()
                        .put("token", "t")
                        .put("agent", "alice")
                        .put("displayName", "Alice Baker"));
        done("DELETE /api/session");
    }

    /** What whoever signs in may do. */
    void permit(List<String> permissions) {
        json("GET /api/me", ConsoleJson.user("alice", "Alice Baker", permissions));
    }

    void json(String what, JsonObject body) {
        answers.put(what, new Answer(200, "application/json", bytes(body)));
    }

    void done(String what) {
        answers.put(what, new Answer(204, "", Buffer.buffer()));
    }

    /** That is refused from now on. */
    void refuse(String what, int status, String problem, JsonObject more) {
        var body =
                new JsonObject()
                        .put("type", "urn:crosspoint:problem:" + problem)
                        .put("status", status)
                        .mergeIn(more);
        answers.put(what, new Answer(status, "application/problem+json", bytes(body)));
    }

    void refuse(String what, int status, String problem) {
        refuse(what, status, problem, new JsonObject());
    }

    /** What was asked so, the first first. */
    List<Asked> asked(String what) {
        return asked.stream().filter(request -> request.what().equals(what)).toList();
    }

    private void answer(Route route) {
        var request = route.request();
        var url = URI.create(request.url());
        var what = request.method() + " " + url.getPath();
        var query = url.getQuery() == null ? "" : url.getQuery();
        var body = request.postData() == null ? "" : request.postData();
        asked.add(new Asked(what, query, body));
        var answer = answers.get(what);
        if (answer == null) {
            answer = new Answer(404, "application/problem+json", bytes(new JsonObject()));
        }
        var range = RANGE.matcher(Objects.requireNonNullElse(request.headerValue("range"), ""));
        if (range.matches() && answer.type().startsWith("audio/")) {
            route.fulfill(part(answer, Integer.parseInt(range.group(1))));
            return;
        }
        var fulfilled = new Route.FulfillOptions().setStatus(answer.status());
        if (answer.status() != 204) {
            fulfilled.setContentType(answer.type()).setBodyBytes(answer.body().getBytes());
        }
        route.fulfill(fulfilled);
    }

    /** From there to the end: a browser seeks only in what it can have in parts. */
    private static Route.FulfillOptions part(Answer answer, int from) {
        int length = answer.body().length();
        return new Route.FulfillOptions()
                .setStatus(206)
                .setContentType(answer.type())
                .setHeaders(
                        Map.of(
                                "accept-ranges",
                                "bytes",
                                "content-range",
                                "bytes %d-%d/%d".formatted(from, length - 1, length)))
                .setBodyBytes(answer.body().getBytes(from, length));
    }

    private static Buffer bytes(JsonObject json) {
        return json.toBuffer();
    }

    /** Two tones, one in each channel. */
    private static Buffer wav() {
        int frames = SECONDS * RATE_HZ;
        var wav = ByteBuffer.allocate(44 + 4 * frames).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 4 * frames);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 2).putInt(RATE_HZ).putInt(4 * RATE_HZ);
        wav.putShort((short) 4).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(4 * frames);
        for (int i = 0; i < frames; i++) {
            wav.putShort((short) (9_000 * Math.sin(2 * Math.PI * 440 * i / RATE_HZ)));
            wav.putShort((short) (9_000 * Math.sin(2 * Math.PI * 620 * i / RATE_HZ)));
        }
        return Buffer.buffer(wav.array());
    }

    /** The ranges of a report of what was heard, ms. */
    static JsonArray ranges(Asked report) {
        return new JsonObject(report.body()).getJsonArray("ranges");
    }
}
