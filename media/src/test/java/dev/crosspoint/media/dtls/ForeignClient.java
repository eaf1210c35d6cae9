package dev.crosspoint.media.dtls;

import dev.crosspoint.media.srtp.SrtpProfile;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * A client that is not ours: it may offer other profiles, bring no certificate, or make its hello
 * as large as a post-quantum key share does. Sends its first flight back to front.
 */
final class ForeignClient {
    /** An extension number that nobody uses (RFC 8701). */
    private static final Integer GREASE = 0x3A3A;

    private final LinkedBlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    private final List<byte[]> firstFlight = new ArrayList<>();
    private final DtlsIdentity identity;
    private final int[] profiles;
    private final int extraHelloBytes;
    private final boolean certified;

    ForeignClient(
            DtlsIdentity identity,
            List<SrtpProfile> offer,
            int extraHelloBytes,
            boolean certified) {
        this.identity = identity;
        this.profiles = offer.stream().mapToInt(SrtpProfile::dtlsId).toArray();
        this.extraHelloBytes = extraHelloBytes;
        this.certified = certified;
    }

    /** The server's wire. */
    void offer(byte[] data, int offset, int length) {
        arrived.add(Arrays.copyOfRange(data, offset, offset + length));
    }

    /** How many datagrams the hello took. */
    int helloDatagrams() {
        return firstFlight.size();
    }

    /** Shakes hands on this thread and hangs up. */
    void connect(DtlsWire toServer) throws IOException {
        new DTLSClientProtocol().connect(new Choices(), new Network(toServer)).close();
    }

    private final class Network implements DatagramTransport {
        private final DtlsWire toServer;
        private boolean helloSent;

        Network(DtlsWire toServer) {
            this.toServer = toServer;
        }

        @Override
        public int getReceiveLimit() {
            return 2048;
        }

        @Override
        public int getSendLimit() {
            return 1200;
        }

        @Override
        public void send(byte[] data, int offset, int length) {
            if (helloSent) {
                toServer.send(data, offset, length);
            } else {
                firstFlight.add(Arrays.copyOfRange(data, offset, offset + length));
            }
        }

        @Override
        public int receive(byte[] out, int offset, int length, int waitMs) throws IOException {
            if (!helloSent) {
                helloSent = true;
                firstFlight.reversed().forEach(d -> toServer.send(d, 0, d.length));
            }
            try {
                byte[] datagram = arrived.poll(waitMs, TimeUnit.MILLISECONDS);
                if (datagram == null) {
                    return -1;
                }
                System.arraycopy(datagram, 0, out, offset, datagram.length);
                return datagram.length;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {}
    }

    @SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"}) // Bouncy Castle's
    private final class Choices extends DefaultTlsClient {
        Choices() {
            super(new BcTlsCrypto(new SecureRandom()));
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.only();
        }

        @Override
        public Hashtable getClientExtensions() throws IOException {
            Hashtable extensions = super.getClientExtensions();
            if (profiles.length > 0) {
                TlsSRTPUtils.addUseSRTPExtension(
                        extensions, new UseSRTPData(profiles, TlsUtils.EMPTY_BYTES));
            }
            if (extraHelloBytes > 0) {
                extensions.put(GREASE, new byte[extraHelloBytes]);
            }
            return extensions;
        }

        @Override
        public int getHandshakeTimeoutMillis() {
            return 10_000;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) {}

                @Override
                public @Nullable TlsCredentials getClientCredentials(CertificateRequest request)
                        throws IOException {
                    return certified ? identity.credentials(context) : null;
                }
            };
        }
    }
}
