package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.sip.SipCounters.Direction;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.RawMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The way to one peer over one wire, as JAIN-SIP sees it, and who sent the message that came this
 * way. It must be a {@link RawMessageChannel}, or JAIN-SIP's transactions cannot send on it.
 */
final class LoopChannel extends MessageChannel implements RawMessageChannel {

    private final Wire wire;
    private final SipCounters counters;
    private final InetSocketAddress address;
    private final Admission.@Nullable Peer who;

    LoopChannel(
            LoopProcessor processor,
            Wire wire,
            SipCounters counters,
            InetSocketAddress address,
            Admission.@Nullable Peer who) {
        this.messageProcessor = processor;
        this.wire = wire;
        this.counters = counters;
        this.address = address;
        this.who = who;
    }

    /** Who sent the message that arrived on this channel; null on a channel made to send. */
    Admission.@Nullable Peer who() {
        return who;
    }

    InetSocketAddress address() {
        return address;
    }

    Wire wire() {
        return wire;
    }

    @Override
    public void sendMessage(SIPMessage message) throws IOException {
        wire.send(message.encodeAsBytes(getTransport()), address);
        if (message instanceof SIPResponse response && response.getStatusCode() >= 200) {
            counters.request(
                    Direction.INBOUND,
                    Abilities.counted(response.getCSeq().getMethod()),
                    response.getStatusCode());
        }
    }

    @Override
    protected void sendMessage(byte[] message, InetAddress to, int port, boolean reconnect)
            throws IOException {
        wire.send(message, new InetSocketAddress(to, port));
    }

    /** Only called to loop a message back to ourselves, on a thread of JAIN-SIP's: never. */
    @Override
    public void processMessage(SIPMessage message) throws IOException {
        throw new IOException("no messages to ourselves");
    }

    @Override
    public SIPTransactionStack getSIPStack() {
        return messageProcessor.getSIPStack();
    }

    @Override
    public String getTransport() {
        return wire.transport().name();
    }

    @Override
    public boolean isReliable() {
        return wire.transport() != Transport.UDP;
    }

    @Override
    public boolean isSecure() {
        return wire.transport() == Transport.TLS;
    }

    @Override
    public String getPeerAddress() {
        return address.getAddress().getHostAddress();
    }

    @Override
    protected InetAddress getPeerInetAddress() {
        return address.getAddress();
    }

    @Override
    protected String getPeerProtocol() {
        return getTransport();
    }

    @Override
    public int getPeerPort() {
        return address.getPort();
    }

    @Override
    public int getPeerPacketSourcePort() {
        return address.getPort();
    }

    @Override
    public InetAddress getPeerPacketSourceAddress() {
        return address.getAddress();
    }

    @Override
    public String getKey() {
        return getKey(address.getAddress(), address.getPort(), getTransport());
    }

    @Override
    public String getViaHost() {
        return messageProcessor.getIpAddress().getHostAddress();
    }

    @Override
    public int getViaPort() {
        return messageProcessor.getPort();
    }

    /** Connections outlive transactions; they are closed where they were opened. */
    @Override
    public void close() {}
}
