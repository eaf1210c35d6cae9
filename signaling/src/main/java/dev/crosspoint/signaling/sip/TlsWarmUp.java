package dev.crosspoint.signaling.sip;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;

/**
 * Makes, on a worker, what the first TLS connection of a process would make on its loop: Netty
 * reads a sample key with Bouncy Castle, which works out its curves for that, 0.3 to 0.7 s in which
 * no words of any trunk are heard.
 */
final class TlsWarmUp {
    private TlsWarmUp() {}

    static Future<Void> run(Vertx vertx, KeyCertOptions keys) {
        return vertx.executeBlocking(
                        () -> {
                            var managers = keys.getKeyManagerFactory(vertx);
                            return SslContextBuilder.forServer(managers)
                                    .sslProvider(SslProvider.JDK)
                                    .build();
                        })
                .mapEmpty();
    }
}
