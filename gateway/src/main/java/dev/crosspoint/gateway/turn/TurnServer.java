package dev.crosspoint.gateway.turn;

import dev.crosspoint.signaling.api.IceServer;
import dev.crosspoint.signaling.api.Private;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/** Hands out the way to the TURN server, with fresh credentials each time; by any thread. */
public final class TurnServer implements Supplier<List<IceServer>> {
    /** Two of them are never the same in the server's log, and none says who. */
    private static final int ID_BYTES = 8;

    private final List<String> urls;
    private final Duration validity;
    private final InstantSource clock;
    private final SecureRandom random;
    private volatile Private secret;

    /** A server that takes credentials by the settings' secret. */
    public TurnServer(TurnSettings settings, InstantSource clock, SecureRandom random) {
        this.urls = settings.urls();
        this.validity = Duration.ofMinutes(settings.minutes());
        this.secret = settings.secret();
        this.clock = clock;
        this.random = random;
    }

    /**
     * From now on it has another secret; what was handed out stays good as long as it knows both.
     */
    public void renew(Private other) {
        secret = other;
    }

    @Override
    public List<IceServer> get() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        var expiry = clock.instant().plus(validity);
        var credentials = TurnCredentials.until(expiry, HexFormat.of().formatHex(id), secret);
        return List.of(new IceServer(urls, credentials.username(), credentials.password()));
    }
}
