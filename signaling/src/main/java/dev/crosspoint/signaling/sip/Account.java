package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;

/** User name and password of a digest. */
public record Account(Private user, Private password) {}
