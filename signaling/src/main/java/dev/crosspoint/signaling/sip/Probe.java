package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import gov.nist.javax.sip.message.SIPRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.sip.Dialog;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** Asks a far end by OPTIONS whether it is there (RFC 3261 11). */
final class Probe implements Exchanges.Handler {

    /** 8 s in times of T1: whoever has not answered by then is of no use for a call. */
    private static final int PATIENCE_T1S = 16;

    private final Promise<Integer> status;

    private Probe(Promise<Integer> status) {
        this.status = status;
    }

    /** The final status, 408 when there is none in time, 503 when there is no way there. */
    static Future<Integer> send(Core core, Destination to, Flow flow) {
        var probe = new Probe(Core.promise(core.vertx()));
        core.lone().send(core.exchanges(), request(core, to, flow.partner()), flow, probe);
        return probe.status
                .future()
                .timeout(core.t1s(PATIENCE_T1S), TimeUnit.MILLISECONDS)
                .otherwise(Response.REQUEST_TIMEOUT);
    }

    private static SIPRequest request(Core core, Destination to, InetAddress there) {
        Transport transport = to.transport();
        return Messages.request(
                """
                OPTIONS sip:%2$s;transport=%3$s SIP/2.0
                Via: SIP/2.0/%4$s %5$s;branch=z9hG4bK%6$s;rport
                Max-Forwards: 70
                From: <sip:%5$s>;tag=%7$s
                To: <sip:%1$s>
                Call-ID: %8$s
                CSeq: 1 OPTIONS
                Contact: %9$s
                Accept: application/sdp
                User-Agent: Crosspoint
                Content-Length: 0

                """
                        .formatted(
                                to.uriHost(),
                                to.uriHostPort(),
                                transport.name().toLowerCase(Locale.ROOT),
                                transport.name(),
                                core.hostPort(transport, there),
                                core.token(),
                                core.token(),
                                core.token(),
                                core.contact(transport, there)));
    }

    @Override
    public void onResponse(Response response, @Nullable Dialog dialog) {
        if (response.getStatusCode() >= 200) {
            status.tryComplete(response.getStatusCode());
        }
    }

    @Override
    public void onFailure(int failure) {
        status.tryComplete(failure);
    }
}
