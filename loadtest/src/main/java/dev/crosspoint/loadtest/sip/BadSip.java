package dev.crosspoint.loadtest.sip;

/** Something that is no SIP message. Never quotes what it says. */
public final class BadSip extends Exception {
    private static final long serialVersionUID = 1;

    BadSip(String why) {
        super(why);
    }
}
