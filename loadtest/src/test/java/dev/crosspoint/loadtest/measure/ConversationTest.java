package dev.crosspoint.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final long FRAME_NANOS = 20_000_000;
    private static final long SECOND = 1_000_000_000L;

    private final Conversation conversation = new Conversation();
    private final Conversation.Seat agent = conversation.join();
    private final Conversation.Seat customer = conversation.join();

    @Test
    void givesTheWordToOneAfterTheOther() {
        assertThat(framesIn(0, agent)).hasSize(30).startsWith(0, 1, 2).endsWith(29);
        assertThat(framesIn(0, customer)).isEmpty();
        assertThat(framesIn(SECOND, agent)).isEmpty();
        assertThat(framesIn(SECOND, customer)).hasSize(30);
    }

    @Test
    void timesTheBeginningOfAWordAndNothingElseOfIt() {
        hush(customer);
        agent.speaks(7_000_000);
        assertThat(customer.hears(true, 32_000_000)).isEqualTo(25_000_000);
        assertThat(customer.hears(true, 52_000_000)).isEqualTo(Conversation.NONE);
    }

    @Test
    void timesAWordForEachWhoHearsIt() {
        var third = conversation.join();
        hush(customer);
        hush(third);
        agent.speaks(0);
        assertThat(customer.hears(true, 30_000_000)).isEqualTo(30_000_000);
        assertThat(third.hears(true, 40_000_000)).isEqualTo(40_000_000);
    }

    @Test
    void timesNoMusic() {
        agent.speaks(0);
        assertThat(customer.hears(true, 20_000_000)).isEqualTo(Conversation.NONE);
        assertThat(customer.hears(false, 40_000_000)).isEqualTo(Conversation.NONE);
        assertThat(customer.hears(true, 60_000_000)).isEqualTo(Conversation.NONE);
    }

    @Test
    void timesNothingThatIsHeardBeforeItIsSaid() {
        hush(customer);
        assertThat(customer.hears(true, 10_000_000)).isEqualTo(Conversation.NONE);
    }

    @Test
    void doesNotTimeItsOwnEcho() {
        hush(agent);
        agent.speaks(0);
        assertThat(agent.hears(true, 30_000_000)).isEqualTo(Conversation.NONE);
    }

    @Test
    void isSilentForTheRestOfATurnWhoseSpeakerHasGone() {
        agent.speaks(0);
        agent.leave();
        assertThat(customer.speaks(FRAME_NANOS)).isEqualTo(Conversation.SILENT);
        assertThat(framesIn(SECOND, customer)).hasSize(30);
        assertThat(framesIn(2 * SECOND, customer)).hasSize(30);
    }

    private static List<Integer> framesIn(long fromNanos, Conversation.Seat seat) {
        var frames = new ArrayList<Integer>();
        for (long now = fromNanos; now < fromNanos + SECOND; now += FRAME_NANOS) {
            int frame = seat.speaks(now);
            if (frame != Conversation.SILENT) {
                frames.add(frame);
            }
        }
        return frames;
    }

    private static void hush(Conversation.Seat seat) {
        for (int i = 0; i < 5; i++) {
            seat.hears(false, 0);
        }
    }
}
