package dev.crosspoint.media.loop;

import dev.crosspoint.media.ice.IceLite;
import dev.crosspoint.media.ice.TcpPeer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * One connection at a {@link TcpPort}. What its peer does not take waits here, and not in Netty,
 * which could not give up the oldest.
 */
final class TcpFlow extends ChannelInboundHandlerAdapter {
    private final MediaLoop loop;
    private final TcpPort port;
    private final Channel channel;
    private final TcpPeer peer;
    private final TcpLimits limits;
    private final FrameReader reader = new FrameReader();
    private final FrameReader.Taker taker = this::onFrame;
    private final Runnable pump = this::pump;
    private final ChannelFutureListener written = done -> written(done.isSuccess());

    /** Made when there is something to say: most strangers never hear anything. */
    private @Nullable FrameQueue queue;

    /** Whether a check has shown whose it is. Until then what it brings is counted. */
    private boolean proved;

    private int firstFrames;
    private int firstBytes;
    private boolean pumpAsked;
    private boolean pumping;
    private boolean writing;

    TcpFlow(MediaLoop loop, TcpPort port, Channel channel, TcpPeer peer, TcpLimits limits) {
        this.loop = loop;
        this.port = port;
        this.channel = channel;
        this.peer = peer;
        this.limits = limits;
    }

    TcpPeer peer() {
        return peer;
    }

    /** From now on it may send as much as it likes. */
    void proved() {
        proved = true;
    }

    // ---- in

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf content = (ByteBuf) message;
        int length = content.readableBytes();
        byte[] chunk = port.chunk();
        content.readBytes(chunk, 0, length);
        content.release();
        loop.count(LoopCount.BYTES_IN, length);
        if (!channel.isActive()) {
            return;
        }
        if (!proved) {
            firstBytes += length;
        }
        boolean mayGoOn = proved || firstBytes <= limits.firstBytes();
        if (!(mayGoOn && reader.read(chunk, 0, length, taker)) && channel.isActive()) {
            port.refuse(this);
        }
    }

    private boolean onFrame(byte[] data, int length) {
        if (!proved && !mayComeFirst(data, length)) {
            return false;
        }
        loop.count(LoopCount.PACKETS_IN);
        port.arrived(this, data, length);
        return channel.isActive();
    }

    // RFC 6544 7.1: whoever connects sends a check by it. A stranger's frames cost the loop as much
    // as anybody's, and by TCP nothing of them is dropped on the way.
    private boolean mayComeFirst(byte[] data, int length) {
        firstFrames++;
        return firstFrames == 1
                ? IceLite.localUfragOf(data, 0, length) != null
                : firstFrames <= limits.firstFrames();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        port.batchEnded();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        port.gone(this);
    }

    /** Resets and vanished networks: the peer's business, not ours. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        loop.count(LoopCount.SOCKET_ERRORS);
        var _ = channel.close();
    }

    // ---- out

    /** Sends a copy of a datagram with this turn's others, as soon as there is room. */
    void send(byte[] data, int offset, int length) {
        FrameQueue frames = queue;
        if (frames == null) {
            frames = new FrameQueue();
            queue = frames;
        }
        if (!frames.add(data, offset, length)) {
            loop.count(LoopCount.TCP_DROPPED_OUT);
        }
        if (!pumpAsked && !writing) {
            pumpAsked = true;
            loop.atTurnEnd(pump);
        }
    }

    /** Ends the connection; what it takes at once of what waits still goes out. */
    void close() {
        pump();
        var _ = channel.close();
    }

    // One frame at a time: what Netty has can be neither dropped nor overtaken.
    private void pump() {
        pumpAsked = false;
        FrameQueue frames = queue;
        if (pumping || frames == null) {
            return;
        }
        pumping = true;
        while (!writing && !frames.isEmpty() && channel.isActive()) {
            ByteBuf frame = channel.alloc().ioBuffer(frames.firstLength());
            frame.writeBytes(frames.memory(), frames.firstAt(), frames.firstLength());
            loop.count(LoopCount.PACKETS_OUT);
            loop.count(LoopCount.BYTES_OUT, frames.firstLength() - FrameReader.HEADER_BYTES);
            frames.removeFirst();
            writing = true;
            channel.writeAndFlush(frame).addListener(written);
        }
        pumping = false;
    }

    private void written(boolean successful) {
        writing = false;
        if (!successful) {
            var _ = channel.close();
        } else {
            pump();
        }
    }
}
