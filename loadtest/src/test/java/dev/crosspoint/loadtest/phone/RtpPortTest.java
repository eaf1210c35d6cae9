package dev.crosspoint.loadtest.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.loadtest.measure.CallSound;
import dev.crosspoint.media.srtp.SrtpSession;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Phones that talk to each other by pairs over loopback, each pair with keys of its own. */
@Timeout(60)
class RtpPortTest {
    /** More than one system call takes. */
    private static final int PAIRS = 50;

    private static final int FIRST = 0x7F01_0001;
    private static final int OTHER = 0x7F02_0001;

    private final MediaPump pump = new MediaPump(false);
    private final List<MediaLeg> legs = new ArrayList<>();

    @BeforeAll
    static void warmUp() {
        SrtpSession.warmUp();
    }

    @AfterEach
    void close() {
        pump.close();
    }

    @Test
    void tellsPhonesOfOnePortFromEachOtherByTheirAddresses() throws Exception {
        var port = new RtpPort(RtpPort.SHARED);
        pump.ask(() -> pump.listen(port));
        for (int i = 0; i < PAIRS; i++) {
            pair(port, FIRST + i, port, OTHER + i, false);
        }
        assertThatAllHearEachOther();
    }

    @Test
    void givesPhonesWithoutAnAddressOfTheirOwnAPortEach() throws Exception {
        for (int i = 0; i < PAIRS / 10; i++) {
            pair(new RtpPort(1), 0x7F00_0001, new RtpPort(1), 0x7F00_0001, true);
        }
        assertThatAllHearEachOther();
    }

    private void assertThatAllHearEachOther() throws Exception {
        for (MediaLeg leg : legs) {
            var _ = leg.heard().await(40, TimeUnit.SECONDS);
        }
        List<Future<CallSound>> closed = legs.stream().map(MediaLeg::close).toList();
        for (Future<CallSound> one : closed) {
            CallSound sound = one.await(10, TimeUnit.SECONDS);
            assertThat(sound.packets()).isPositive();
            assertThat(sound.lost()).isZero();
            assertThat(sound.stamped()).isEqualTo(sound.packets());
        }
    }

    private void pair(RtpPort onePort, int one, RtpPort twoPort, int two, boolean own)
            throws Exception {
        byte[] oneKey = PumpBench.key();
        byte[] twoKey = PumpBench.key();
        MediaLeg first = PumpBench.leg(pump, onePort, own, one, oneKey);
        MediaLeg second = PumpBench.leg(pump, twoPort, own, two, twoKey);
        first.connect(PumpBench.far(two, twoPort.port(), twoKey));
        second.connect(PumpBench.far(one, onePort.port(), oneKey));
        legs.add(first);
        legs.add(second);
    }
}
