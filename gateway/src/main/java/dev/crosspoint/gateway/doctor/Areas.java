package dev.crosspoint.gateway.doctor;

/** What is looked at, as reports name it. */
final class Areas {
    static final String NAME = "name";
    static final String PORT = "port";
    static final String TLS = "TLS";
    static final String OPTIONS = "OPTIONS";
    static final String CLOCK = "clock";
    static final String NAT = "NAT";
    static final String NETWORKS = "networks";
    static final String MEDIA_PORTS = "media ports";
    static final String CERTIFICATES = "certificates";
    static final String GATEWAY = "gateway";
    static final String CALLS = "calls";
    static final String CODECS = "codecs";
    static final String SRTP = "SRTP";
    static final String AUDIO = "audio";
    static final String KEYS = "DTMF";
    static final String SOUND = "sound";
    static final String RELAY = "relay";
    static final String AGENT = "agent";

    private Areas() {}
}
