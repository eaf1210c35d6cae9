package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.sip.SipCounters.DropCause;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.SIPTransaction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages into JAIN-SIP, as its own channels would bring them, and answers past it. */
final class StackDoor {

    private static final Logger LOG = LoggerFactory.getLogger(StackDoor.class);

    /** RFC 3261 18.2.2: where Via names no port. */
    private static final int DEFAULT_PORT = 5060;

    private final LoopStack stack;
    private final Map<Transport, LoopProcessor> processors;
    private final SipCounters counters;

    StackDoor(LoopStack stack, Map<Transport, LoopProcessor> processors, SipCounters counters) {
        this.stack = stack;
        this.processors = Map.copyOf(processors);
        this.counters = counters;
    }

    void onRequest(Wire wire, SIPRequest request, InetSocketAddress from, Admission.Peer peer) {
        LoopChannel channel = channel(wire, from, peer);
        if (channel == null) {
            return;
        }
        try {
            address(request, channel);
            var handler = stack.newSIPServerRequest(request, channel);
            if (handler != null) {
                try {
                    handler.processRequest(request, channel);
                } finally {
                    // The listener has released it if it got that far.
                    if (handler instanceof SIPServerTransaction t && !t.passToListener()) {
                        t.releaseSem();
                    }
                }
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    void onResponse(Wire wire, SIPResponse response, InetSocketAddress from) {
        LoopChannel channel = channel(wire, from, null);
        if (channel == null) {
            return;
        }
        try {
            address(response, channel);
            var handler = stack.newSIPServerResponse(response, channel);
            if (handler == null) {
                return;
            }
            try {
                if (!(handler instanceof SIPClientTransaction t) || t.checkFromTag(response)) {
                    handler.processResponse(response, channel);
                }
            } finally {
                if (handler instanceof SIPTransaction t && !t.passToListener()) {
                    t.releaseSem();
                }
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** RFC 3261 18.2.2 and RFC 3581 4: where an answer goes. */
    static InetSocketAddress answersTo(Wire wire, SIPRequest request, InetSocketAddress from) {
        var via = request.getTopmostVia();
        return wire.transport() == Transport.UDP && via.getRPort() < 0
                ? sentBy(from, via.getPort())
                : from;
    }

    private static InetSocketAddress sentBy(InetSocketAddress from, int port) {
        return new InetSocketAddress(from.getAddress(), port > 0 ? port : DEFAULT_PORT);
    }

    /** Answers a request that JAIN-SIP never sees (RFC 3261 8.2.7). */
    void answerStatelessly(
            Wire wire, SIPRequest request, SIPResponse response, InetSocketAddress from) {
        LoopChannel channel = channel(wire, answersTo(wire, request, from), null);
        if (channel != null) {
            try {
                channel.sendMessage(response);
            } catch (IOException e) {
                counters.dropped(DropCause.QUEUE_FULL);
            }
        }
    }

    /** Sends an answer that has been sent before. */
    void repeat(Wire wire, Rejections.Answer answer) {
        try {
            wire.send(answer.message(), answer.to());
        } catch (IOException e) {
            counters.dropped(DropCause.QUEUE_FULL);
        }
    }

    /** Answers what could not be parsed, from the lines that could be told apart. */
    void answerBroken(Wire wire, RawHead head, BadMessage bad, InetSocketAddress from, String tag) {
        var out = new StringBuilder("SIP/2.0 " + bad.status() + " " + bad.why() + "\r\n");
        var to = from;
        for (String name : new String[] {"via", "from", "to", "call-id", "cseq"}) {
            var values = head.all(name);
            if (values.isEmpty()) {
                return; // nobody could match the answer
            }
            String first = values.getFirst();
            boolean tagged = !name.equals("to") || first.contains(";tag=");
            out.append(name).append(": ");
            if (name.equals("via")) {
                var via = RawVia.of(first);
                out.append(via.stamped(from)).append("\r\n");
                values.stream()
                        .skip(1)
                        .forEach(other -> out.append("via: ").append(other).append("\r\n"));
                boolean isAsked = wire.transport() != Transport.UDP || via.hasRport();
                to = isAsked ? from : sentBy(from, via.port());
            } else {
                out.append(first).append(tagged ? "" : ";tag=" + tag).append("\r\n");
            }
        }
        out.append("content-length: 0\r\n\r\n");
        try {
            wire.send(out.toString().getBytes(ISO_8859_1), to);
        } catch (IOException e) {
            counters.dropped(DropCause.QUEUE_FULL);
        }
    }

    private @Nullable LoopChannel channel(
            Wire wire, InetSocketAddress from, Admission.@Nullable Peer peer) {
        LoopProcessor processor = processors.get(wire.transport());
        return processor == null ? null : processor.channel(from, peer);
    }

    private static void address(SIPMessage message, LoopChannel channel) {
        var peer = channel.address();
        message.setRemoteAddress(peer.getAddress());
        message.setRemotePort(peer.getPort());
        message.setPeerPacketSourceAddress(peer.getAddress());
        message.setPeerPacketSourcePort(peer.getPort());
        message.setLocalAddress(channel.getMessageProcessor().getIpAddress());
        message.setLocalPort(channel.getMessageProcessor().getPort());
    }

    private void failed(RuntimeException e) {
        counters.dropped(DropCause.STACK_FAILURE);
        LOG.error("SIP stack failed on a message: {}", QuietStackLogger.trace(e));
    }
}
