package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a call tells about who talks in it. */
class TalkersTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualNet net = VirtualNet.seeded(61);
    private final VirtualCall call = new VirtualCall(net);

    @ParameterizedTest
    @CsvSource({
        "PCMU, PCMU, false", // relayed, looked at
        "OPUS, OPUS, false",
        "OPUS, OPUS, true", // relayed, the sender tells
        "OPUS, PCMU, false", // mixed
        "OPUS, PCMU, true",
    })
    void tellsWhenALegBeginsAndStopsToTalk(Codec talks, Codec listens, boolean givesLevels) {
        End a = call.joinFromBrowser(talks);
        End b = call.join(listens);
        if (givesLevels) {
            a.phone().givingLevels();
        }
        call.bridge(a, b);
        net.run(SECOND.multipliedBy(2));
        assertThat(talking()).isEmpty();

        long spokeNanos = net.nowNanos();
        a.phone().say(440, 0.1);
        long began = changes(a, true, spokeNanos);
        assertThat(began).isBetween(90L, 260L);
        net.run(SECOND);
        a.phone().hush();
        long stopped = changes(a, false, net.nowNanos());
        assertThat(stopped).isBetween(580L, 760L);

        net.run(SECOND.multipliedBy(2));
        assertThat(talking()).as("once each").hasSize(2);
    }

    @Test
    void saysNothingOfALegThatNobodyHears() {
        End a = call.join(Codec.PCMU);
        End b = call.join(Codec.OPUS);
        End monitor = call.join(Codec.PCMU);
        call.bridge(a, b);
        call.call()
                .edit(
                        List.of(
                                new Edit(monitor.leg().id(), a.leg().id(), true),
                                new Edit(monitor.leg().id(), b.leg().id(), true)),
                        net.nowNanos());
        monitor.phone().say(440, 0.2);
        net.run(SECOND.multipliedBy(3));
        assertThat(talking()).isEmpty();

        hears(a, monitor, true);
        net.run(SECOND);
        assertThat(talking())
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.leg()).isEqualTo(monitor.leg().id());
                    assertThat(t.talks()).isTrue();
                });
        hears(a, monitor, false);
        net.run(Duration.ofMillis(20));

        assertThat(talking()).hasSize(2);
        assertThat(talking().getLast().talks()).isFalse();
        net.run(SECOND.multipliedBy(2));
        assertThat(talking()).hasSize(2);
    }

    @Test
    void endsATalkWhosePacketsStop() {
        End a = call.join(Codec.PCMU);
        End b = call.join(Codec.PCMU);
        call.bridge(a, b);
        a.phone().say(440, 0.2);
        net.run(SECOND);
        assertThat(talking()).hasSize(1);

        a.phone().stopSending();
        net.run(SECOND);

        assertThat(talking()).hasSize(2);
        assertThat(talking().getLast().talks()).isFalse();
    }

    /** Milliseconds until the talk of an end is said to have changed. */
    private long changes(End end, boolean talks, long fromNanos) {
        int before = talking().size();
        while (talking().size() == before && net.nowNanos() - fromNanos < 5_000_000_000L) {
            net.run(Duration.ofMillis(10));
        }
        assertThat(talking()).hasSize(before + 1);
        assertThat(talking().getLast().leg()).isEqualTo(end.leg().id());
        assertThat(talking().getLast().talks()).isEqualTo(talks);
        return (net.nowNanos() - fromNanos) / 1_000_000;
    }

    private void hears(End listener, End source, boolean hears) {
        call.call()
                .edit(
                        List.of(new Edit(listener.leg().id(), source.leg().id(), hears)),
                        net.nowNanos());
    }

    private List<MediaEvent.Talking> talking() {
        return call.events(MediaEvent.Talking.class);
    }
}
