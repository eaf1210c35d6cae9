package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.Linphone;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls from linphonec to the agent's page. */
class LinphoneIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    private static final Duration LIMIT = Duration.ofSeconds(15);

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"tls, srtp", "udp, none"})
    void talksPressesKeysAndHolds(String transport, String encryption, Rig rig) throws Exception {
        var voice = Wav.tone(folder.resolve("voice.wav"), 8000, 1, Rig.CUSTOMER_HZ, 300);
        try (var phone = Linphone.start(folder.resolve("linphone"), Rig.CUSTOMER, encryption)) {
            phone.call(rig.uri(Rig.DIALLED, transport));
            rig.page().answer();
            phone.await("connected", LIMIT);
            phone.speak(voice);
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            Rig.awaitHears(phone.ear(), Rig.AGENT_HZ);

            phone.press("5");
            rig.page().awaitDigitsHeard("5");
            rig.page().press("7");
            phone.await("Receiving tone 7", LIMIT);

            phone.hold();
            phone.await("paused", LIMIT);
            // It hears no more, and plays what it has as its music.
            assertThat(phone.all()).contains("a=sendonly").contains("a=recvonly");
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            phone.resume();
            phone.await("Media streams established", LIMIT);
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            Rig.awaitHears(phone.ear(), Rig.AGENT_HZ);

            phone.hangUp();
            rig.page().awaitIdle();
        }
    }
}
