package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.HOST;
import static dev.crosspoint.gateway.config.Expected.ID;
import static dev.crosspoint.gateway.config.Expected.TEXT;

import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.signaling.api.TrunkService;
import dev.crosspoint.signaling.api.TrunkService.Digits;
import dev.crosspoint.signaling.api.TrunkService.HeardTones;
import dev.crosspoint.signaling.api.TrunkService.InfoForm;
import dev.crosspoint.signaling.api.TrunkService.InfoUse;
import dev.crosspoint.signaling.api.TrunkService.Limits;
import dev.crosspoint.signaling.api.TrunkService.Outbound;
import dev.crosspoint.signaling.api.TrunkService.Registration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what an entry of {@code trunks} says beyond who the trunk is. */
final class TrunkServiceReader {
    private static final int MOST_PROBE_SECONDS = 3_600;
    private static final int MOST_CALLS = 10_000;
    private static final int MOST_PER_SECOND = 1_000;

    /** Shorter is a keep-alive, which there are better ones of. */
    private static final int LEAST_SECONDS = 60;

    private static final int MOST_SECONDS = 86_400;
    private static final int USUAL_SECONDS = 3_600;

    private TrunkServiceReader() {}

    /**
     * Reads it.
     *
     * @param host where the trunk is called, or null
     * @param clientCaPem what it has to show by TLS, or null
     */
    static TrunkService read(Section trunk, @Nullable String host, @Nullable String clientCaPem) {
        var limits = trunk.section("limits");
        return new TrunkService(
                outbound(trunk, trunk.section("failover")),
                new Limits(
                        limits.integer("calls", 0, MOST_CALLS, 0),
                        limits.integer("callsPerSecond", 0, MOST_PER_SECOND, 0)),
                registration(trunk, trunk.section("registration"), host),
                TrunkRulesReader.read(trunk.section("rules")),
                digits(trunk.section("digits")),
                clientCaPem);
    }

    private static Digits digits(Section digits) {
        Digits usual = Digits.USUAL;
        return new Digits(
                digits.choice("info", List.of(InfoUse.values()), usual.info()),
                digits.choice("infoForm", List.of(InfoForm.values()), usual.form()),
                digits.choice("heardTones", List.of(HeardTones.values()), usual.heardTones()));
    }

    private static Outbound outbound(Section trunk, Section failover) {
        var group = failover.optionalText("group", ID).orElse(null);
        int priority = failover.integer("priority", 0, 65_535, Outbound.USUAL_PRIORITY);
        int weight = failover.integer("weight", 0, 65_535, Outbound.USUAL_WEIGHT);
        boolean isRanked = priority != Outbound.USUAL_PRIORITY || weight != Outbound.USUAL_WEIGHT;
        if (group == null && isRanked) {
            failover.problem("group", null, "a group, to have a priority or weight in");
        }
        return new Outbound(
                group,
                priority,
                weight,
                trunk.integer(
                        "probeSeconds",
                        0,
                        MOST_PROBE_SECONDS,
                        group == null ? 0 : Outbound.USUAL_PROBE_SECONDS));
    }

    private static @Nullable Registration registration(
            Section trunk, Section registration, @Nullable String host) {
        var user = registration.secret("user", TEXT).orElse(null);
        var domain = registration.optionalText("domain", HOST).orElse(host);
        int seconds =
                registration.integer("expiresSeconds", LEAST_SECONDS, MOST_SECONDS, USUAL_SECONDS);
        if (user == null) {
            if (seconds != USUAL_SECONDS || !Objects.equals(domain, host)) {
                registration.problem("user", null, "the user part of the address to register");
            }
            return null;
        }
        if (host == null || domain == null) {
            trunk.problem("host", null, "a host, to register with");
            return null;
        }
        return new Registration(user, domain, seconds);
    }
}
