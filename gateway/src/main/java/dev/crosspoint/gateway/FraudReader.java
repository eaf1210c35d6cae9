package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.CIDR;
import static dev.crosspoint.gateway.config.Expected.E164;
import static dev.crosspoint.gateway.config.Expected.INSTANT;
import static dev.crosspoint.gateway.config.Expected.IP_LITERAL;

import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.gateway.fraud.FraudRules;
import dev.crosspoint.gateway.fraud.NetworkBlock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads a tenant's {@code fraud}. */
final class FraudReader {
    private static final int MOST_ARRIVALS = 100_000;

    private FraudReader() {}

    static FraudRules read(Section fraud) {
        var numbers = new AtomicInteger();
        var lenient = FraudRules.LENIENT;
        return new FraudRules(
                fraud.integer(
                        "windowSeconds",
                        FraudRules.LEAST_WINDOW_SECONDS,
                        FraudRules.MOST_WINDOW_SECONDS,
                        lenient.windowSeconds()),
                fraud.integer("mostPerNumber", 0, MOST_ARRIVALS, lenient.mostPerNumber()),
                fraud.integer("mostPerAddress", 0, MOST_ARRIVALS, lenient.mostPerAddress()),
                fraud.flag("refuseDenied", lenient.refuseDenied()),
                fraud
                        .each(
                                "denied",
                                entry -> denial(entry, "config-" + numbers.incrementAndGet()))
                        .stream()
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Optional<Denial> denial(Section entry, String id) {
        var number = entry.secret("number", E164);
        var network = entry.optionalText("network", CIDR.or(IP_LITERAL));
        var expires = entry.optionalText("expires", INSTANT).map(Instant::parse).orElse(null);
        if (!entry.isExactlyOneGiven("number", "network")) {
            return Optional.empty();
        }
        return number.<Denial.Caller>map(n -> new Denial.OfNumber(new PhoneNumber(n.value())))
                .or(() -> network.map(n -> new Denial.OfNetwork(NetworkBlock.parse(n))))
                .map(caller -> new Denial(id, caller, expires));
    }
}
