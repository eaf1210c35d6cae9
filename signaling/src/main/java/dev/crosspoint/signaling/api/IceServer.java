package dev.crosspoint.signaling.api;

import java.util.List;

/**
 * A relay by which a browser may reach the gateway, as WebRTC's {@code RTCIceServer} has it.
 *
 * @param urls {@code turn:} or {@code turns:} URLs (RFC 7065), one or more
 * @param username names nobody
 */
public record IceServer(List<String> urls, Private username, Private credential) {
    public IceServer {
        urls = List.copyOf(urls);
    }
}
