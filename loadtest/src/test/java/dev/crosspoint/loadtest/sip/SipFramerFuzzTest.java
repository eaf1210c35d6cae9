package dev.crosspoint.loadtest.sip;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class SipFramerFuzzTest {
    @FuzzTest(maxDuration = "5s")
    void findsMessagesOrGivesUp(byte[] data) {
        var framer = new SipFramer();
        int half = data.length / 2;
        try {
            framer.accept(Arrays.copyOf(data, half), _ -> {});
            framer.accept(Arrays.copyOfRange(data, half, data.length), _ -> {});
        } catch (BadSip _) {
            // declared
        }
    }
}
