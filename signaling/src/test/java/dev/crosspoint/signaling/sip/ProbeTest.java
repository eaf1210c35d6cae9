package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes of an OPTIONS, and where that is told. */
class ProbeTest {

    private static final int T1_MS = 200;

    private final Vertx vertx = Vertx.vertx();
    private final Phone phone = Phone.open(vertx, Phone.settings(T1_MS, Transport.UDP));
    private final RawPeer carrier = new RawPeer(phone.port(Transport.UDP));
    private final Destination there =
            new Destination(Transport.UDP, "127.0.0.1", carrier.port(), null, null);

    private record Told(int status, Context context) {}

    @AfterEach
    void close() {
        carrier.close();
        phone.close();
        Phone.await(vertx.close());
    }

    private static Told told(Future<Integer> probe) throws Exception {
        var told = new CompletableFuture<Told>();
        probe.onSuccess(status ->
                told.complete(new Told(status, Objects.requireNonNull(Vertx.currentContext()))));
        return told.get(10, TimeUnit.SECONDS);
    }

    @Test
    void tellsOfSilenceOnItsOwnContext() throws Exception {
        var probe = phone.act(() -> phone.endpoint().probe(there));
        assertThat(told(probe)).isEqualTo(new Told(408, phone.endpoint().context()));
    }

    @Test
    void asksOnItsOwnContextWhereverItIsWantedFrom() throws Exception {
        var other = vertx.getOrCreateContext();
        assertThat(other).isNotSameAs(phone.endpoint().context());
        var asked = new CompletableFuture<Future<Integer>>();
        other.runOnContext(_ -> asked.complete(phone.endpoint().probe(there)));
        String options = carrier.receive("OPTIONS");
        carrier.send(carrier.response(options, "200 OK", "far", "", ""));
        assertThat(told(asked.get(10, TimeUnit.SECONDS)))
                .isEqualTo(new Told(200, phone.endpoint().context()));
    }
}
