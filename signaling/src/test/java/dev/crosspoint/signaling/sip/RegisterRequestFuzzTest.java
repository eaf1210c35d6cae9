package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crosspoint.signaling.sip.RegisterRequest.Wish;
import gov.nist.javax.sip.message.SIPRequest;

/** Whatever a phone wants to register as: within bounds, or refused with a status. */
class RegisterRequestFuzzTest {

    @FuzzTest(maxDuration = "5s")
    void readsAnyContact(FuzzedDataProvider data) {
        String expires = data.consumeBoolean() ? "Expires: " + data.consumeAsciiString(12) : "X: y";
        String contact = data.consumeRemainingAsAsciiString();
        byte[] bytes =
                RegisterRequestTest.text("Contact: " + contact + "\n" + expires + "\n")
                        .getBytes(ISO_8859_1);
        try {
            var message = MessageReader.read(bytes, 0, bytes.length);
            var asked = RegisterRequest.read((SIPRequest) message);
            if (asked.wish() instanceof Wish.Bind(var name, var at, int seconds)
                    && (seconds < RegisterRequest.MIN_SECONDS
                            || seconds > RegisterRequest.MAX_SECONDS
                            || name.length() > 512
                            || at.host().isEmpty())) {
                throw new AssertionError("bound for " + seconds + " s");
            }
        } catch (BadMessage e) {
            return; // no message at all
        } catch (RegisterRequest.Refused e) {
            if (e.status() != 400 && e.status() != 423) {
                throw new AssertionError("refused with " + e.status(), e);
            }
        }
    }
}
