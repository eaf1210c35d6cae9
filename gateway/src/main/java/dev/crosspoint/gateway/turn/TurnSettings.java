package dev.crosspoint.gateway.turn;

import dev.crosspoint.signaling.api.Private;
import java.util.List;

/**
 * The TURN server that browsers may use.
 *
 * @param urls {@code turn:} or {@code turns:} URLs (RFC 7065); one or more
 * @param secret shared with the server, coturn's {@code static-auth-secret}
 * @param minutes how long credentials are good for
 */
public record TurnSettings(List<String> urls, Private secret, int minutes) {
    public TurnSettings {
        urls = List.copyOf(urls);
    }
}
