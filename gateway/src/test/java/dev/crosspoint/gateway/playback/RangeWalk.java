package dev.crosspoint.gateway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Ids.RecordingId;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

/** Asks for one recording in every way that RFC 9110 has, and judges every answer. */
final class RangeWalk {
    private static final int MOST_AT_ONCE = 150_000;

    private final PlaybackRig rig;
    private final RecordingId recording;
    private final byte[] whole;
    private final String contentType;

    /**
     * @param whole what it is in the clear
     */
    RangeWalk(PlaybackRig rig, RecordingId recording, byte[] whole, String contentType) {
        this.rig = rig;
        this.recording = recording;
        this.whole = whole;
        this.contentType = contentType;
    }

    /** So many ranges by chance, and all that a browser may ask besides. */
    void walk(long seed, int steps) throws Exception {
        var all = rig.get(recording, "/audio");
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.body()).isEqualTo(whole);
        assertDescribed(all);
        var head = rig.send("HEAD", recording, "/audio", null);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "content-length")).isEqualTo(Integer.toString(whole.length));
        assertDescribed(head);

        int last = whole.length - 1;
        assertPart("bytes=0-0", 0, 0);
        assertPart("bytes=0-", 0, last);
        assertPart("bytes=" + last + "-", last, last);
        assertPart("bytes=" + last + "-" + 10L * whole.length, last, last);
        assertPart("bytes=-1", last, last);
        assertPart("bytes=-1000", last - 999, last);
        assertPart("bytes=-" + 10L * whole.length, 0, last);
        var random = new Random(seed);
        for (int i = 0; i < steps; i++) {
            int from = random.nextInt(whole.length);
            int to = from + random.nextInt(Math.min(MOST_AT_ONCE, whole.length - from));
            assertPart("bytes=" + from + "-" + to, from, to);
        }
        assertNowhere("bytes=" + whole.length + "-");
        assertNowhere("bytes=-0");

        var tag = header(all, "etag");
        assertThat(get("bytes=5-9", tag).statusCode()).isEqualTo(206);
        for (var other : new String[] {"\"other\"", "W/" + tag, "Fri, 27 Nov 2026 09:00:00 GMT"}) {
            var answer = get("bytes=5-9", other);
            assertThat(answer.statusCode()).as(other).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(whole);
        }
    }

    private void assertPart(String range, int from, int to) throws Exception {
        var part = rig.get(recording, "/audio", "range", range);
        assertThat(part.statusCode()).as(range).isEqualTo(206);
        assertThat(header(part, "content-range"))
                .isEqualTo("bytes " + from + "-" + to + "/" + whole.length);
        assertThat(header(part, "content-length")).isEqualTo(Integer.toString(to - from + 1));
        assertThat(part.body()).as(range).isEqualTo(Arrays.copyOfRange(whole, from, to + 1));
        assertDescribed(part);
    }

    private void assertNowhere(String range) throws Exception {
        var answer = rig.get(recording, "/audio", "range", range);
        assertThat(PlaybackTest.problem(answer)).as(range).isEqualTo("416 no-such-range");
        assertThat(header(answer, "content-range")).isEqualTo("bytes */" + whole.length);
    }

    private HttpResponse<byte[]> get(String range, String ifRange) throws Exception {
        return rig.get(recording, "/audio", "range", range, "if-range", ifRange);
    }

    private void assertDescribed(HttpResponse<?> answer) throws Exception {
        assertThat(header(answer, "content-type")).isEqualTo(contentType);
        assertThat(header(answer, "accept-ranges")).isEqualTo("bytes");
        var audio = Objects.requireNonNull(rig.archive.row(recording).audio());
        assertThat(header(answer, "etag")).isEqualTo('"' + audio.sha256() + '"');
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
