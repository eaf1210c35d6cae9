package dev.crosspoint.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.incrementUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import dev.crosspoint.loadtest.gatling.Crosspoint;
import dev.crosspoint.loadtest.gatling.CrosspointProtocol;
import dev.crosspoint.loadtest.phone.PhoneBank;
import dev.crosspoint.loadtest.phone.PhoneSettings;
import dev.crosspoint.loadtest.phone.SipTransport;
import dev.crosspoint.loadtest.phone.Target;
import dev.crosspoint.media.codec.Codec;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What every simulation has: a profile, a gateway, a bank of phones and a log of theirs. */
final class Load {
    private static final int SAMPLE_EVERY = 10;

    /** Beyond this callers have been lost somewhere, and the statistics say so. */
    private static final long CALLERS_LIMIT_NANOS = 600_000_000_000L;

    private final LoadProfile profile =
            LoadProfile.named(System.getProperty("load.profile", "smoke"));
    private final PhoneBank bank;
    private final PhoneLog log;
    private final int callers = Integer.getInteger("load.calls", profile.agents() / 2);
    private final AtomicInteger offered = new AtomicInteger();
    private final long begun = System.nanoTime();

    /** One whose calls are relayed, or transcoded where browsers speak Opus. */
    Load() {
        this(false);
    }

    /** One whose calls are mixed. */
    static Load ofConferences() {
        return new Load(true);
    }

    private Load(boolean mixed) {
        Target target =
                new Target(
                        System.getProperty("load.host", "127.0.0.1"),
                        Integer.getInteger("load.https", 8443),
                        Integer.getInteger("load.sip", 5060),
                        System.getProperty("load.number", "+4930555001"),
                        System.getProperty("load.agent", "agent%04d"),
                        System.getProperty("load.password", "load test"));
        Codec codec =
                Codec.valueOf(System.getProperty("load.codec", "pcmu").toUpperCase(Locale.ROOT));
        try {
            bank =
                    new PhoneBank(
                            target,
                            new PhoneSettings(
                                    codec,
                                    SipTransport.valueOf(
                                            System.getProperty("load.transport", "UDP")),
                                    Boolean.getBoolean("load.srtp"),
                                    Integer.getInteger("load.phones", 0),
                                    Boolean.getBoolean("load.spin"),
                                    mixed || codec == Codec.OPUS,
                                    profile.name().equals("smoke") ? 1 : SAMPLE_EVERY));
            log = new PhoneLog(bank, Path.of(System.getProperty("load.phoneLog", "phones.csv")));
        } catch (Exception e) {
            throw new IllegalStateException("the phones cannot be had: " + e.getMessage(), e);
        }
    }

    LoadProfile profile() {
        return profile;
    }

    /** Whether any customer is in a call, or is about to call again. */
    boolean hasCustomers() {
        return bank.hasCustomers();
    }

    CrosspointProtocol protocol() {
        return Crosspoint.crosspoint(bank);
    }

    /** Every agent signs in, one after the other, and does this. */
    PopulationBuilder agents(ChainBuilder day) {
        return scenario("agents")
                .exec(day)
                .injectOpen(rampUsers(profile.agents()).during(profile.signInSeconds()));
    }

    /** Customers call at the rate of the profile, once the agents are there. */
    PopulationBuilder customers(ChainBuilder call) {
        return scenario("customers")
                .exec(call)
                .injectOpen(
                        nothingFor(profile.signInSeconds() + 2),
                        profile.steps() == 1
                                ? constantUsersPerSec(profile.callsPerSecond())
                                        .during(profile.seconds())
                                : incrementUsersPerSec(profile.callsPerSecond())
                                        .times(profile.steps())
                                        .eachLevelLasting(profile.seconds())
                                        .startingFrom(profile.callsPerSecond()));
    }

    /** Customers call while the agents come: half as many, or {@code load.calls}. */
    PopulationBuilder callers(ChainBuilder call) {
        return scenario("customers")
                .exec(call)
                .injectOpen(rampUsers(callers).during(profile.signInSeconds()));
    }

    /** Whether a caller has not been offered to an agent yet; nobody waits for ever. */
    boolean awaitsCallers() {
        return offered.get() < callers && System.nanoTime() - begun < CALLERS_LIMIT_NANOS;
    }

    /** A caller has been offered. */
    void callerOffered() {
        offered.incrementAndGet();
    }

    /** After the simulation. */
    void close() {
        log.close();
        bank.close();
    }
}
