package dev.crosspoint.gateway.network;

import dev.crosspoint.signaling.api.LocalCodec;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Answers what a network has to let pass. */
public final class NetworkVerticle extends VerticleBase {
    private final NetworkRules rules;
    private final boolean isOneTenants;

    /**
     * To be deployed when all ports are open.
     *
     * @param isOneTenants whether there is one tenant and no other
     */
    public NetworkVerticle(NetworkRules rules, boolean isOneTenants) {
        this.rules = rules;
        this.isOneTenants = isOneTenants;
    }

    @Override
    public Future<?> start() {
        return vertx.eventBus()
                .<NetworkMessage>localConsumer(
                        NetworkMessage.ADDRESS,
                        message -> {
                            var of = rules.of(message.body().tenant(), isOneTenants);
                            message.reply(
                                    new NetworkMessage.Found(of.json()), LocalCodec.options());
                        })
                .completion();
    }
}
