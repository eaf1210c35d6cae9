package dev.crosspoint.loadtest.sip;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Random;

class SipMessageFuzzTest {
    @FuzzTest(maxDuration = "5s")
    void readsAnythingOrSaysThatItIsNoSip(byte[] data) {
        try {
            var message = SipMessage.read(data, data.length);
            var line = new SipDialog.Line("UDP", "h", 1, "g", "n", "d");
            var call =
                    SipDialog.call(
                            line, "", _ -> {}, new ArrayList<SipNews>()::add, new Random(1), 0);
            call.onMessage(message, 1);
            call.onMessage(message, 2);
            SipTexts.lone(message, 200, "OK");
        } catch (BadSip _) {
            // declared
        }
    }
}
