package dev.crosspoint.loadtest.run;

import dev.crosspoint.loadtest.phone.AgentPhone;
import dev.crosspoint.loadtest.phone.AudioSetup;
import dev.crosspoint.loadtest.phone.PhoneBank;
import dev.crosspoint.loadtest.phone.TrunkPhone;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * How long an agent waits for the first audio of a contact, step by step, in a gateway of its own
 * process: by a socket of the contact's own ({@code /rtc}, as connect-rtc-js does), on the
 * desktop's socket, and on a connection that stands. One contact after the other; all with real
 * TLS, ICE, DTLS-SRTP, and a customer on a SIP trunk who talks all the time.
 *
 * <p>Arguments: contacts of each kind, and contacts before them that do not count. The system
 * properties are {@link RunSettings}'.
 */
public final class TimeToAudio {
    private static final int LIMIT_SECONDS = 30;

    /** What somebody says to the other before the next one calls. */
    private static final long TALK_MS = 200;

    private final PhoneBank bank;
    private final AgentPhone agent;
    private final int contacts;
    private final int warmUp;

    private TimeToAudio(PhoneBank bank, int contacts, int warmUp) {
        this.bank = bank;
        this.agent = bank.agent(bank.target().agent(1));
        this.contacts = contacts;
        this.warmUp = warmUp;
    }

    /** Runs. */
    public static void main(String[] args) throws Exception {
        RunSettings settings = RunSettings.ofProperties();
        try (var gateway =
                        OwnGateway.start(
                                settings.folder().resolve("gateway"),
                                settings,
                                GatewayFiles.HASH,
                                List.of());
                PhoneBank bank = gateway.phones(settings)) {
            new TimeToAudio(bank, Integer.parseInt(args[0]), Integer.parseInt(args[1])).run();
        }
        System.exit(0); // loops of libraries
    }

    private void run() throws Exception {
        await(agent.signIn());
        report("WebSocket open to audio, a socket of its own", measure(AgentPhone::answerDirectly));
        report("invite to audio, the desktop's socket", measure(AgentPhone::answerByDesk));
        await(agent.keepConnection());
        report("connectContact to audio", measure(AgentPhone::answerByDesk));
        await(agent.signOut());
    }

    private List<AudioSetup> measure(Function<AgentPhone, Future<AudioSetup>> answer)
            throws Exception {
        var setups = new ArrayList<AudioSetup>();
        for (int n = 0; n < warmUp + contacts; n++) {
            await(agent.beAvailable());
            TrunkPhone customer = await(bank.call("+4930%07d".formatted(n)));
            await(agent.awaitOffer(LIMIT_SECONDS));
            AudioSetup setup = await(answer.apply(agent));
            if (n >= warmUp) {
                setups.add(setup);
            }
            Thread.sleep(TALK_MS);
            await(customer.hangUp());
            await(agent.awaitEnd(LIMIT_SECONDS));
        }
        return setups;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    // ---- what is printed

    private static void report(String what, List<AudioSetup> setups) {
        System.out.printf(
                Locale.ROOT,
                "%n%s, %d contacts, load average %.1f%n| ms | p50 | p90 | p99 | most |%n|---|---|---|---|---|%n",
                what,
                setups.size(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        boolean opens = setups.getFirst().opened() != 0;
        boolean fresh = setups.getFirst().keys() != 0;
        if (opens) {
            row("TCP, TLS, WebSocket", setups, s -> s.opened() - s.began());
        }
        row(
                fresh ? "invite to description" : "request to answer",
                setups,
                s -> s.described() - (opens ? s.opened() : s.began()));
        if (fresh) {
            row("description to checked path", setups, s -> s.path() - s.described());
            row("checked path to keys", setups, s -> s.keys() - s.path());
            row("description to confirmed accept", setups, s -> s.accepted() - s.described());
            row(
                    "keys and accept to audio",
                    setups,
                    s -> s.first() - Math.max(s.keys(), s.accepted()));
        } else {
            row("answer to audio", setups, s -> s.first() - s.described());
        }
        row("**until the first audio**", setups, AudioSetup::nanos);
        row("until the customer's tone", setups, s -> s.sound() - s.began());
    }

    private static void row(String what, List<AudioSetup> setups, ToLongFunction<AudioSetup> step) {
        long[] sorted = setups.stream().mapToLong(step).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f |%n",
                what,
                quantileMs(sorted, 0.5),
                quantileMs(sorted, 0.9),
                quantileMs(sorted, 0.99),
                quantileMs(sorted, 1));
    }

    /** The smallest that the share of all does not exceed. */
    private static double quantileMs(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }
}
