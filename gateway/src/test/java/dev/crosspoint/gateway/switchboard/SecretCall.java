package dev.crosspoint.gateway.switchboard;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.gateway.input.InputPair;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.AgentMessage;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Random;

/**
 * A program of its own: a customer enters digits that nobody has written down, for they are drawn
 * by lot, key by key. What the program's memory holds of them is written into a folder while they
 * are entered, when they are sealed, and when the call is over.
 */
final class SecretCall {
    static final int DIGITS = 16;

    /** So many are entered when the first dump is made. */
    static final int SEEN = 12;

    private SecretCall() {}

    /** The next digit of a secret. */
    static char next(Random lots) {
        return (char) ('0' + lots.nextInt(10));
    }

    /** With the folder, and a seed for the lots. */
    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        var lots = new Random(Long.parseLong(args[1]));
        var office =
                new Office(
                        FlowScript.flows()
                                .keys(InputPair.keys(InputPair.OLD))
                                .flow(
                                        "inbound",
                                        """
                                        seal card 16 cards-2026
                                        set card $.StoredCustomerInput
                                        target sales
                                        enter
                                        """)
                                .book());
        var ann = office.available("ann");
        var call = office.arrive("d1");
        for (int i = 0; i < DIGITS; i++) {
            if (i == SEEN) {
                dump(folder.resolve("entering.hprof"));
            }
            office.media(
                    new MediaEvent.DigitHeard(
                            Office.mediaTenant(),
                            call,
                            office.customerLeg(call),
                            new Digits(String.valueOf(next(lots)))));
        }
        dump(folder.resolve("sealed.hprof"));
        office.take(ann);
        var card = office.last(ann, AgentMessage.ContactOffered.class).attributes().get("card");
        if (card == null || card.value().length() < 500) {
            throw new AssertionError("nothing was sealed");
        }
        office.hangUpCustomer("d1");
        try {
            dump(folder.resolve("over.hprof"));
        } finally {
            Reference.reachabilityFence(office);
        }
    }

    /** All objects that are alive. */
    private static void dump(Path file) throws Exception {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpHeap(file.toString(), true);
    }
}
