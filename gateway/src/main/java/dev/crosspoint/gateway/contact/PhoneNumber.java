package dev.crosspoint.gateway.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import java.util.Optional;

/**
 * A telephone number in E.164: {@code +} and 2 to 15 digits. Personal, so {@link #toString} hides
 * it.
 *
 * @param e164 the number with its leading {@code +}
 */
public record PhoneNumber(String e164) {

    /** Longest text we look at: E.164 has 15 digits, the rest is room for separators. */
    private static final int MAX_TEXT = 64;

    public PhoneNumber {
        if (!e164.matches("\\+[1-9][0-9]{1,14}")) {
            throw new IllegalArgumentException("a number in E.164 is + and 2 to 15 digits");
        }
    }

    /**
     * Reads a number as people and trunks write it. The length must be possible for its country;
     * whether the block has been allotted is the carrier's knowledge, which changes daily.
     *
     * @param region ISO 3166 alpha-2 country for numbers without a country code
     * @return empty when it is no number that could be dialled from anywhere: an extension, a name,
     *     a withheld number
     */
    public static Optional<PhoneNumber> parse(String text, String region) {
        if (text.length() > MAX_TEXT || !text.matches("[+0-9 ()./-]+")) {
            return Optional.empty();
        }
        var library = PhoneNumberUtil.getInstance();
        try {
            var parsed = library.parse(text, region);
            return library.isPossibleNumberWithReason(parsed) == ValidationResult.IS_POSSIBLE
                    ? Optional.of(new PhoneNumber(library.format(parsed, PhoneNumberFormat.E164)))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "PhoneNumber[" + e164.length() + "]";
    }
}
