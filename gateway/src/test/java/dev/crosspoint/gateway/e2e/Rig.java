package dev.crosspoint.gateway.e2e;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.peer.Baresip;
import dev.crosspoint.gateway.peer.Ear;
import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.gateway.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A gateway with agents, a browser for each whom a test asks for, and three trunks: {@code phones},
 * TLS and SRTP, is where two baresips live, the customer's and the one of everybody else outside;
 * {@code circuit} and {@code pbx}, private ones without encryption, where sipp does. The PBX may
 * transfer calls, and be asked to.
 */
final class Rig implements AutoCloseable {
    static final String AGENT = "alice";

    /** What colleagues call the agent. */
    static final String AGENT_NAME = "Alberta Vogelsang";

    static final String PASSWORD = "correct horse";

    /** What the agent says, Hz. */
    static final int AGENT_HZ = 440;

    /** Serves the queue of experts, and has a desk phone. */
    static final String BOB = "bob";

    static final String EXPERTS = "Experts";

    static final String BOB_NAME = "Bartholomew Kasten";
    static final int BOB_HZ = 620;

    /** Serves no queue, and supervises. */
    static final String CAROL = "carol";

    static final String CAROL_NAME = "Carolina Dorn";
    static final int CAROL_HZ = 770;

    /** What whoever is on hold, or waits in the queue, hears, Hz. */
    static final int MUSIC_HZ = 1730;

    /** baresip hangs up at the end of its file. */
    private static final int VOICE_SECONDS = 300;

    /** What the customer says, Hz. */
    static final int CUSTOMER_HZ = 1000;

    /** The customer, as the agent dials and as logs must not show. */
    static final String CUSTOMER = "+4930901820";

    /** What the customer's phone shows as its owner. */
    static final String CUSTOMER_NAME = "Wilhelmina Quast";

    /** What the flow finds out about the customer. */
    static final String ATTRIBUTE = "Quittenkompott";

    /** Somebody outside, who answers at once. */
    static final String EXTERNAL = "+4930901821";

    static final int EXTERNAL_HZ = 1190;

    /** Somebody outside, who answers when a test says so. */
    static final String SHY = "+4930901822";

    static final int SHY_HZ = 1370;

    /** Bob's, which rings until a test answers it. */
    static final String DESK_PHONE = "+4930901823";

    static final int DESK_PHONE_HZ = 1540;

    /** What a second customer says, Hz. */
    static final int OTHER_CUSTOMER_HZ = 880;

    /** Where the PBX calls from. */
    static final String PBX_ADDRESS = "127.0.0.2";

    static final int TRUNK_PORT_LOW = 31_000;
    static final int TRUNK_PORT_HIGH = 31_999;

    private static final List<Integer> TONES =
            List.of(
                    AGENT_HZ,
                    BOB_HZ,
                    CAROL_HZ,
                    CUSTOMER_HZ,
                    OTHER_CUSTOMER_HZ,
                    EXTERNAL_HZ,
                    SHY_HZ,
                    DESK_PHONE_HZ,
                    MUSIC_HZ);

    private static final Map<String, Integer> MICROPHONES =
            Map.of(AGENT, AGENT_HZ, BOB, BOB_HZ, CAROL, CAROL_HZ);

    /** Our own number. */
    static final String DIALLED = "+4930555001";

    /** Our number that records what agents say; then what customers say; then both. */
    static final String AGENT_RECORDED = "+4930555011";

    static final String CUSTOMER_RECORDED = "+4930555012";
    static final String BOTH_RECORDED = "+4930555013";

    /** The same with the queue of experts. */
    static final String EXPERT_RECORDED = "+4930555021";

    static final String EXPERTS_CUSTOMER_RECORDED = "+4930555022";
    static final String EXPERT_AND_CUSTOMER_RECORDED = "+4930555023";

    /** What reaches the experts at once. */
    static final String EXPERTS_NUMBER = "+4930555002";

    private final Path folder;
    private final String address = Peers.address();
    private final int httpsPort = FreePorts.one();
    private final int sipPort = FreePorts.one();
    private final int sipTlsPort = FreePorts.one();
    private final Baresip customer;
    private final Baresip outside;
    private GatewayProcess gateway;
    private final TcpProxy proxy;
    private final Map<String, AgentPage> pages = new HashMap<>();
    private final Map<String, AgentPage> webPhones = new HashMap<>();
    private @Nullable Browsers browsers;
    private final boolean g722;
    private final Map<String, Program> programs = new HashMap<>();
    private @Nullable Events events;
    private int calls;
    private @Nullable Sipp lastSipp;

    private final String yaml;

    private Rig(Path folder, String codecs) throws Exception {
        g722 = codecs.equals("g722");
        boolean standing = codecs.equals("standing");
        this.folder = folder;
        Path certificate = certificate();
        this.customer =
                phone(
                        "customer",
                        CUSTOMER_NAME,
                        certificate,
                        new Baresip.Line(CUSTOMER, voice(CUSTOMER_HZ), true));
        this.outside =
                phone(
                        "outside",
                        "Outside",
                        certificate,
                        new Baresip.Line(EXTERNAL, voice(EXTERNAL_HZ), true),
                        new Baresip.Line(SHY, voice(SHY_HZ), false),
                        new Baresip.Line(DESK_PHONE, voice(DESK_PHONE_HZ), false));
        this.yaml =
                RigSettings.yaml(
                        folder,
                        address,
                        g722 || standing ? "quality" : codecs,
                        standing,
                        httpsPort,
                        sipPort,
                        sipTlsPort,
                        outside.sipPort() + 1);
        this.gateway =
                GatewayProcess.start(Files.createDirectories(folder.resolve("gateway")), yaml);
        this.proxy = TcpProxy.to(httpsPort);
    }

    private Baresip phone(String name, String owner, Path certificate, Baresip.Line... lines)
            throws IOException {
        return Baresip.start(
                Files.createDirectories(folder.resolve(name)),
                new Baresip.Setup(owner, "srtp-mand", "PCMU", certificate, List.of(lines)));
    }

    private Path voice(int hz) throws IOException {
        return Wav.tone(folder.resolve(hz + ".wav"), 8000, 1, hz, VOICE_SECONDS);
    }

    /**
     * Starts everything.
     *
     * @param codecs {@code quality}, {@code capacity}, {@code g722}: the first with browsers that
     *     speak nothing else, or {@code standing}: the first with connections that outlive contacts
     */
    static Rig start(Path folder, String codecs) throws Exception {
        return new Rig(folder, codecs);
    }

    /** The page of the agent who serves the queue. */
    AgentPage page() {
        return page(AGENT);
    }

    /** An agent's page, in a browser of its own that is opened when it is first asked for. */
    AgentPage page(String agent) {
        return pages.computeIfAbsent(agent, this::openPage);
    }

    /** Another tab of an agent's browser, which from now on is the agent's page. */
    AgentPage tab(String agent) {
        var tab = page(agent).page().context().newPage();
        tab.setDefaultTimeout(Browsers.LIMIT_MS);
        tab.navigate(url());
        var page = new AgentPage(tab, TONES);
        pages.put(agent, page);
        return page;
    }

    private String url() {
        return "https://127.0.0.1:" + proxy.port() + "/";
    }

    /** A softphone of somebody else's that has registered for an agent, in a browser of its own. */
    WebPhone webPhone(String kind, String agent) throws IOException, InterruptedException {
        var known = webPhones.get(agent);
        var page = known == null ? open(agent, WebPhone.bundle(folder)) : known;
        webPhones.put(agent, page);
        if (known != null) {
            page.page().reload();
        }
        return WebPhone.start(page, kind, agent, program(agent).sipSecret());
    }

    private AgentPage openPage(String agent) {
        return open(agent);
    }

    private AgentPage open(String agent, String... scripts) {
        try {
            var opened = browsers == null ? Browsers.of(Peers.require("chromium"), g722) : browsers;
            browsers = opened;
            int hz = requireNonNull(MICROPHONES.get(agent));
            var microphone = Wav.tone(folder.resolve(agent + ".wav"), 48_000, 1, hz, 2);
            return opened.open(microphone, url(), TONES, scripts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a telephone hears exactly these of all tones in the tests. */
    static void awaitHears(Ear telephone, Integer... hz) throws InterruptedException {
        var present = List.of(hz);
        telephone.awaitTones(
                present, TONES.stream().filter(tone -> !present.contains(tone)).toList());
    }

    /** The page of a colleague, signed in, idle and available. */
    AgentPage colleague(String agent) {
        boolean known = pages.containsKey(agent);
        var page = page(agent);
        if (!known) {
            page.signIn(agent, PASSWORD);
            page.recover();
            if (agent.equals(BOB)) {
                page.useDevice("softphone");
            }
        }
        return page;
    }

    /** Makes the agent of the queue, and whoever else has a page already, idle and available. */
    void recoverPages() {
        var _ = colleague(AGENT);
        pages.values().forEach(AgentPage::recover);
    }

    /** The customer's phone, when it calls in over TLS. */
    Baresip customer() {
        return customer;
    }

    /** Everybody outside who is called. */
    Baresip outside() {
        return outside;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    /**
     * How it is with everybody, for whoever looks for the reason of a failure.
     *
     * @param logged characters of the gateway's log that are no news
     */
    String how(int logged) {
        var how = new StringBuilder("the last sipp: ");
        how.append(lastSipp == null ? "none" : lastSipp.how()).append('\n');
        pages.forEach(
                (agent, page) -> how.append(agent).append(": ").append(page.how()).append('\n'));
        var log = gateway.log();
        return how.append(log, Math.min(logged, log.length()), log.length()).toString();
    }

    /** Ends the gateway as {@code kill -9} does. */
    void kill() throws InterruptedException {
        gateway.kill();
    }

    /** Stops the gateway as an operator would. */
    void stop() {
        gateway.close();
    }

    /** After {@link #kill} or {@link #stop}: starts a gateway on what the last one has left. */
    void startAgain() throws Exception {
        gateway = GatewayProcess.start(folder.resolve("gateway"), yaml);
    }

    /** Does what an operator asks for beside the gateway, or instead of it. */
    OperatorCommand command(String... arguments) throws Exception {
        return OperatorCommand.run(folder.resolve("gateway"), arguments);
    }

    /** Who did what, as an operator exports it. */
    String auditTrail() throws Exception {
        return command("audit", "export", "--tenant", "acme/test").output();
    }

    /** What the gateway keeps. */
    Path home() {
        return folder.resolve("gateway").resolve("home");
    }

    /** A program that acts for somebody, always the same: of many sign-ins the oldest would end. */
    Program program(String user) throws IOException {
        var known = programs.get(user);
        if (known == null) {
            known = Program.signIn(this, user);
            programs.put(user, known);
        }
        return known;
    }

    /** What a supervisor's program is told, from the first time on that a test asks for it. */
    Events events() throws IOException {
        var listening = events == null ? program(CAROL).events() : events;
        events = listening;
        return listening;
    }

    TcpProxy proxy() {
        return proxy;
    }

    int sipPort() {
        return sipPort;
    }

    int httpsPort() {
        return httpsPort;
    }

    /** Lets baresip call in over TLS with SRTP. */
    void callFromBaresip() {
        callFromBaresip(DIALLED);
    }

    /** Lets baresip call one of our numbers over TLS with SRTP. */
    void callFromBaresip(String number) {
        customer.dial(uri(number, "tls"));
    }

    /** One of our numbers, for phones: by TLS from outside, by UDP or TCP on the circuit. */
    String uri(String number, String transport) {
        int port = transport.equals("tls") ? sipTlsPort : sipPort;
        return "sip:%s@%s:%d;transport=%s".formatted(number, address, port, transport);
    }

    /** Lets sipp call in on the private circuit. */
    Sipp callFromSipp(String transport, RtpProbe audio, Sipp.Ending ending) throws IOException {
        return callFromSipp(transport, DIALLED, audio, ending);
    }

    /** Lets sipp call one of our numbers on the private circuit. */
    Sipp callFromSipp(String transport, String number, RtpProbe audio, Sipp.Ending ending)
            throws IOException {
        var sipp =
                Sipp.call(
                        folder.resolve("sipp-" + calls++),
                        transport,
                        "127.0.0.1",
                        sipPort,
                        CUSTOMER,
                        number,
                        audio,
                        ending);
        lastSipp = sipp;
        return sipp;
    }

    /** Lets the PBX play one of the scenarios that hold or transfer. */
    Sipp playAsPbx(String scenario, RtpProbe audio, String... more) throws IOException {
        var arguments = new ArrayList<>(List.of("-key", "caller", CUSTOMER));
        arguments.addAll(List.of("-key", "dialled", DIALLED));
        arguments.addAll(List.of("-key", "audio_port", String.valueOf(audio.port())));
        arguments.addAll(List.of(more));
        Path folderOfCall = Files.createDirectories(folder.resolve("sipp-" + calls++));
        Path file =
                Files.writeString(
                        folderOfCall.resolve("scenario.xml"),
                        RigSettings.resource("sipp/" + scenario + ".xml"));
        return Sipp.play(folderOfCall, file, PBX_ADDRESS, "127.0.0.1:" + sipPort, "u1", arguments);
    }

    /**
     * Waits until every call, leg, SIP call and trunk port is gone: by the gateway's own gauges,
     * and by the sockets that the operating system knows.
     */
    void awaitNothingLeft() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        String left = leftovers();
        while (!left.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("left in the gateway: " + left);
            }
            // Neither gauges nor sockets tell anybody when they change.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            left = leftovers();
        }
    }

    private String leftovers() throws IOException {
        var left = new StringBuilder();
        Metrics.of(httpsPort)
                .open(
                        "crosspoint_calls_active",
                        "crosspoint_media_calls_open",
                        "crosspoint_media_legs_open",
                        "crosspoint_sip_calls_open")
                .forEach(gauge -> left.append(gauge).append(' '));
        int ports = UdpSockets.between(TRUNK_PORT_LOW, TRUNK_PORT_HIGH);
        return ports == 0 ? left.toString() : left.append(ports).append(" ports").toString();
    }

    @Override
    public void close() throws IOException {
        try (var _ = gateway;
                customer;
                outside;
                proxy) {
            if (browsers != null) {
                browsers.close();
            }
        }
    }

    private Path certificate() throws IOException {
        var identity = TlsIdentity.selfSigned(List.of(address), Instant.now(), new SecureRandom());
        Files.writeString(folder.resolve("phone-ca.pem"), identity.certificatePem());
        return Files.writeString(
                folder.resolve("phone.pem"), identity.certificatePem() + identity.keyPem());
    }
}
