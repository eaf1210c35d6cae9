package dev.crosspoint.signaling.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crosspoint.signaling.client.RecentAnswers.Found;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientRulesTest {

    @Test
    void earnsRequestsWithTimeUpToTheBurst() {
        TokenBucket bucket = new TokenBucket(2, 10, 0);
        assertThat(bucket.take(0)).isTrue();
        assertThat(bucket.take(0)).isTrue();
        assertThat(bucket.take(99)).isFalse();
        assertThat(bucket.take(100)).isTrue();
        assertThat(bucket.take(10_000)).isTrue();
        assertThat(bucket.take(10_000)).isTrue();
        assertThat(bucket.take(10_000)).isFalse();
    }

    @Test
    void keepsAsManyEventsAsTextAllows() {
        ReplayBuffer buffer = new ReplayBuffer(3, 10);
        for (String text : List.of("aaaa", "bbbb", "cc")) {
            buffer.add(text);
        }
        assertThat(buffer.since(0)).contains(List.of("aaaa", "bbbb", "cc"));
        buffer.add("d");
        assertThat(buffer.since(0)).isEmpty();
        assertThat(buffer.since(1)).contains(List.of("bbbb", "cc", "d"));
        assertThat(buffer.since(4)).contains(List.of());
        assertThat(buffer.since(5)).isEmpty();
        buffer.add("eleven chars");
        assertThat(buffer.lastSeq()).isEqualTo(5);
        assertThat(buffer.since(4)).as("too big to keep").isEmpty();
        assertThat(buffer.since(5)).contains(List.of());
    }

    @Test
    void keepsEventsNoLongerThanAnybodyAsksForThem() {
        ReplayBuffer buffer = new ReplayBuffer(100, 1_000, 60_000);
        buffer.add("a", 1_000);
        buffer.add("b", 31_000);
        buffer.add("c", 61_000);
        assertThat(buffer.since(0)).contains(List.of("a", "b", "c"));
        buffer.add("d", 61_001);
        assertThat(buffer.since(0)).isEmpty();
        assertThat(buffer.since(1)).contains(List.of("b", "c", "d"));
        buffer.add("e", 1_000_000);
        assertThat(buffer.since(4)).contains(List.of("e"));
        assertThat(buffer.since(3)).isEmpty();
        buffer.add("f", 500_000); // somebody has set the clock
        assertThat(buffer.since(4)).contains(List.of("e", "f"));
    }

    @Test
    void remembersAnAnswerForFiveMinutesUnderTheKeyOfItsRequest() {
        var answers = new RecentAnswers<String>();
        byte[] end = fingerprint("end");
        assertThat(answers.find("k", end, 1, 0)).isEqualTo(new Found.New<String>());
        assertThat(answers.find("k", end, 2, 10)).isEqualTo(new Found.Running<String>(1));
        assertThat(answers.find("k", fingerprint("hold"), 2, 10))
                .isEqualTo(new Found.Conflict<String>());
        answers.answered("k", "done");

        long last = RecentAnswers.KEPT_MS - 1;
        assertThat(answers.find("k", end, 3, last)).isEqualTo(new Found.Answered<>("done"));
        assertThat(answers.find("k", end, 4, last + 1)).isEqualTo(new Found.New<String>());
        answers.forget("k");
        assertThat(answers.find("k", fingerprint("hold"), 5, last + 1))
                .isEqualTo(new Found.New<String>());
    }

    @Test
    void forgetsNoKeyBeforeItsTimeToMakeRoom() {
        var answers = new RecentAnswers<String>();
        for (int i = 0; i < RecentAnswers.MAX_KEYS; i++) {
            answers.find("k" + i, fingerprint("end"), i, 0);
        }
        assertThat(answers.find("one more", fingerprint("end"), 0, RecentAnswers.KEPT_MS - 1))
                .isEqualTo(new Found.Full<String>());
        assertThat(answers.find("one more", fingerprint("end"), 0, RecentAnswers.KEPT_MS))
                .isEqualTo(new Found.New<String>());
    }

    private static byte[] fingerprint(String what) {
        return RecentAnswers.fingerprint(what, JsonNodeFactory.instance.objectNode());
    }
}
