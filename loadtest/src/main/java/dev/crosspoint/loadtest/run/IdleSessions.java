package dev.crosspoint.loadtest.run;

import dev.crosspoint.loadtest.measure.CallSound;
import dev.crosspoint.loadtest.phone.AgentPhone;
import dev.crosspoint.loadtest.phone.PhoneBank;
import dev.crosspoint.loadtest.phone.TrunkPhone;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What agents cost a gateway who are signed in and have nothing to do: heap after a collection,
 * memory of the process, and CPU, at every so many more of them, until all are there or the gateway
 * takes no more. Each has a TLS WebSocket of its own and is available; what they answer is the
 * pings. In the end {@code -Dload.calls} (5) customers talk to as many of them for 5 s.
 *
 * <p>Argument: how many more before each row. Whose they are and how many, {@code -Dload.agents}
 * and the other system properties say, as in {@link RunSettings}; {@code -Dload.gateway.options}
 * has the gateway's heap. Their password's hash is a cheap one, unless {@code -Dload.cheap=false}:
 * 10,000 real ones take ten minutes of a core.
 */
public final class IdleSessions {
    /** As many as the gateway lets one address try before it slows it down, and a few less. */
    private static final int AT_ONCE = 8;

    private static final int LIMIT_SECONDS = 60;
    private static final int IDLE_SECONDS = 30;
    private static final int TALK_SECONDS = 5;
    private static final int TRIES = 10;
    private static final String CPU = "process_cpu_time_ns_total";

    private final GatewayMemory memory;
    private final MetricsReader metrics;
    private final PhoneBank bank;
    private final List<AgentPhone> agents = new ArrayList<>();

    private IdleSessions(GatewayMemory memory, MetricsReader metrics, PhoneBank bank) {
        this.memory = memory;
        this.metrics = metrics;
        this.bank = bank;
    }

    /** Runs. */
    public static void main(String[] args) throws Exception {
        RunSettings settings = RunSettings.ofProperties();
        String hash =
                RunSettings.text("load.cheap", "true").equals("true")
                        ? GatewayFiles.CHEAP_HASH
                        : GatewayFiles.HASH;
        List<String> prefix =
                List.of(RunSettings.text("load.gateway.prefix", "").split(" ", -1)).stream()
                        .filter(word -> !word.isEmpty())
                        .toList();
        try (var gateway =
                        OwnGateway.start(
                                settings.folder().resolve("gateway"), settings, hash, prefix);
                var metrics = new MetricsReader("127.0.0.1", gateway.https());
                PhoneBank bank = gateway.phones(settings)) {
            new IdleSessions(new GatewayMemory(gateway.pid(), List.of()), metrics, bank)
                    .run(settings.agents(), Integer.parseInt(args[0]));
        }
        System.exit(0); // loops of libraries
    }

    private void run(int most, int step) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "gateway %s, load average %.1f%n",
                RunSettings.text("load.gateway.options", GatewayProcess.OPTIONS),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.println(
                "| sessions | heap, MB | besides, MB | resident, MB | heap of each, KB | besides of each, KB | descriptors |\n"
                        + "|---|---|---|---|---|---|---|");
        GatewayMemory.Sample none = memory.sample();
        row(none, none);
        try {
            while (agents.size() < most) {
                more(Math.min(step, most - agents.size()));
                row(none, memory.sample());
            }
        } catch (Exception e) {
            System.out.println("no more than " + agents.size() + " came: " + e.getMessage());
        }
        if (!agents.isEmpty()) {
            idle();
            try {
                calls(Math.min(agents.size(), Integer.getInteger("load.calls", 5)));
            } catch (Exception e) {
                System.out.println("a call failed: " + e);
            }
            System.out.printf(
                    Locale.ROOT, "the gateway had %.0f MB at most%n", memory.peakBytes() / 1e6);
        }
    }

    private void more(int count) throws Exception {
        int before = agents.size();
        while (agents.size() - before < count) {
            int at = agents.size();
            var coming = new ArrayList<Future<AgentPhone>>();
            for (int n = at; n < Math.min(at + AT_ONCE, before + count); n++) {
                AgentPhone agent = bank.agent(bank.target().agent(n + 1));
                coming.add(signIn(agent, TRIES).compose(_ -> agent.beAvailable()).map(agent));
            }
            for (Future<AgentPhone> agent : coming) {
                agents.add(await(agent));
            }
        }
    }

    /** A gateway that waits for a core or for its database says so, and is asked once more. */
    private static Future<Void> signIn(AgentPhone agent, int tries) {
        return agent.signIn()
                .recover(refused ->
                        tries > 1 ? signIn(agent, tries - 1) : Future.failedFuture(refused));
    }

    private void row(GatewayMemory.Sample none, GatewayMemory.Sample now) {
        double sessions = agents.size();
        System.out.printf(
                Locale.ROOT,
                "| %d | %.0f | %.0f | %.0f | %.1f | %.1f | %d |%n",
                agents.size(),
                now.heapBytes() / 1e6,
                now.otherBytes() / 1e6,
                now.residentBytes() / 1e6,
                sessions == 0 ? 0 : (now.heapBytes() - none.heapBytes()) / 1e3 / sessions,
                sessions == 0 ? 0 : (now.otherBytes() - none.otherBytes()) / 1e3 / sessions,
                now.descriptors());
    }

    /** What they cost while nothing happens, and whether they are still there. */
    private void idle() throws Exception {
        double before = metrics.read().total(CPU);
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        GatewayMetrics after = metrics.read();
        System.out.printf(
                Locale.ROOT,
                "idle: %.1f ms of CPU a second; %.0f agents are available%n",
                (after.total(CPU) - before) / 1e6 / IDLE_SECONDS,
                after.total("crosspoint_agents", "state=\"available\""));
    }

    /** The gateway still does what it is for: some customers talk to some agents at once. */
    private void calls(int count) throws Exception {
        var customers = new ArrayList<TrunkPhone>();
        var busy = new ArrayList<AgentPhone>();
        double slowestMs = 0;
        for (int n = 0; n < count; n++) {
            Future<AgentPhone> offered = nextOffer(busy);
            TrunkPhone customer = await(bank.call("+493055500%02d".formatted(n)));
            await(customer.answered());
            customers.add(customer);
            AgentPhone agent = await(offered);
            busy.add(agent);
            slowestMs = Math.max(slowestMs, await(agent.answerByDesk()).nanos() / 1e6);
        }
        TimeUnit.SECONDS.sleep(TALK_SECONDS);
        long heard = 0;
        long lost = 0;
        for (TrunkPhone customer : customers) {
            await(customer.hangUp());
        }
        for (AgentPhone agent : busy) {
            CallSound sound = await(agent.awaitEnd(LIMIT_SECONDS));
            heard += sound.packets();
            lost += sound.lost();
        }
        System.out.printf(
                Locale.ROOT,
                "%d calls: audio after %.0f ms at most, %d packets heard, %d lost%n",
                count,
                slowestMs,
                heard,
                lost);
    }

    /** Who of those that talk to nobody is offered the next contact. */
    private Future<AgentPhone> nextOffer(List<AgentPhone> busy) {
        Promise<AgentPhone> offered = Promise.promise();
        for (AgentPhone agent : agents) {
            if (!busy.contains(agent)) {
                agent.awaitOffer(LIMIT_SECONDS).onSuccess(_ -> offered.tryComplete(agent));
            }
        }
        return offered.future();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
