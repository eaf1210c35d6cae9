package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.oidc.ProviderFailure;
import java.util.Locale;

/** Why nobody was signed in by way of the OpenID provider. */
public enum NotVouched {
    EXPIRED("This sign-in took too long, or was begun in another window. Begin it again."),
    AWAY("The sign-in provider does not answer, or not as it should. Try again later."),
    REFUSED("The sign-in provider did not confirm this sign-in. Begin it again."),
    UNTRUSTED("The answer of the sign-in provider is not signed as it should be, or not for us."),
    NO_ID("The sign-in provider does not say who you are in a form that can be a name here."),
    NO_PROFILE("None of your groups at the sign-in provider has a security profile here."),
    OTHER_PERSON("There is somebody else of your name here."),
    DISABLED("Your sign-in is disabled here."),
    NOT_FRESH("The sign-in provider did not ask you anew who you are.");

    private final String sentence;

    NotVouched(String sentence) {
        this.sentence = sentence;
    }

    static NotVouched of(ProviderFailure failure) {
        return switch (failure.kind()) {
            case AWAY -> AWAY;
            case REFUSED -> REFUSED;
            case UNTRUSTED -> UNTRUSTED;
        };
    }

    /** For whoever tried; says nothing that is not known there. */
    public String sentence() {
        return sentence;
    }

    /** In problems, counters and the audit trail. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
