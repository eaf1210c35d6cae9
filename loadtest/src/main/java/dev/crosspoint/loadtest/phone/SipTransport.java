package dev.crosspoint.loadtest.phone;

/** What telephones signal over. */
public enum SipTransport {
    UDP,
    TCP,
    TLS
}
