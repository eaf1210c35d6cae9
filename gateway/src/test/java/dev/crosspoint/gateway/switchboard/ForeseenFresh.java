package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.Fresh;

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

    @Override
    public int percent() {
        // Every lot comes up, in an order of its own.
        lots = (lots + 37) % 100;
        return lots + 1;
    }
}
