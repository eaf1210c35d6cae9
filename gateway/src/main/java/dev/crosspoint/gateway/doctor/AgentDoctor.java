package dev.crosspoint.gateway.doctor;

import dev.crosspoint.gateway.doctor.Finding.Side;
import dev.crosspoint.gateway.legs.LegRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with an agent's audio. */
public final class AgentDoctor {

    /**
     * A relay of {@code turn.urls}.
     *
     * @param trouble why it does not answer; empty when it does
     */
    public record Relay(String url, String trouble) {}

    private final String agent;
    private final Surroundings here;
    private final List<Relay> relays;
    private final Running running;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    private AgentDoctor(String agent, Surroundings here, List<Relay> relays, Running running) {
        this.agent = agent;
        this.here = here;
        this.relays = relays;
        this.running = running;
    }

    /** Says what is wrong. */
    public static Diagnosis diagnose(
            String agent, Surroundings here, List<Relay> relays, Running running) {
        var doctor = new AgentDoctor(agent, here, relays, running);
        doctor.relays();
        doctor.nat();
        OwnCertificates.look(here, doctor.findings, doctor.checks);
        doctor.gateway();
        return new Diagnosis("agent " + agent, doctor.findings, doctor.checks);
    }

    private void relays() {
        if (relays.isEmpty()) {
            checks.add(Check.notKnown(Areas.RELAY, "no TURN server is configured"));
        }
        for (var relay : relays) {
            boolean well = relay.trouble().isEmpty();
            if (!well) {
                findings.add(new Finding.RelayAway(relay.url(), relay.trouble()));
            }
            checks.add(
                    Check.of(
                            well,
                            Areas.RELAY,
                            relay.url() + ": " + (well ? "answers" : relay.trouble())));
        }
    }

    private void nat() {
        var seen = seenAs();
        if (seen == null) {
            checks.add(
                    Check.notKnown(
                            Areas.NAT,
                            "no STUN server is there to say which address we are seen at"));
            return;
        }
        boolean same = true;
        for (var advertised : here.mediaAdvertised()) {
            if (Addresses.isWrong(advertised, seen)) {
                same = false;
                findings.add(
                        new Finding.AdvertisedWrong("media.advertisedAddress", advertised, seen));
            }
        }
        checks.add(Check.of(same, Areas.NAT, "a STUN server sees us as " + seen));
    }

    private @Nullable String seenAs() {
        var seen = here.stunSeen();
        return seen == null ? null : seen.getHostAddress();
    }

    /** A relay beside us sees what nobody else does. */
    private @Nullable String publicly() {
        var seen = here.stunSeen();
        return seen == null || Addresses.isPrivate(seen) ? null : seen.getHostAddress();
    }

    private void gateway() {
        switch (running) {
            case Running.Away(var url, var how) -> {
                findings.add(new Finding.GatewayAway(url, how));
                checks.add(Check.notOk(Areas.GATEWAY, url + ": " + how));
                checks.add(Check.notKnown(Areas.CALLS, "the gateway does not answer"));
            }
            case Running.NotAsked(var why, _) -> checks.add(Check.notKnown(Areas.CALLS, why));
            case Running.Said said -> {
                checks.add(Check.ok(Areas.GATEWAY, "runs"));
                if (presence(said.agent())) {
                    calls(said);
                }
            }
        }
    }

    private boolean presence(Running.@Nullable Agent known) {
        if (known == null) {
            findings.add(new Finding.NoSuchAgent(agent));
            checks.add(Check.notOk(Areas.AGENT, "is not known"));
            return false;
        }
        if (!known.signedIn()) {
            findings.add(new Finding.NotSignedIn(agent));
        }
        checks.add(
                Check.of(
                        known.signedIn(),
                        Areas.AGENT,
                        known.signedIn()
                                ? "is " + known.state() + ", by " + known.device()
                                : "is not signed in"));
        return true;
    }

    private void calls(Running.Said said) {
        var recent = Recent.of(said.legs(), here.now());
        var legs = recent.stream().filter(leg -> leg.trunk() == null).toList();
        if (recent.isEmpty()) {
            checks.add(Check.notKnown(Areas.CALLS, "there was none since the gateway started"));
            return;
        }
        checks.add(Check.ok(Areas.CALLS, "looked at the newest %d".formatted(recent.size())));
        var doctor = new LegDoctor(Side.AGENT, here, publicly(), false, legs);
        doctor.descriptions(false);
        ends(doctor);
        doctor.audio(here.browserPorts(), List.of());
        doctor.sound();
        boolean well = doctor.findings().isEmpty();
        findings.addAll(doctor.findings());
        checks.addAll(doctor.checks());
        if (well) {
            otherSide(said);
        }
    }

    private void ends(LegDoctor doctor) {
        long noPath = doctor.count(leg -> leg.end().equals("no-path"));
        if (noPath > 0) {
            boolean relayed = !relays.isEmpty();
            doctor.findings()
                    .add(
                            new Finding.NoPath(
                                    here.browserPorts(), here.browserTcp(), relayed, noPath));
        }
        long handshakes = doctor.count(leg -> leg.end().equals("handshake-failed"));
        if (handshakes > 0) {
            doctor.findings().add(new Finding.HandshakeFailed(handshakes));
        }
        long consent = doctor.count(leg -> leg.end().equals("consent-expired"));
        if (consent > 0) {
            doctor.findings().add(new Finding.ConsentLost(consent, here.browserTcp()));
        }
        long ceased = doctor.count(leg -> leg.end().equals("media-timeout"));
        if (ceased > 0) {
            doctor.findings().add(new Finding.AudioCeased(Side.AGENT, ceased));
        }
        long tcp =
                doctor.count(leg -> {
                    var passed = leg.traffic();
                    return passed != null && passed.tcp();
                });
        doctor.checks()
                .add(
                        noPath + handshakes + consent + ceased == 0
                                ? Check.ok(
                                        Areas.PORT,
                                        tcp == 0
                                                ? "every connection found its way"
                                                : "every connection found its way, %d by TCP"
                                                        .formatted(tcp))
                                : Check.notOk(
                                        Areas.PORT,
                                        "no path %d, DTLS failed %d, gone %d, ceased %d"
                                                .formatted(noPath, handshakes, consent, ceased)));
    }

    /** Whoever cannot hear the agent is at the end of another leg. */
    private void otherSide(Running.Said said) {
        var trunks = said.others().stream().filter(leg -> leg.trunk() != null).toList();
        for (LegRecord leg : trunks) {
            var other = new LegDoctor(Side.TRUNK, here, null, false, List.of(leg));
            other.audio(here.trunkPorts(), List.of());
            other.sound();
            var trunk = leg.trunk();
            if (trunk != null && !other.findings().isEmpty()) {
                findings.add(new Finding.OtherLegTroubled(trunk, leg.contactId()));
                return;
            }
        }
    }
}
