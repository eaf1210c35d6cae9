package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.api.MediaEvent.LegQuality;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A microphone that is dead, and one that only seems to be, in what a leg reports once a second.
 */
class MicrophoneTest {
    /** How the leg is heard. */
    enum Heard {
        RELAYED,
        MIXED,
        BY_NOBODY
    }

    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    private final VirtualNet net = VirtualNet.seeded(71);
    private final VirtualCall call = new VirtualCall(net);

    static List<Arguments> everyWay() {
        var all = new ArrayList<Arguments>();
        for (Codec codec : Codec.values()) {
            for (Heard heard : Heard.values()) {
                all.add(Arguments.of(codec, heard, true));
                all.add(Arguments.of(codec, heard, false));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void showsDigitalSilence(Codec codec, Heard heard, boolean givesLevels) {
        End browser = browser(codec, heard, givesLevels);
        browser.phone().hush();
        net.run(FIVE_SECONDS); // Opus takes a moment to settle

        assertThat(reports(browser, 5))
                .hasSizeBetween(4, 6)
                .allSatisfy(report -> {
                    assertThat(report.inLevelDbov()).isEqualTo(-127);
                });
        assertPackets(reports(browser, 5), 49, 52);
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void showsThatNoPacketsCome(Codec codec, Heard heard, boolean givesLevels) {
        End browser = browser(codec, heard, givesLevels);
        browser.phone().say(440, 0.2);
        net.run(Duration.ofSeconds(1));

        browser.phone().stopSending();
        net.run(FIVE_SECONDS);

        var silent = reports(browser, 4);
        assertThat(silent)
                .hasSizeBetween(3, 5)
                .allSatisfy(report -> assertThat(report.inLevelDbov()).isEqualTo(-127));
        assertPackets(silent, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void doesNotTakeAQuietRoomForADeadMicrophone(Codec codec, Heard heard, boolean givesLevels) {
        End browser = browser(codec, heard, givesLevels);
        browser.phone().breathe(0.001); // -65 dBov

        net.run(FIVE_SECONDS);

        assertThat(reports(browser, 5))
                .hasSizeBetween(4, 6)
                .allSatisfy(report -> {
                    assertThat(report.inLevelDbov()).isBetween(-76, -58);
                });
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void doesNotTakeASenderThatSavesPacketsForADeadOne(
            Codec codec, Heard heard, boolean givesLevels) {
        End browser = browser(codec, heard, givesLevels);
        browser.phone().breathe(0.001).savingSilence();

        net.run(FIVE_SECONDS);

        assertThat(reports(browser, 4))
                .hasSizeBetween(3, 5)
                .allSatisfy(report -> {
                    assertThat(report.inLevelDbov()).isBetween(-95, -58);
                });
        assertPackets(reports(browser, 4), 2, 3);
    }

    @Test
    void showsABrowserThatNeverSendsAnything() {
        End browser = call.joinFromBrowser(Codec.OPUS);
        browser.phone().stopSending();

        net.run(FIVE_SECONDS);

        assertThat(reports(browser, 5))
                .hasSizeBetween(4, 5)
                .allSatisfy(report -> {
                    assertThat(report.received()).isZero();
                    assertThat(report.inLevelDbov()).isEqualTo(-127);
                });
    }

    @Test
    void countsOnWhenThePeerBeginsAnew() {
        End browser = browser(Codec.PCMU, Heard.RELAYED, false);
        net.run(FIVE_SECONDS);

        browser.phone().changeSource();
        net.run(FIVE_SECONDS);

        assertPackets(reports(browser, 10), 49, 52);
    }

    private End browser(Codec codec, Heard heard, boolean givesLevels) {
        End browser = call.joinFromBrowser(codec);
        if (givesLevels) {
            browser.phone().givingLevels();
        }
        Codec other = codec == Codec.PCMU ? Codec.PCMA : Codec.PCMU;
        End listener = call.join(heard == Heard.RELAYED ? codec : other);
        if (heard != Heard.BY_NOBODY) {
            call.call()
                    .edit(
                            List.of(new Edit(listener.leg().id(), browser.leg().id(), true)),
                            net.nowNanos());
        }
        net.run(Duration.ofSeconds(3));
        assertThat(call.counted(Count.RTP_RELAYED) > 0).isEqualTo(heard == Heard.RELAYED);
        return browser;
    }

    /** Between two reports of a leg so many packets came. */
    private static void assertPackets(List<QualityReport> reports, long least, long most) {
        for (int i = 1; i < reports.size(); i++) {
            assertThat(reports.get(i).received() - reports.get(i - 1).received())
                    .isBetween(least, most);
        }
    }

    private List<QualityReport> reports(End end, int last) {
        var all =
                call.events(LegQuality.class).stream()
                        .filter(event -> event.leg().equals(end.leg().id()))
                        .map(LegQuality::report)
                        .toList();
        return all.subList(Math.max(0, all.size() - last), all.size());
    }
}
