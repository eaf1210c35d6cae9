package dev.crosspoint.media.call;

import static dev.crosspoint.media.call.PlainCall.AMPLITUDE;
import static dev.crosspoint.media.call.PlainCall.HZ;
import static dev.crosspoint.media.call.PlainCall.SECOND;
import static dev.crosspoint.media.call.PlainCall.assertHears;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a browser loses, and what it is sent for it (ADR 077). */
class OwnLossesTest {
    /** Two reports, of which the second one knows of nothing that was before the first. */
    private static final Duration REPORTED = Duration.ofSeconds(16);

    /** And the proof that is asked for the first time. */
    private static final Duration PROVEN = REPORTED.plusSeconds(25);

    private final PlainCall line = new PlainCall();
    private final VirtualNet net = line.net;
    private final VirtualCall call = line.call;

    @Test
    void isSentOpusWhenMuchIsLostAndThePlainCodecOnceThatIsOver() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU);
        line.talk(browser, telephone);

        browser.phone().missing(0.08);
        net.run(REPORTED);
        browser.phone().missing(0);
        line.assertSent(browser, Codec.OPUS);
        assertHears(browser, Codec.OPUS, HZ);

        net.run(PROVEN);
        line.assertSent(browser, Codec.PCMU);
        assertHears(browser, Codec.PCMU, HZ);
        Ear back = telephone.phone().ear();
        assertThat(back.missing()).as("who speaks to it hears nothing of that").isZero();
        assertThat(Tone.gaps(back.heard(), back.rateHz(), 45)).isZero();
    }

    /** Opus repairs nothing of what has not come to us. */
    @Test
    void isSentTheSameWhereTheLossIsTheTelephones() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU);
        line.talk(browser, telephone);
        long opusBefore = browser.phone().ear().packets();

        telephone.phone().vanishing(0.05);
        net.run(Duration.ofSeconds(33));
        line.hear(browser, telephone, false);
        net.run(Duration.ofSeconds(7)); // on hold
        line.hear(browser, telephone, true);
        net.run(Duration.ofSeconds(60));

        assertThat(browser.phone().lost()).isGreaterThan(150);
        assertThat(browser.phone().ear().packets()).isEqualTo(opusBefore);
    }

    @Test
    void isSentTheSameAfterHalfASecondThatTheTelephoneWasAway() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU);
        line.talk(browser, telephone);
        long opusBefore = browser.phone().ear().packets();

        for (int times = 0; times < 6; times++) {
            telephone.phone().vanishing(1);
            net.run(Duration.ofMillis(500));
            telephone.phone().vanishing(0);
            net.run(Duration.ofMillis(9_700));
        }
        assertThat(browser.phone().lost()).isGreaterThan(140);
        assertThat(browser.phone().ear().packets()).isEqualTo(opusBefore);
    }

    /** What comes twice or late is not missing. */
    @Test
    void isSentOpusWhereItLosesMuchOfATelephoneThatRepeatsItself() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU);
        line.talk(browser, telephone);

        net.duplicates(0.02).reordered(0.02);
        browser.phone().missing(0.08);
        net.run(REPORTED);
        net.reordered(0);
        assertThat(line.packetsOf(browser, Codec.PCMU, SECOND)).isZero();
        assertThat(line.packetsOf(browser, Codec.OPUS, SECOND)).isPositive();
    }

    @Test
    void isSentOpusWhereBothLose() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU);
        line.talk(browser, telephone);

        telephone.phone().vanishing(0.03);
        browser.phone().missing(0.15);
        net.run(REPORTED);
        assertThat(line.packetsOf(browser, Codec.PCMU, SECOND)).isZero();
        assertThat(line.packetsOf(browser, Codec.OPUS, SECOND)).isPositive();
    }

    /** Its network does not get better by another customer. */
    @Test
    void isSentOpusInTheNextCallTooWhenItLostMuchInThisOne() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU);
        line.talk(browser, telephone);
        browser.phone().missing(0.08);
        net.run(REPORTED);
        browser.phone().missing(0);

        meetInAnotherCall(browser, Codec.PCMU);
        line.assertSent(browser, Codec.OPUS);

        net.run(PROVEN);
        line.assertSent(browser, Codec.PCMU);
    }

    @Test
    void isSentThePlainCodecInTheNextCallToo() {
        End browser = line.browser();
        End telephone = line.telephone(Codec.PCMU);
        line.talk(browser, telephone);

        meetInAnotherCall(browser, Codec.PCMA);
        line.assertSent(browser, Codec.PCMA);
        assertHears(browser, Codec.PCMA, HZ);
        assertThat(browser.phone().lost()).isZero();
    }

    /** The browser's next call, with somebody who speaks this. */
    private void meetInAnotherCall(End browser, Codec codec) {
        var next = new VirtualCall(net, 10);
        var _ = call.handTo(next.call()::onDatagram, browser);
        next.take(browser, call);
        End another = next.join(codec);
        another.phone().say(HZ, AMPLITUDE);
        next.bridge(browser, another);
    }
}
