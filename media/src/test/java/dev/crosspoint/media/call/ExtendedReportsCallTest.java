package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** VoIP metrics in the reports of a call (RFC 3611), by what the far end has offered. */
class ExtendedReportsCallTest {
    private static final Duration AWHILE = Duration.ofSeconds(30);
    private static final String MUX = "rtcp-mux";
    private static final String METRICS = MUX + "\r\na=rtcp-xr:rcvr-rtt=all voip-metrics";

    /** RFC 3611 2 and 4.7: the packet type, and the block's. */
    private static final int EXTENDED_REPORT = 207;

    private static final int VOIP_METRICS = 7;

    private final VirtualNet net = VirtualNet.seeded(11);
    private final VirtualCall call = new VirtualCall(net);

    /** The bodies of the extended reports that have come since this was last asked. */
    private static List<ByteBuffer> extended(End end) {
        var found = new ArrayList<ByteBuffer>();
        for (byte[] compound : end.phone().reports()) {
            var rest = ByteBuffer.wrap(compound);
            while (rest.hasRemaining()) {
                int type = rest.get(rest.position() + 1) & 0xFF;
                int bytes = 4 * (1 + (rest.getShort(rest.position() + 2) & 0xFFFF));
                if (type == EXTENDED_REPORT) {
                    found.add(rest.slice(rest.position() + 8, bytes - 8));
                }
                rest.position(rest.position() + bytes);
            }
        }
        end.phone().reports().clear();
        return found;
    }

    @Test
    void areSentToWhoeverHasOfferedThemAndToNobodyElse() {
        net.loss(0.1);
        End asking = call.joinSaying(Codec.PCMU, METRICS);
        End plain = call.joinSaying(Codec.PCMA, MUX);
        call.bridge(asking, plain);
        net.run(AWHILE);

        assertThat(plain.phone().reports()).isNotEmpty();
        assertThat(extended(plain)).isEmpty();
        int compounds = asking.phone().reports().size();
        var sent = extended(asking);
        assertThat(sent).hasSizeGreaterThan(3).hasSizeBetween(compounds - 1, compounds);
        var last = sent.getLast();
        assertThat(last.get(0)).isEqualTo((byte) VOIP_METRICS);
        assertThat(last.getInt(4)).isEqualTo(asking.phone().ssrc());
        // Lost of what it has sent, in 256ths.
        assertThat(last.get(8) & 0xFF).isBetween(15, 36);
    }

    @Test
    void beginAndEndWithAnOfferInTheMiddleOfTheCall() {
        End customer = call.joinSaying(Codec.PCMU, MUX);
        End agent = call.join(Codec.PCMU);
        call.bridge(customer, agent);
        net.run(AWHILE);
        assertThat(extended(customer)).isEmpty();

        call.reoffer(customer, METRICS);
        net.run(AWHILE);
        assertThat(extended(customer)).hasSizeGreaterThan(3);

        call.reoffer(customer, MUX);
        customer.phone().reports().clear();
        net.run(AWHILE);
        assertThat(customer.phone().reports()).isNotEmpty();
        assertThat(extended(customer)).isEmpty();
    }
}
