package dev.crosspoint.media.sdp;

import dev.crosspoint.media.srtp.SrtpProfile;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One way to protect RTP, with its key (RFC 4568 4). {@link #toString} hides the key.
 *
 * @param tag tells the lines of one medium apart, 0 to 999999999
 * @param suite as it stands; {@link #profile} says whether we speak it
 * @param inline master key and salt, base64
 * @param lifetime how many packets the key is good for, as it stands; null when not limited
 * @param mki master key identifier and its length, as they stand; null when packets carry none
 * @param parameters session parameters, as they stand
 */
public record Crypto(
        int tag,
        String suite,
        String inline,
        @Nullable String lifetime,
        @Nullable String mki,
        List<String> parameters) {

    private static final String INLINE = "inline:";
    private static final long HIGHEST_TAG = 999_999_999;

    /**
     * The shortest lifetime that we take, packets: three hours of 20 ms. Telephones say 2^20, as
     * the examples of RFC 4568 6.1 do. The key protects what the peer sends, so it is the peer that
     * counts, and offers another before this one is used up, which we follow; less than this would
     * be a wish to change keys all the time, and a sign of something that we do not understand.
     */
    private static final long LEAST_PACKETS = 1L << 19;

    /** RFC 3711 9.2: no key of SRTP is good for more. */
    private static final int LONGEST_POWER = 48;

    public Crypto {
        parameters = List.copyOf(parameters);
    }

    static Crypto of(int tag, SrtpProfile profile, byte[] keyAndSalt) {
        String inline = Base64.getEncoder().encodeToString(keyAndSalt);
        return new Crypto(tag, profile.sdesName(), inline, null, null, List.of());
    }

    /** Reads an attribute's value, such as {@code 1 AES_CM_128_HMAC_SHA1_80 inline:...|2^31}. */
    public static Crypto parse(String value) throws BadSdp {
        List<String> words = Grammar.words(value);
        if (words.size() < 3 || !words.get(2).toLowerCase(Locale.ROOT).startsWith(INLINE)) {
            throw new BadSdp("a crypto attribute is a tag, a suite and an inline key");
        }
        String[] key = words.get(2).substring(INLINE.length()).split("\\|", -1);
        String lifetime = null;
        String mki = null;
        // RFC 4568 6.1: both are optional, and only the MKI has a colon
        for (int i = 1; i < key.length; i++) {
            if (key[i].indexOf(':') >= 0) {
                mki = key[i];
            } else {
                lifetime = key[i];
            }
        }
        return new Crypto(
                (int) Grammar.number(words.get(0), HIGHEST_TAG),
                words.get(1),
                key[0],
                lifetime,
                mki,
                words.subList(3, words.size()));
    }

    /** The suite as one that we speak, or null. */
    @Nullable SrtpProfile profile() {
        for (SrtpProfile profile : SrtpProfile.values()) {
            if (profile.sdesName().equals(suite)) {
                return profile;
            }
        }
        return null;
    }

    /** The master key with the salt behind it; null unless it is as long as the suite needs. */
    byte @Nullable [] keyAndSalt() {
        SrtpProfile profile = profile();
        if (profile == null) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(inline);
            return bytes.length == profile.keyBytes() + profile.saltBytes() ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Whether we can keep what it promises: a suite of ours, a whole key, no master key identifier,
     * a lifetime of hours at least, and no parameter that takes protection away or derives keys
     * anew (RFC 4568 6.3).
     */
    boolean acceptable() {
        // A hint about the replay window is all that changes nothing for us.
        boolean plainParameters = parameters.stream().allMatch(p -> p.startsWith("WSH="));
        return mki == null && livesLong() && plainParameters && keyAndSalt() != null;
    }

    /** RFC 4568 6.1: {@code 2^20}, or a number; none is as many as the suite allows. */
    private boolean livesLong() {
        if (lifetime == null) {
            return true;
        }
        boolean power = lifetime.startsWith("2^");
        String digits = power ? lifetime.substring(2) : lifetime;
        if (!digits.matches("[0-9]{1,15}")) {
            return false;
        }
        long number = Long.parseLong(digits);
        return power
                ? number <= LONGEST_POWER && 1L << number >= LEAST_PACKETS
                : number <= 1L << LONGEST_POWER && number >= LEAST_PACKETS;
    }

    /** As an attribute's value. */
    public String text() {
        var text = new StringBuilder().append(tag).append(' ').append(suite).append(' ');
        text.append(INLINE).append(inline);
        if (lifetime != null) {
            text.append('|').append(lifetime);
        }
        if (mki != null) {
            text.append('|').append(mki);
        }
        parameters.forEach(parameter -> text.append(' ').append(parameter));
        return text.toString();
    }

    @Override
    public String toString() {
        return "Crypto[" + tag + " " + suite + "]";
    }
}
