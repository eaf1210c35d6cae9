package dev.crosspoint.media.dtls;

import static dev.crosspoint.media.srtp.SrtpProfile.AEAD_AES_128_GCM;
import static dev.crosspoint.media.srtp.SrtpProfile.AES_CM_128_HMAC_SHA1_32;
import static dev.crosspoint.media.srtp.SrtpProfile.AES_CM_128_HMAC_SHA1_80;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.crosspoint.media.srtp.SrtpProfile;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our server and clients that choose differently than ours. */
@Timeout(60)
class ForeignClientTest {
    @Test
    void readsAHelloAsLargeAsPostQuantumOnesThatArrivesBackToFront() throws Exception {
        var client = client(List.of(AEAD_AES_128_GCM), 2_500, true);
        var server = server(client);
        client.connect(server::offer);
        assertThat(client.helloDatagrams()).isGreaterThan(2);
        assertThat(server.keys().profile()).isEqualTo(AEAD_AES_128_GCM);
        server.awaitEnd();
    }

    @Test
    void choosesByItsOwnOrder() throws Exception {
        var client = client(List.of(AES_CM_128_HMAC_SHA1_80, AEAD_AES_128_GCM), 0, true);
        var server = server(client);
        client.connect(server::offer);
        assertThat(server.keys().profile()).isEqualTo(AEAD_AES_128_GCM);
        server.awaitEnd();
    }

    @Test
    void takesCounterModeWhenThatIsAllThereIs() throws Exception {
        var client = client(List.of(AES_CM_128_HMAC_SHA1_32, AES_CM_128_HMAC_SHA1_80), 0, true);
        var server = server(client);
        client.connect(server::offer);
        assertThat(server.keys().profile()).isEqualTo(AES_CM_128_HMAC_SHA1_80);
        server.awaitEnd();
    }

    @Test
    void refusesAClientThatDoesNotDoSrtp() throws Exception {
        assertThat(refusal(client(List.of(), 0, true))).isEqualTo(DtlsFailure.Why.NO_PROFILE);
    }

    @Test
    void refusesAClientWithOtherProfilesOnly() throws Exception {
        assertThat(refusal(client(List.of(AES_CM_128_HMAC_SHA1_32), 0, true)))
                .isEqualTo(DtlsFailure.Why.NO_PROFILE);
    }

    @Test
    void refusesAClientWithoutACertificate() throws Exception {
        assertThat(refusal(client(List.of(AEAD_AES_128_GCM), 0, false)))
                .isEqualTo(DtlsFailure.Why.FINGERPRINT);
    }

    private static DtlsFailure.Why refusal(ForeignClient client) throws Exception {
        var server = server(client);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> client.connect(server::offer))
                .isInstanceOf(TlsFatalAlertReceived.class);
        return server.awaitFailure();
    }

    private static ForeignClient client(
            List<SrtpProfile> offer, int extraHelloBytes, boolean certified) {
        return new ForeignClient(DtlsPair.ALICE, offer, extraHelloBytes, certified);
    }

    private static DtlsPeer server(ForeignClient client) {
        var server =
                new DtlsPeer(
                        DtlsPair.BOB,
                        DtlsHandshake.Role.SERVER,
                        DtlsPair.ALICE.fingerprint(),
                        client::offer,
                        DtlsLimits.NORMAL);
        server.start();
        return server;
    }
}
