package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.crosspoint.signaling.api.TrunkService.InfoForm;
import java.text.ParseException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** INFO in both directions: digits, and nothing else (RFC 6086). */
final class InfoAnswers {

    private InfoAnswers() {}

    /**
     * What an INFO gets.
     *
     * @param onDigit told of the digit in it, if there is one
     */
    static Response answer(Request info, String localTag, IntConsumer onDigit) {
        String type =
                Messages.value(info, "Content-Type")
                        .orElse("")
                        .split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT);
        if (!Messages.hasBody(info)) {
            return Messages.response(info, Response.OK, localTag); // RFC 6086 4.2.2: harmless
        } else if (!type.equals(InfoDigits.RELAY) && !type.equals(InfoDigits.PLAIN)) {
            Response refusal = Messages.response(info, Response.UNSUPPORTED_MEDIA_TYPE, localTag);
            Messages.set(refusal, "Accept", InfoDigits.RELAY + ", " + InfoDigits.PLAIN);
            return refusal;
        }
        OptionalInt digit = InfoDigits.parse(type, new String(info.getRawContent(), US_ASCII));
        digit.ifPresent(onDigit);
        int status = digit.isPresent() ? Response.OK : Response.BAD_REQUEST;
        return Messages.response(info, status, localTag);
    }

    /** Puts a digit into an INFO of ours. */
    static void fill(Request info, char digit, InfoForm form) {
        Messages.set(info, "Content-Type", InfoDigits.type(form));
        String body = InfoDigits.body(digit, form);
        try {
            info.setContent(
                    body.getBytes(US_ASCII),
                    (ContentTypeHeader) info.getHeader(ContentTypeHeader.NAME));
        } catch (ParseException e) {
            throw new IllegalStateException("digits of ours do not parse");
        }
    }
}
