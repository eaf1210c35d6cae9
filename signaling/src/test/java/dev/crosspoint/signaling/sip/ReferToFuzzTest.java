package dev.crosspoint.signaling.sip;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whatever a REFER, a Replaces or a NOTIFY says: something that can be used, or nothing. */
class ReferToFuzzTest {

    private static final List<String> SEEDS =
            List.of(
                    "<sip:+4930@h?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2%3Bearly-only&X=1>",
                    "\"B <b>\" <sips:%2B49;ext=7:pw@h:5061;user=phone;method=INVITE>;p=1",
                    "<tel:+49-30-1;phone-context=x>",
                    "sip:1000@h;tag=1",
                    "a@b;to-tag=1;from-tag=2;early-only",
                    "SIP/2.0 200 OK\r\nTo: x\r\n");

    @FuzzTest(maxDuration = "5s")
    void readsWhomToCallOrNothing(byte[] data) {
        read(new String(data, StandardCharsets.ISO_8859_1));
        if (data.length > 1) {
            read(mutant(data));
        }
    }

    /** One of the seeds, with characters changed where and how the fuzzer says. */
    private static String mutant(byte[] data) {
        var text = new StringBuilder(SEEDS.get((data[0] & 0xff) % SEEDS.size()));
        for (int i = 1; i + 1 < data.length; i += 2) {
            text.setCharAt((data[i] & 0xff) % text.length(), (char) (data[i + 1] & 0xff));
        }
        return text.toString();
    }

    private static void read(String text) {
        ReferTarget.parse(text)
                .ifPresent(target -> {
                    String user = target.user().value();
                    if (user.isEmpty() && target.replaces() == null) {
                        throw new AssertionError("nobody to call");
                    } else if (user.chars().anyMatch(Character::isISOControl)
                            || user.length() > 2048) {
                        throw new AssertionError("a number that breaks lines");
                    }
                    Replaces replaces = target.replaces();
                    if (replaces != null) {
                        readAgain(replaces);
                    }
                });
        Replaces.parse(text).ifPresent(ReferToFuzzTest::readAgain);
        Sipfrag.status(text)
                .ifPresent(status -> {
                    if (status < 100 || status > 699) {
                        throw new AssertionError("no status: " + status);
                    }
                });
    }

    private static void readAgain(Replaces replaces) {
        String escaped = Escapes.encodeHeader(replaces.text());
        var again = ReferTarget.parse("<sip:h?Replaces=" + escaped + ">");
        if (!again.map(ReferTarget::replaces).filter(replaces::equals).isPresent()) {
            throw new AssertionError("written, it reads differently");
        }
    }
}
