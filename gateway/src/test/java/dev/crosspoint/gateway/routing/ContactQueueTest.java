package dev.crosspoint.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContactQueueTest {
    private final ContactQueue queue = new ContactQueue(2);

    @Test
    void servesInTheOrderOfArrival() {
        queue.join("a");
        queue.join("b");

        assertThat(queue.first()).contains("a");
        assertThat(queue.leave("a")).isTrue();
        assertThat(queue.first()).contains("b");
    }

    @Test
    void refusesNewArrivalsWhenFullButTakesBackWhoHadATurn() {
        assertThat(queue.join("a")).isTrue();
        assertThat(queue.join("b")).isTrue();
        assertThat(queue.join("c")).isFalse();

        queue.rejoin("z");

        assertThat(queue.first()).contains("z");
        assertThat(queue.size()).isEqualTo(3);
    }

    @Test
    void letsGoOfWhoeverGivesUp() {
        queue.join("a");

        assertThat(queue.leave("a")).isTrue();
        assertThat(queue.leave("a")).isFalse();
        assertThat(queue.first()).isEmpty();
    }
}
