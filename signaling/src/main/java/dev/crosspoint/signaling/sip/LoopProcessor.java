package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One of our wires, as JAIN-SIP sees it: a factory of channels that opens nothing by itself. */
final class LoopProcessor extends MessageProcessor {

    private final Wire wire;
    private final SipCounters counters;

    LoopProcessor(
            InetAddress advertised,
            int port,
            SIPTransactionStack stack,
            Wire wire,
            SipCounters counters) {
        super(advertised, port, wire.transport().name(), stack);
        this.wire = wire;
        this.counters = counters;
    }

    LoopChannel channel(InetSocketAddress peer, Admission.@Nullable Peer who) {
        return new LoopChannel(this, wire, counters, peer, who);
    }

    @Override
    public MessageChannel createMessageChannel(InetAddress host, int port) throws IOException {
        var to = new InetSocketAddress(host, port);
        if (!wire.reaches(to)) {
            throw new IOException("no connection");
        }
        return new LoopChannel(this, wire, counters, to, null);
    }

    @Override
    public MessageChannel createMessageChannel(HostPort target) throws IOException {
        // Never a name: that would be looked up here, on the loop.
        return createMessageChannel(
                InetAddress.ofLiteral(target.getHost().getHostname()), target.getPort());
    }

    @Override
    public SIPTransactionStack getSIPStack() {
        return sipStack;
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public int getDefaultTargetPort() {
        return isSecure() ? 5061 : 5060;
    }

    @Override
    public boolean isSecure() {
        return wire.transport() == Transport.TLS;
    }

    @Override
    public int getMaximumMessageSize() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean inUse() {
        return false;
    }
}
