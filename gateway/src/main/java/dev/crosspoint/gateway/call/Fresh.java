package dev.crosspoint.gateway.call;

import java.security.SecureRandom;

/** Where new names and secrets come from, so that tests can foresee them. */
public interface Fresh {

    /** A name nobody else has; not a secret. */
    String id();

    /** A credential nobody can guess. */
    String secret();

    /** Where bytes come from that nobody can guess. */
    SecureRandom random();

    /** A number from 1 to 100, each as likely as the others. */
    int percent();
}
