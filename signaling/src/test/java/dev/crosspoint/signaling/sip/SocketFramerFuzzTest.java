package dev.crosspoint.signaling.sip;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * However a peer cuts its frames: no message is longer than it may be, and none comes of nothing.
 */
class SocketFramerFuzzTest {

    @FuzzTest(maxDuration = "5s")
    void cutsAnyFramesIntoMessages(FuzzedDataProvider data) {
        var framer = new SocketFramer();
        long fed = 0;
        while (data.remainingBytes() > 0) {
            boolean large = data.consumeInt(0, 20) == 0;
            byte[] frame = large ? new byte[SocketFramer.MAX_BYTES / 2] : data.consumeBytes(64);
            fed += frame.length;
            if (framer.next(frame, data.consumeBoolean()) instanceof SocketFramer.Frame.Message it
                    && (it.bytes().length > SocketFramer.MAX_BYTES
                            || it.bytes().length > fed
                            || it.bytes().length == 0)) {
                throw new AssertionError("a message of " + it.bytes().length + " bytes");
            }
        }
    }
}
