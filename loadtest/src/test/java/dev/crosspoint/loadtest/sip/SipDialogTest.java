package dev.crosspoint.loadtest.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SipDialogTest {
    private static final SipDialog.Line LINE =
            new SipDialog.Line("UDP", "127.0.0.1", 5070, "127.0.0.1:5060", "+4930123", "+4930555");

    private final List<String> sent = new ArrayList<>();
    private final List<SipNews> news = new ArrayList<>();
    private long now = 1_000;

    @Test
    void callsAndHangsUp() throws BadSip {
        var call = call();
        assertThat(sent.getLast()).startsWith("INVITE sip:+4930555@127.0.0.1:5060 SIP/2.0\r\n");
        answer(call, 100);
        answer(call, 180);
        answer(call, 200);
        assertThat(news).containsExactly(new SipNews.Ringing(180), new SipNews.Answered("sdp"));
        assertThat(sent.getLast())
                .startsWith("ACK sip:gateway@127.0.0.9:5060 SIP/2.0\r\n")
                .contains("To: <sip:+4930555@127.0.0.1:5060>;tag=far\r\n", "CSeq: 1 ACK\r\n");
        call.hangUp(now);
        assertThat(sent.getLast()).startsWith("BYE sip:gateway@").contains("CSeq: 2 BYE\r\n");
        answer(call, 200);
        assertThat(news.getLast()).isEqualTo(new SipNews.Ended(true));
        assertThat(call.isOver()).isTrue();
    }

    @Test
    void sendsAnInviteAgainUntilSomethingAnswers() {
        var call = call();
        var times = new ArrayList<Long>();
        while (!call.isOver()) {
            now = call.nextMs();
            int before = sent.size();
            call.onTime(now);
            if (sent.size() > before) {
                times.add(now - 1_000);
            }
        }
        // RFC 3261 17.1.1.2: timers A and B
        assertThat(times).containsExactly(500L, 1_500L, 3_500L, 7_500L, 15_500L, 31_500L);
        assertThat(now - 1_000).isEqualTo(32_000);
        assertThat(news).containsExactly(new SipNews.Refused(408, 0));
    }

    @Test
    void sendsAByeAgainButNoLessOftenThanEveryFourSeconds() throws BadSip {
        var call = call();
        answer(call, 200);
        call.hangUp(now);
        int before = sent.size();
        while (!call.isOver()) {
            now = call.nextMs();
            call.onTime(now);
        }
        assertThat(sent.size() - before).isEqualTo(10); // RFC 3261 17.1.2.2: timer E
        assertThat(news.getLast()).isEqualTo(new SipNews.Ended(false));
    }

    @Test
    void acknowledgesEveryRepetitionOfTheAnswer() throws BadSip {
        var call = call();
        answer(call, 200);
        String ack = sent.getLast();
        call.onMessage(SipMessages.response(sent.getFirst(), 200, "sdp"), now);
        assertThat(sent.getLast()).isEqualTo(ack);
        assertThat(news).hasSize(1);
    }

    @Test
    void tellsWhyItWasRefused() throws BadSip {
        var call = call();
        answer(call, 503);
        assertThat(sent.getLast()).startsWith("ACK sip:+4930555@").contains("CSeq: 1 ACK");
        assertThat(news).containsExactly(new SipNews.Refused(503, 7));
        assertThat(call.isOver()).isTrue();
        assertThat(call.nextMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void givesUpWhileItRings() throws BadSip {
        var call = call();
        answer(call, 180);
        call.hangUp(now);
        String cancel = sent.getLast();
        assertThat(cancel).startsWith("CANCEL sip:+4930555@").contains("CSeq: 1 CANCEL");
        assertThat(branch(cancel)).isEqualTo(branch(sent.getFirst()));
        call.onMessage(SipMessages.response(cancel, 200, ""), now);
        call.onMessage(SipMessages.response(sent.getFirst(), 487, ""), now);
        assertThat(news.getLast()).isEqualTo(new SipNews.Ended(true));
    }

    @Test
    void hangsUpWhenTheAnswerCrossesItsGivingUp() throws BadSip {
        var call = call();
        answer(call, 180);
        call.hangUp(now);
        call.onMessage(SipMessages.response(sent.getFirst(), 200, "sdp"), now);
        assertThat(sent.get(sent.size() - 2)).startsWith("ACK ");
        assertThat(sent.getLast()).startsWith("BYE ");
    }

    @Test
    void isCalledAnswersAndIsHungUpOn() throws BadSip {
        var call = ring();
        assertThat(sent.getLast()).startsWith("SIP/2.0 180 Ringing\r\n");
        call.answer("mine", now);
        String ok = sent.getLast();
        assertThat(ok).startsWith("SIP/2.0 200 OK\r\n").endsWith("\r\n\r\nmine");
        now = call.nextMs();
        call.onTime(now);
        assertThat(sent.getLast()).isEqualTo(ok);
        call.onMessage(SipMessages.request("ACK", ""), now);
        assertThat(news).containsExactly(new SipNews.Answered(""));
        assertThat(call.nextMs()).isEqualTo(Long.MAX_VALUE);
        call.onMessage(SipMessages.request("BYE", ""), now);
        assertThat(sent.getLast()).startsWith("SIP/2.0 200 OK\r\n").contains("CSeq: 2 BYE");
        assertThat(news.getLast()).isEqualTo(new SipNews.HungUp());
    }

    @Test
    void hangsUpOnWhoeverHasCalled() throws BadSip {
        var call = ring();
        call.answer("mine", now);
        call.onMessage(SipMessages.request("ACK", ""), now);
        call.hangUp(now);
        assertThat(sent.getLast())
                .startsWith("BYE sip:gateway@127.0.0.9:5060 SIP/2.0\r\n")
                .contains(";tag=far\r\n");
    }

    @Test
    void stopsRingingWhenTheCallerGivesUp() throws BadSip {
        var call = ring();
        call.onMessage(SipMessages.request("CANCEL", ""), now);
        assertThat(sent.getLast()).startsWith("SIP/2.0 487 ");
        assertThat(news).containsExactly(new SipNews.HungUp());
    }

    @Test
    void declinesACallThatRings() throws BadSip {
        var call = ring();
        call.hangUp(now);
        assertThat(sent.getLast()).startsWith("SIP/2.0 486 ");
        assertThat(call.isOver()).isTrue();
    }

    @Test
    void followsANewDescriptionInTheMiddleOfTheCall() throws BadSip {
        var call = call();
        answer(call, 200);
        call.onMessage(SipMessages.request("INVITE", "theirs"), now);
        assertThat(sent.getLast()).startsWith("SIP/2.0 200 OK").endsWith("\r\n\r\noffer");
        assertThat(news.getLast()).isEqualTo(new SipNews.Changed("theirs"));
    }

    @Test
    void answersWhatsOverWithA481() throws BadSip {
        var call = call();
        answer(call, 486);
        call.onMessage(SipMessages.request("INVITE", "theirs"), now);
        assertThat(sent.getLast()).startsWith("SIP/2.0 481 ");
    }

    @Test
    void comesToAnEndWhateverHappens() throws BadSip {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            sent.clear();
            news.clear();
            var call = random.nextBoolean() ? call() : ring();
            for (int step = 0; step < 20; step++) {
                act(call, random);
            }
            call.hangUp(now);
            for (int tick = 0; tick < 200 && call.nextMs() != Long.MAX_VALUE; tick++) {
                now = Math.max(now, call.nextMs());
                call.onTime(now);
            }
            assertThat(call.isOver()).as("seed %d", seed).isTrue();
            assertThat(news.stream().filter(SipDialogTest::isLast)).as("seed %d", seed).hasSize(1);
        }
    }

    private void act(SipDialog call, Random random) throws BadSip {
        now += random.nextInt(3_000);
        switch (random.nextInt(7)) {
            case 0 -> call.onTime(now);
            case 1 -> call.onMessage(SipMessages.request("BYE", ""), now);
            case 2 -> call.onMessage(SipMessages.request("ACK", ""), now);
            case 3 -> call.onMessage(SipMessages.request("INVITE", "x"), now);
            case 4 -> call.hangUp(now);
            default -> {
                int[] statuses = {100, 180, 200, 486, 503};
                String asked = sent.get(random.nextInt(sent.size()));
                if (!asked.startsWith("SIP/2.0")) {
                    call.onMessage(
                            SipMessages.response(asked, statuses[random.nextInt(5)], "x"), now);
                }
            }
        }
    }

    private static boolean isLast(SipNews news) {
        return switch (news) {
            case SipNews.Ended _, SipNews.HungUp _, SipNews.Refused _ -> true;
            case SipNews.Ringing _, SipNews.Answered _, SipNews.Changed _ -> false;
        };
    }

    private SipDialog call() {
        return SipDialog.call(LINE, "offer", sent::add, news::add, new Random(3), now);
    }

    private SipDialog ring() throws BadSip {
        return SipDialog.ring(
                LINE, SipMessages.request("INVITE", "theirs"), sent::add, news::add, new Random(3));
    }

    private void answer(SipDialog call, int status) throws BadSip {
        String last = sent.getLast();
        String asked = last.startsWith("ACK") ? sent.getFirst() : last;
        call.onMessage(SipMessages.response(asked, status, status == 200 ? "sdp" : ""), now);
    }

    private static String branch(String message) throws BadSip {
        byte[] bytes = message.getBytes(UTF_8);
        return SipMessage.read(bytes, bytes.length).values("via").getFirst();
    }
}
