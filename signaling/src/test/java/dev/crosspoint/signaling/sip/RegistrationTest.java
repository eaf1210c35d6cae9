package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which servers of a registrar are asked, and whose calls are taken for it. */
class RegistrationTest {

    private final Vertx vertx = Vertx.vertx();
    private final Phone phone = Phone.open(vertx, Phone.settings(Transport.UDP));
    private final RawPeer first = new RawPeer(phone.port(Transport.UDP));

    @AfterEach
    void close() {
        phone.close();
        Phone.await(vertx.close());
        first.close();
    }

    private void register(String host, int port, String domain) {
        var registrar = new Destination(Transport.UDP, host, port, null, null);
        var wanted = new Registration.Wanted(registrar, new Private("u"), domain, 600);
        phone.act(() -> phone.endpoint().register(wanted, (_, _) -> {}));
    }

    @Test
    void asksTheRegistrarWhateverAddressItsDomainIs() {
        register("127.0.0.1", first.port(), "127.0.0.1");
        assertThat(first.receive("REGISTER")).startsWith("REGISTER sip:127.0.0.1 SIP/2.0");
    }
}
