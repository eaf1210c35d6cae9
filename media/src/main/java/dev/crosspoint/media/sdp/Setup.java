package dev.crosspoint.media.sdp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who begins the DTLS handshake (RFC 4145 4, RFC 8842 5). */
public enum Setup {
    /** The DTLS client. */
    ACTIVE,
    /** The DTLS server. */
    PASSIVE,
    /** Either, as the answer chooses. */
    ACTPASS,
    /** Nobody for now. */
    HOLDCONN;

    /** As an attribute's value. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What an offer's word means; a missing one means active (RFC 4145 4). */
    static Setup of(@Nullable String word) throws BadSdp {
        if (word == null) {
            return ACTIVE;
        }
        for (Setup setup : values()) {
            if (setup.word().equals(word.strip())) {
                return setup;
            }
        }
        throw new BadSdp("a setup attribute says something unknown");
    }
}
