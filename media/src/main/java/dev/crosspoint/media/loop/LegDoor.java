package dev.crosspoint.media.loop;

import dev.crosspoint.media.call.Door;
import dev.crosspoint.media.ice.TcpPeer;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The sockets behind a leg. Touched only by the leg's home loop, but for {@link #homeLoop}. */
sealed interface LegDoor extends Door {

    /** Sends from the right socket; what cannot be sent is dropped and counted there. */
    void send(boolean rtcp, InetSocketAddress to, byte[] data, int offset, int length);

    /** The port that SDP names for RTP. */
    int rtpPort();

    /** The port that SDP names for RTCP, where it is not multiplexed. */
    int rtcpPort();

    /** The port that takes connections, or 0. */
    int tcpPort();

    /** Gives up what is the leg's own. */
    void close();

    /** The loop's shared ports, and the handshake of this leg behind it. */
    final class Shared implements LegDoor {
        private final int homeLoop;
        private final UdpPort port;
        private final @Nullable TcpPort tcp;

        /** Set once by the home loop; the holder's loop hands it records. */
        private volatile Handshakes.@Nullable Run handshake;

        Shared(int homeLoop, UdpPort port, @Nullable TcpPort tcp) {
            this.homeLoop = homeLoop;
            this.port = port;
            this.tcp = tcp;
        }

        Handshakes.@Nullable Run handshake() {
            return handshake;
        }

        void handshake(Handshakes.Run run) {
            handshake = run;
        }

        @Override
        public int homeLoop() {
            return homeLoop;
        }

        @Override
        public void send(boolean rtcp, InetSocketAddress to, byte[] data, int offset, int length) {
            if (to instanceof TcpPeer peer && tcp != null) {
                tcp.send(peer, data, offset, length);
            } else {
                port.send(to, data, offset, length);
            }
        }

        @Override
        public int rtpPort() {
            return port.localAddress().getPort();
        }

        @Override
        public int tcpPort() {
            return tcp == null ? 0 : tcp.number();
        }

        @Override
        public int rtcpPort() {
            return rtpPort();
        }

        @Override
        public void close() {
            if (handshake != null) {
                handshake.close();
            }
        }
    }

    /** Two ports of the leg's own. */
    final class Own implements LegDoor {
        private final int homeLoop;
        private final PortPool.Pair ports;

        Own(int homeLoop, PortPool.Pair ports) {
            this.homeLoop = homeLoop;
            this.ports = ports;
        }

        @Override
        public int homeLoop() {
            return homeLoop;
        }

        @Override
        public void send(boolean rtcp, InetSocketAddress to, byte[] data, int offset, int length) {
            UdpPort port = rtcp ? ports.rtcp() : ports.rtp();
            port.send(to, data, offset, length);
        }

        @Override
        public int rtpPort() {
            return ports.rtp().localAddress().getPort();
        }

        @Override
        public int rtcpPort() {
            return ports.rtcp().localAddress().getPort();
        }

        @Override
        public int tcpPort() {
            return 0;
        }

        @Override
        public void close() {
            var _ = ports.close();
        }
    }
}
