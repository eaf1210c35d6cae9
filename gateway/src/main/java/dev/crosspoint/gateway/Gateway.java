package dev.crosspoint.gateway;

import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.gateway.audit.AuditVerticle;
import dev.crosspoint.gateway.audit.KeyUses;
import dev.crosspoint.gateway.control.ControlApi;
import dev.crosspoint.gateway.flow.DemoFlows;
import dev.crosspoint.gateway.history.HistoryVerticle;
import dev.crosspoint.gateway.http.GatewayRouter;
import dev.crosspoint.gateway.http.MediaProbe;
import dev.crosspoint.gateway.http.SessionApi;
import dev.crosspoint.gateway.load.LoadVerticle;
import dev.crosspoint.gateway.meters.AgentMeters;
import dev.crosspoint.gateway.meters.AuditMeters;
import dev.crosspoint.gateway.meters.CertificateMeters;
import dev.crosspoint.gateway.meters.GatewayMeters;
import dev.crosspoint.gateway.meters.HistoryMeters;
import dev.crosspoint.gateway.meters.MediaMeters;
import dev.crosspoint.gateway.meters.SipMeters;
import dev.crosspoint.gateway.network.NetworkVerticle;
import dev.crosspoint.gateway.playback.PlaybackApi;
import dev.crosspoint.gateway.preflight.PreflightVerticle;
import dev.crosspoint.gateway.probe.MediaLoopback;
import dev.crosspoint.gateway.renewal.Renewal;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.switchboard.CallVerticle;
import dev.crosspoint.gateway.turn.TurnServer;
import dev.crosspoint.gateway.webhook.WebhookVerticle;
import dev.crosspoint.media.loop.MediaPlane;
import dev.crosspoint.signaling.agent.AddressBlocks;
import dev.crosspoint.signaling.agent.AgentVerticle;
import dev.crosspoint.signaling.agent.ProxyTrust;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.trunk.TrunkVerticle;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The gateway, put together and running. Reading {@link #start} is a tour of the product; it and
 * {@link #close} block, so they belong on no event loop.
 */
final class Gateway {

    /** How long good news of the loopback probe is good: load balancers ask every few seconds. */
    private static final int PROBE_FRESH_MS = 5_000;

    /** Folder within our home for the flows, prompts and music that we bring along. */
    static final String OWN_FILES = "own";

    /** Folder within our home for what of the audit trail waits for the database. */
    static final String AUDIT_FILES = "audit";

    /** Folder within our home for what of contacts and agents waits for the database. */
    static final String HISTORY_FILES = "history";

    /** Folder within our home for a database of our own. */
    static final String DATABASE_FILES = "postgres";

    private final Vertx vertx;
    private final GatewayConfig config;
    private final Identities identities;
    private final SecureRandom random;
    private final @Nullable Path file;
    private final Callable<GatewayConfig> reread;
    private final GatewayMeters meters = new GatewayMeters();
    private final RunningParts parts;
    private volatile boolean taking;
    private @Nullable AgentVerticle agents;
    private @Nullable TrunkVerticle trunks;

    /**
     * A gateway that does not run yet.
     *
     * @param vertx with the local codec installed on its bus
     * @param identities certificates of its listeners
     */
    Gateway(Vertx vertx, GatewayConfig config, Identities identities, SecureRandom random) {
        this(vertx, config, identities, random, null, () -> config);
    }

    /**
     * Likewise, whose secrets may change.
     *
     * @param file of the configuration; null for none
     * @param reread reads the configuration again; blocks
     */
    Gateway(
            Vertx vertx,
            GatewayConfig config,
            Identities identities,
            SecureRandom random,
            @Nullable Path file,
            Callable<GatewayConfig> reread) {
        this.file = file;
        this.reread = reread;
        this.vertx = vertx;
        this.parts = new RunningParts(vertx);
        this.config = config;
        this.identities = identities;
        this.random = random;
    }

    /**
     * Starts every part, each after those that it needs. What cannot start closes what has.
     *
     * @param accounts who may sign in
     */
    void start(Accounts accounts) throws Exception {
        try {
            startParts(accounts);
            taking = true;
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private void startParts(Accounts accounts) throws Exception {
        // Flows and prompts first: a mistake in them should be told before a port is opened.
        var ownFiles = config.home().resolve(OWN_FILES);
        DemoFlows.unpack(ownFiles);
        var demo = config.demo().enabled() ? Demonstration.of(config, ownFiles) : null;
        var trunkConfigs = demo == null ? config.trunks() : demo.trunks(identities);
        var calls = new TenantAssembly(config, trunkConfigs, ownFiles, Instant.now()).settings();

        // What must be found again: recordings on their way, who did what.
        var database =
                Database.open(
                        vertx,
                        config.database(),
                        config.home().resolve(DATABASE_FILES),
                        meters.registry(),
                        random);
        parts.add("database", database);

        // What must be provable later: before anything happens, and until everything has ended.
        var keyUses = new KeyUses();
        var recordings = new RecordingPlant(config, keyUses);
        var audit = AuditPlant.start(config, recordings, database);
        parts.add("audit", audit);
        meters.bind(new AuditMeters(audit));
        keyUses.attach(audit);

        // What is said, where a flow wants it kept: sealed at once, and sent where it belongs.
        parts.add("recordings", recordings);
        recordings.start(
                database,
                audit,
                meters.registry(),
                random,
                verticle -> parts.deploy("recordings", verticle));

        parts.deploy("audit answers", new AuditVerticle(database.audit(), audit::before));

        // Who called: sealed, and found again by whoever may know.
        var contacts =
                new ContactPlant(
                        config, recordings.cabinet(), database, audit, meters.registry(), random);
        parts.add("contacts", contacts);
        contacts.start();
        parts.deploy("contact answers", contacts.answers(audit::before));

        // Who somebody is, and what they may do.
        var people =
                new PeoplePlant(
                        config,
                        accounts,
                        recordings.cabinet(),
                        database,
                        audit,
                        meters.registry(),
                        random);
        parts.add("people", people);
        parts.deploy("people answers", people.answers());

        // What became of contacts and what agents did: kept here until the database has it.
        var history = contacts.history(vertx, recordings.keys());
        parts.add("history", history);
        meters.bind(new HistoryMeters(history));
        parts.deploy(
                "history answers", new HistoryVerticle(database.agentHistory(), audit::before));

        // Audio: event loops of its own, one UDP port each, one tick.
        var media =
                MediaPlane.start(vertx, config.media(), recordings.spool())
                        .await(RunningParts.SECONDS, TimeUnit.SECONDS);
        parts.add("media", () -> media.close().await(RunningParts.SECONDS, TimeUnit.SECONDS));
        meters.bind(new MediaMeters(media::meters));
        var probe = new MediaLoopback(config.media(), PROBE_FRESH_MS);
        parts.deploy("media probe", probe);
        FirstAudio.await(probe);

        // Whether a browser's audio would come through, before there is a call.
        parts.deploy(
                "preflight",
                new PreflightVerticle(
                        calls.holdMusic(),
                        config.media().loops(),
                        calls.requestTimeoutMs(),
                        meters.registry()));

        // The tenants' own programs, by HTTPS, where flows ask them.
        var webhooks = new WebhookVerticle(config.webhooks(), meters.registry(), random);
        parts.deploy("webhooks", webhooks);

        // Who may come in from where.
        var gate = new TenantGate(config.access(), audit, meters.registry(), System::nanoTime);

        // Calls: flows, queues, agents. Between the two vocabularies.
        var caller = demo == null ? null : demo.caller();
        parts.deploy(
                "calls",
                new CallVerticle(
                        calls,
                        people.tokens(),
                        people.people(),
                        caller,
                        meters.registry(),
                        audit,
                        audit::before,
                        gate,
                        history,
                        random));

        // Customers, by SIP.
        var sip = config.sipConfig(identities.sip());
        var trunkVerticle = new TrunkVerticle(sip, trunkConfigs, new SipMeters(meters.registry()));
        parts.deploy("trunks", trunkVerticle);
        trunks = trunkVerticle;
        if (config.shedding().enabled()) {
            parts.deploy(
                    "load",
                    new LoadVerticle(media::meters, config.shedding(), trunkVerticle::refuseCalls));
        }
        AuditPlant.opens(trunkConfigs, audit);
        if (demo != null && demo.hasCustomer()) {
            var customer = demo.customer(trunkVerticle.port(Transport.TLS), identities);
            parts.deploy("demo customer", customer);
            demo.introduce(customer);
        }

        // Recordings for people: heard, sent, deleted, and all of it on record before.
        var playback =
                new PlaybackApi(
                        vertx,
                        recordings.playback(database, meters.registry(), random),
                        audit::before);
        parts.add("playback", playback);

        // Agents' own SIP phones, by WebSocket.
        var phones = people.phones(gate, meters.registry());
        parts.deploy("phones", phones);
        // Agents, by WebSocket, and the pages they use; programs, by HTTP. Their audio by a relay,
        // where nothing else gets through.
        var turn =
                config.turn() == null
                        ? null
                        : new TurnServer(config.turn(), InstantSource.system(), random);
        var api =
                new ControlApi(
                        vertx,
                        people.tokens(),
                        people.people(),
                        gate,
                        playback,
                        config.https().requestTimeoutMs(),
                        meters.registry(),
                        random,
                        audit,
                        audit::before);
        var demoCustomer = demo != null && demo.hasCustomer();
        var sessions = people.sessions(gate, demoCustomer);
        var router = router(sessions, api, probe, database, gate);
        var listener =
                new AgentVerticle(
                        config.agentConfig(identities.https()),
                        router.pages(router.handler()),
                        new AgentMeters(meters.registry()),
                        turn == null ? List::of : turn,
                        phones);
        parts.deploy("agents", listener);
        agents = listener;

        // Secrets that change while it runs.
        var certificates = new CertificateMeters(meters.registry(), InstantSource.system());
        certificates.shows("https", identities.https());
        certificates.shows("sip", identities.sip());
        if (demo == null) {
            var secrets = new Secrets(config);
            var renewal =
                    new Renewal<>(
                            sources(secrets),
                            Secrets.Read.inUse(config, identities),
                            () -> Secrets.Read.of(reread.call()),
                            secrets.of(
                                    listener,
                                    trunkVerticle,
                                    webhooks,
                                    database,
                                    people.providers(),
                                    turn,
                                    certificates),
                            audit,
                            meters.registry());
            parts.add("renewal", renewal);
            renewal.start();
        }

        // Now that all ports are open: what networks have to let pass.
        var open =
                new NetworkNeeds.Opened(
                        httpsPort(), sipPort(Transport.UDP), sipPort(Transport.TLS));
        var needs = NetworkNeeds.of(config, trunkConfigs, open);
        parts.deploy("network answers", new NetworkVerticle(needs, config.tenants().size() == 1));
    }

    /** Where secrets may be: files of their own, and that of the configuration. */
    private Set<Path> sources(Secrets secrets) {
        var files = new LinkedHashSet<>(secrets.files());
        if (file != null) {
            files.add(file);
        }
        return files;
    }

    private GatewayRouter router(
            SessionApi sessions,
            ControlApi api,
            MediaProbe probe,
            Database database,
            TenantGate gate) {
        return new GatewayRouter(
                vertx,
                sessions,
                api::mount,
                () -> taking,
                probe,
                database::isUp,
                meters.registry(),
                meters::scrape,
                new AddressBlocks(config.https().metricsNetworks())::contains,
                gate,
                new ProxyTrust(config.https().proxies()));
    }

    /** The port of pages and WebSockets. */
    int httpsPort() {
        return agents == null ? -1 : agents.port();
    }

    /** A SIP port. */
    int sipPort(Transport transport) {
        return trunks == null ? -1 : trunks.port(transport);
    }

    /** Ends everything, the last started first, and goes on when a part cannot end. */
    void close() {
        taking = false;
        parts.end();
        meters.close();
    }
}
