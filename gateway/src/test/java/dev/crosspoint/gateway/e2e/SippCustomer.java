package dev.crosspoint.gateway.e2e;

import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.media.codec.Codec;
import java.io.IOException;
import java.time.Duration;

/** A customer who calls in on the private circuit, and stays until the gateway hangs up. */
record SippCustomer(RtpProbe ear, Sipp sipp) implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** Calls; whoever is available is offered the call. */
    static SippCustomer call(Rig rig) throws IOException {
        return call(rig, Rig.CUSTOMER_HZ);
    }

    /** Likewise, with another voice. */
    static SippCustomer call(Rig rig, int hz) throws IOException {
        return call(rig, Rig.DIALLED, Codec.PCMU, hz);
    }

    /** Calls one of our numbers, with G.711 of either law. */
    static SippCustomer call(Rig rig, String number, Codec codec, int hz) throws IOException {
        var ear = RtpProbe.open("127.0.0.1", codec, hz);
        return new SippCustomer(
                ear, rig.callFromSipp("u1", number, ear, Sipp.Ending.WAITS_FOR_BYE));
    }

    /** Waits until it hears exactly these of all tones in the tests. */
    void awaitHears(Integer... hz) throws InterruptedException {
        Rig.awaitHears(ear, hz);
    }

    /** Waits until it has heard so much more, be it silence. */
    void awaitHeard(Duration more) throws InterruptedException {
        int ms = Math.toIntExact(more.toMillis());
        ear.awaitHeard(ear.heardMs() + ms, 2 * ms);
    }

    /** Waits until the gateway has hung up. */
    void awaitHungUp() throws IOException, InterruptedException {
        sipp.awaitSuccess(LIMIT);
    }

    @Override
    public void close() {
        sipp.close();
        ear.close();
    }
}
