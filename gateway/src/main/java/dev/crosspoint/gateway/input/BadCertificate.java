package dev.crosspoint.gateway.input;

/** A certificate that input cannot be sealed for; the message says what was expected instead. */
public final class BadCertificate extends Exception {
    private static final long serialVersionUID = 1;

    BadCertificate(String expected) {
        super(expected);
    }
}
