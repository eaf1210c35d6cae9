package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.Fresh;
import java.security.SecureRandom;

/** Names and secrets that are counted, so that a test runs alike every time. */
final class ForeseenFresh implements Fresh {
    private int names;
    private int lots;

    @Override
    public String id() {
        return "id" + ++names;
    }

    @Override
    public String secret() {
        return "secret-%032d".formatted(++names);
    }

    /** Real ones: what is sealed differs each time, as it must. */
    @Override
    public SecureRandom random() {
        return new SecureRandom();
    }

    @Override
    public int percent() {
        // Every lot comes up, in an order of its own.
        lots = (lots + 37) % 100;
        return lots + 1;
    }
}
