package dev.crosspoint.media.srtp;

import static dev.crosspoint.media.srtp.SrtpProfile.AEAD_AES_128_GCM;
import static dev.crosspoint.media.srtp.SrtpProfile.AES_CM_128_HMAC_SHA1_80;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.Verdict;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Published vectors. Those of RFC 3711 B.2 and RFC 7714 start from session keys, which the session
 * derives itself, so they check the reference; the reference and libsrtp's whole packets (made with
 * the master key of RFC 3711 B.3) check the session.
 */
class SrtpVectorTest {
    private static final byte[] B3_KEY = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
    private static final byte[] B3_SALT = hex("0EC675AD498AFEEBB6960B3AABE6");
    private static final byte[] GALLIA =
            hex(
                    """
                    8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973
                    20646976 69736120 696e2070 61727465 73207472 6573
                    """);
    private static final byte[] QUID_PRO_QUO = hex("51756964 2070726f 2071756f");

    @Test
    void referenceMakesTheKeystreamOfRfc3711B2() throws GeneralSecurityException {
        byte[] key = hex("2B7E151628AED2A6ABF7158809CF4F3C");
        byte[] iv = hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000");
        byte[] stream = ReferenceSrtp.keystream(key, iv, 0xFF02 * 16);
        assertThat(slice(stream, 0, 48))
                .isEqualTo(
                        hex(
                                """
                                E03EAD0935C95E80E166B16DD92B4EB4
                                D23513162B02D0F72A43A2FE4A5F97AB
                                41E95B3BB0A2E8DD477901E4FCA894C0
                                """));
        assertThat(slice(stream, 0xFEFF * 16, 48))
                .isEqualTo(
                        hex(
                                """
                                EC8CDF7398607CB0F2D21675EA9EA1E4
                                362B7C3C6773516318A077D7FC5073AE
                                6A2CC3787889374FBEB4C81B17BA6C44
                                """));
    }

    @Test
    void referenceDerivesTheKeysOfRfc3711B3() throws GeneralSecurityException {
        var reference = new ReferenceSrtp(AES_CM_128_HMAC_SHA1_80, B3_KEY, B3_SALT);
        assertThat(reference.derive(0, 16)).isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
        assertThat(reference.derive(2, 14)).isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
        assertThat(reference.derive(1, 20))
                .isEqualTo(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
    }

    @Test
    void referenceSealsThePacketsOfRfc7714() throws GeneralSecurityException {
        byte[] iv = ReferenceSrtp.iv12(QUID_PRO_QUO, 0x5501a0b2, 0xf17b);
        assertThat(iv).isEqualTo(hex("51753c6580c2726f20718414"));
        byte[] key = hex("000102030405060708090a0b0c0d0e0f");
        assertThat(ReferenceSrtp.aead(key, iv, GALLIA, 12, new byte[0]))
                .isEqualTo(
                        hex(
                                """
                                8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca
                                be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1
                                6a9152cf 765ee439 0cce
                                """));
        byte[] longKey = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        assertThat(ReferenceSrtp.aead(longKey, iv, GALLIA, 12, new byte[0]))
                .isEqualTo(
                        hex(
                                """
                                8040f17b 8041f8d3 5501a0b2 32b1de78 a822fe12 ef9f78fa 332e33aa
                                b1801238 9a58e2f3 b50b2a02 76ffae0f 1ba63799 b87b7aa3 db36dfff
                                d6b0f9bb 7878d7a7 6c13
                                """));
        byte[] report =
                hex(
                        """
                        81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
                        deadbeef deadbeef deadbeef deadbeef deadbeef
                        """);
        byte[] rtcpIv = ReferenceSrtp.iv12(QUID_PRO_QUO, 0x4d617273, 0x5d4);
        assertThat(ReferenceSrtp.aead(key, rtcpIv, report, 8, hex("800005d4")))
                .isEqualTo(
                        hex(
                                """
                                81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7
                                6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458
                                96cf4d2f c5abf872 45d9eade
                                """));
    }

    @Test
    void sessionMakesTheCounterModePacketsOfLibsrtp() {
        byte[] clear = hex("800f1234decafbadcafebabe abababababababababababababababab");
        byte[] sealed =
                hex(
                        """
                        800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402
                        b78d6acc99ea179b8dbb
                        """);
        var sender = session(AES_CM_128_HMAC_SHA1_80, B3_KEY, B3_SALT);
        assertThat(SrtpFixture.protect(sender, clear)).isEqualTo(sealed);
        var receiver = session(AES_CM_128_HMAC_SHA1_80, B3_KEY, B3_SALT);
        assertThat(SrtpFixture.opened(receiver, sealed)).isEqualTo(clear);

        byte[] report = hex("81c8000bcafebabe abababababababababababababababab");
        byte[] sealedReport =
                hex(
                        """
                        81c8000bcafebabe 7128035be487b9bdbef89041f977a5a8 80000001
                        993e08cd54d6c1230798
                        """);
        SrtpFixture.protectRtcp(sender, report); // index 0; libsrtp starts at 1
        assertThat(SrtpFixture.protectRtcp(sender, report)).isEqualTo(sealedReport);
        assertThat(SrtpFixture.openedRtcp(receiver, sealedReport)).isEqualTo(report);
    }

    @Test
    void sessionMakesTheGcmPacketsOfLibsrtp() {
        byte[] key = hex("000102030405060708090a0b0c0d0e0f");
        byte[] salt = hex("a0a1a2a3a4a5a6a7a8a9aaab");
        byte[] clear = hex("800f1234decafbadcafebabe abababababababababababababababab");
        byte[] sealed =
                hex(
                        """
                        800f1234decafbadcafebabe c5002ede04cfdd2eb91159e0880aa06e
                        d2976826f796b201df3131a127e8a392
                        """);
        var sender = session(AEAD_AES_128_GCM, key, salt);
        assertThat(SrtpFixture.protect(sender, clear)).isEqualTo(sealed);
        var receiver = session(AEAD_AES_128_GCM, key, salt);
        assertThat(SrtpFixture.opened(receiver, sealed)).isEqualTo(clear);

        byte[] report = hex("81c8000bcafebabe abababababababababababababababab");
        byte[] sealedReport =
                hex(
                        """
                        81c8000bcafebabe c98b8b5df0392a55852b6c21ac8e7025
                        c52c6fbea2b3b446ea31123ba88ce61e 80000001
                        """);
        SrtpFixture.protectRtcp(sender, report);
        assertThat(SrtpFixture.protectRtcp(sender, report)).isEqualTo(sealedReport);
        assertThat(SrtpFixture.openedRtcp(receiver, sealedReport)).isEqualTo(report);
    }

    @ParameterizedTest
    @EnumSource
    void sessionAgreesWithTheReference(SrtpProfile profile) throws GeneralSecurityException {
        SrtpKeys keys = SrtpFixture.keys(profile, 11);
        var reference = new ReferenceSrtp(profile, keys.localKey(), keys.localSalt());
        var sender = new SrtpSession(keys);
        var receiver = new SrtpSession(keys.mirrored());
        for (int n = 0; n < 200; n++) {
            int extended = 65_436 + n; // wraps after 100 packets
            byte[] clear = SrtpFixture.rtp(0xCAFE0001, extended, n % 180);
            byte[] sealed = reference.rtp(clear, 12, extended >> 16);
            assertThat(SrtpFixture.protect(sender, clear)).isEqualTo(sealed);
            assertThat(SrtpFixture.opened(receiver, sealed)).isEqualTo(clear);

            byte[] report = SrtpFixture.rtcp(0xCAFE0001);
            byte[] sealedReport = reference.rtcp(report, n);
            assertThat(SrtpFixture.protectRtcp(sender, report)).isEqualTo(sealedReport);
            assertThat(SrtpFixture.openedRtcp(receiver, sealedReport)).isEqualTo(report);
        }
    }

    /** As in a loop: one array, packets and reports at any place in it, headers of any length. */
    @ParameterizedTest
    @EnumSource
    void sessionAgreesWithTheReferenceWhateverTheHeader(SrtpProfile profile)
            throws GeneralSecurityException {
        SrtpKeys keys = SrtpFixture.keys(profile, 11);
        var reference = new ReferenceSrtp(profile, keys.localKey(), keys.localSalt());
        byte[] array = new byte[500];
        var packet = new RtpPacket();
        for (Ciphers ciphers : new Ciphers[] {CipherChoice.ciphers(), new JdkCiphers("")}) {
            var sender = new SrtpSession(keys, ciphers);
            var receiver = new SrtpSession(keys.mirrored(), ciphers);
            for (int n = 0; n < 300; n++) {
                int sources = n % 3 == 0 ? 0 : n % 16;
                int extension = n % 4 == 0 ? 0 : 4 + 4 * (n % 5);
                int header = 12 + 4 * sources + extension;
                byte[] clear = SrtpFixture.rtp(7, n, header - 12 + n % 180);
                clear[0] |= (byte) (sources | (extension > 0 ? 0x10 : 0));
                if (extension > 0) {
                    clear[header - extension + 2] = 0;
                    clear[header - extension + 3] = (byte) (extension / 4 - 1);
                }
                int at = n * 7 % 100;
                System.arraycopy(clear, 0, array, at, clear.length);
                assertThat(packet.wrap(array, at, clear.length)).isTrue();
                assertThat(packet.headerLength()).isEqualTo(header);
                assertThat(sender.protect(packet)).isTrue();
                assertThat(SrtpFixture.bytes(packet.buffer()))
                        .isEqualTo(reference.rtp(clear, header, 0));
                assertThat(receiver.unprotect(packet)).isEqualTo(Verdict.ACCEPTED);
                assertThat(SrtpFixture.bytes(packet.buffer())).isEqualTo(clear);

                byte[] report = SrtpFixture.rtcp(7);
                int there = n * 11 % 100;
                System.arraycopy(report, 0, array, there, report.length);
                var buffer = new PacketBuffer().wrap(array, there, report.length);
                sender.protectRtcp(buffer);
                assertThat(SrtpFixture.bytes(buffer)).isEqualTo(reference.rtcp(report, n));
                assertThat(receiver.unprotectRtcp(buffer)).isEqualTo(Verdict.ACCEPTED);
                assertThat(SrtpFixture.bytes(buffer)).isEqualTo(report);
            }
        }
    }

    private static SrtpSession session(SrtpProfile profile, byte[] key, byte[] salt) {
        return new SrtpSession(new SrtpKeys(profile, key, salt, key, salt));
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
}
