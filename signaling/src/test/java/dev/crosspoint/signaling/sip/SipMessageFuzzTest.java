package dev.crosspoint.signaling.sip;

import com.code_intelligence.jazzer.junit.FuzzTest;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.List;

/** Whatever bytes come: a message that can be sent on, or one declared exception. */
class SipMessageFuzzTest {

    private static final List<byte[]> SEEDS = List.copyOf(TortureMessages.all().values());

    @FuzzTest(maxDuration = "5s")
    void readsAMessageOrSaysWhyNot(byte[] data) {
        read(data);
        if (data.length > 1) {
            read(mutant(data));
        }
    }

    /** One of RFC 4475's messages, with bytes changed where and how the fuzzer says. */
    private static byte[] mutant(byte[] data) {
        byte[] message = SEEDS.get((data[0] & 0xff) % SEEDS.size()).clone();
        for (int i = 1; i + 2 < data.length; i += 3) {
            int at = ((data[i] & 0xff) * 256 + (data[i + 1] & 0xff)) % message.length;
            message[at] = data[i + 2];
        }
        return message;
    }

    private static void read(byte[] data) {
        try {
            SIPMessage message = MessageReader.read(data, 0, data.length);
            message.encodeAsBytes("UDP");
            if (message instanceof SIPRequest request) {
                Messages.response(request, 200, "tag").encodeAsBytes("UDP");
                Messages.tokens(request, "Require");
                Messages.userOf(request.getRequestURI());
                Messages.sdpOf(request);
            }
        } catch (BadMessage e) {
            if (e.status() < 400 || e.status() > 599) {
                throw new AssertionError("no status for a failure: " + e.status(), e);
            }
        }
        var framer = new StreamFramer();
        framer.feed(data);
        while (framer.next() instanceof StreamFramer.Frame.Message message) {
            if (message.bytes().length > data.length) {
                throw new AssertionError("a message out of nothing");
            }
        }
    }
}
