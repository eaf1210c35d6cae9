package dev.crosspoint.gateway.doctor;

import dev.crosspoint.gateway.doctor.Finding.Side;
import dev.crosspoint.gateway.fraud.NetworkBlock;
import dev.crosspoint.gateway.legs.LegRecord;
import dev.crosspoint.signaling.api.Sighting;
import dev.crosspoint.signaling.api.Sighting.Certificate;
import dev.crosspoint.signaling.api.Sighting.Door;
import dev.crosspoint.signaling.api.Sighting.Look;
import dev.crosspoint.signaling.api.Sighting.Reply;
import dev.crosspoint.signaling.api.Sighting.Trouble;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with a trunk. */
public final class TrunkDoctor {
    /** Beyond that digest nonces, certificates and everybody's logs begin to disagree. */
    private static final Duration CLOCKS_AGREE = Duration.ofSeconds(60);

    private final TrunkConfig trunk;
    private final Surroundings here;
    private final @Nullable Sighting sighting;
    private final Running running;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    private TrunkDoctor(
            TrunkConfig trunk, Surroundings here, @Nullable Sighting sighting, Running running) {
        this.trunk = trunk;
        this.here = here;
        this.sighting = sighting;
        this.running = running;
    }

    /**
     * Says what is wrong.
     *
     * @param sighting null for a trunk without a host
     */
    public static Diagnosis diagnose(
            TrunkConfig trunk, Surroundings here, @Nullable Sighting sighting, Running running) {
        var doctor = new TrunkDoctor(trunk, here, sighting, running);
        doctor.reach();
        doctor.ourselves();
        doctor.gateway();
        return new Diagnosis("trunk " + trunk.id(), doctor.findings, doctor.checks);
    }

    // --- from outside

    private void reach() {
        var host = trunk.host();
        if (host == null || sighting == null) {
            checks.add(
                    Check.notKnown(Areas.PORT, "it has no host: it calls us, and we do not call"));
            return;
        }
        if (!sighting.notFound().isEmpty()) {
            findings.add(new Finding.NameUnknown(host, sighting.notFound()));
            checks.add(Check.notOk(Areas.NAME, host + ": " + sighting.notFound()));
            return;
        }
        var addresses =
                sighting.looks().stream().map(look -> literal(look.address())).distinct().toList();
        checks.add(Check.ok(Areas.NAME, host + " is " + Words.list(addresses)));
        doors(sighting.looks());
        networks(addresses);
    }

    private String transport() {
        return trunk.transports().getFirst().name();
    }

    private void doors(List<Look> looks) {
        var open = looks.stream().filter(look -> look.door() == Door.OPEN).toList();
        var dead = looks.stream().filter(look -> look.door() != Door.OPEN).toList();
        if (open.isEmpty()) {
            var first = looks.getFirst();
            var there = full(first.address());
            findings.add(
                    first.door() == Door.REFUSED
                            ? new Finding.NothingListens(there, transport())
                            : new Finding.NothingComesBack(there, transport()));
            checks.add(Check.notOk(Areas.PORT, there + " by " + transport() + ": " + word(first)));
            return;
        }
        var first = open.getFirst();
        checks.add(
                Check.of(
                        dead.isEmpty(),
                        Areas.PORT,
                        "%s by %s: open%s"
                                .formatted(
                                        full(first.address()),
                                        transport(),
                                        dead.isEmpty()
                                                ? ""
                                                : "; %d of %d addresses do not answer"
                                                        .formatted(dead.size(), looks.size()))));
        if (!dead.isEmpty()) {
            findings.add(
                    new Finding.SomeAddressesDead(
                            dead.stream().map(look -> full(look.address())).toList(), open.size()));
        }
        var tls = new TrunkTls(trunk, here, findings, checks);
        open.forEach(look -> tls.look(look.certificate(), look.reply()));
        replies(open);
    }

    private static String word(Look look) {
        return switch (look.door()) {
            case OPEN -> "open";
            case REFUSED -> "refused";
            case SILENT -> "nothing comes back";
            case NO_WAY -> "no way there";
        };
    }

    private void replies(List<Look> open) {
        var replied = open.stream().filter(look -> look.reply() != null).findFirst();
        var reply = replied.map(Look::reply).orElse(null);
        if (reply == null) {
            boolean byTls = open.stream().anyMatch(look -> isBroken(look.certificate()));
            if (byTls) {
                checks.add(Check.notKnown(Areas.OPTIONS, "not asked: there is no TLS"));
            } else {
                findings.add(
                        new Finding.OptionsUnanswered(
                                full(open.getFirst().address()), transport()));
                checks.add(Check.notOk(Areas.OPTIONS, "no answer in time"));
            }
            return;
        }
        boolean refused = Set.of(403, 408, 503).contains(reply.status());
        if (refused) {
            findings.add(new Finding.OptionsRefused(reply.status()));
        }
        checks.add(Check.of(!refused, Areas.OPTIONS, words(reply)));
        clocks(reply);
        nat(reply);
    }

    private static boolean isBroken(@Nullable Certificate certificate) {
        return certificate != null && certificate.trouble() != Trouble.NONE;
    }

    private static String words(Reply reply) {
        var words = new StringBuilder().append(reply.status());
        if (!reply.server().isEmpty()) {
            words.append(" from ").append(reply.server());
        }
        if (!reply.allow().isEmpty()) {
            words.append("; Allow: ")
                    .append(String.join(", ", reply.allow().stream().sorted().toList()));
        }
        if (!reply.accept().isEmpty()) {
            words.append("; Accept: ").append(String.join(", ", reply.accept()));
        }
        if (!reply.supported().isEmpty()) {
            words.append("; Supported: ").append(String.join(", ", reply.supported()));
        }
        return words.toString();
    }

    private void clocks(Reply reply) {
        var theirs = reply.date();
        if (theirs == null) {
            checks.add(Check.notKnown(Areas.CLOCK, "the trunk does not say what time it is"));
            return;
        }
        var ahead = Duration.between(theirs, reply.at());
        boolean agree = ahead.abs().compareTo(CLOCKS_AGREE) < 0;
        if (!agree) {
            findings.add(new Finding.ClocksDiffer(ahead));
        }
        checks.add(
                Check.of(
                        agree,
                        Areas.CLOCK,
                        agree
                                ? "ours and the trunk's agree to the minute"
                                : "ours is " + Words.offset(ahead) + " the trunk's"));
    }

    private void nat(Reply reply) {
        var seen = reply.seenAs();
        if (seen == null) {
            checks.add(
                    Check.notKnown(
                            Areas.NAT, "the trunk does not say which address it sees us at"));
            return;
        }
        var seenAs = seen.getHostAddress();
        boolean same = advertised("sip.advertisedAddress", here.sipAdvertised(), seenAs);
        for (var media : here.mediaAdvertised()) {
            same &= advertised("media.advertisedAddress", media, seenAs);
        }
        var elsewhere =
                here.mediaAdvertised().stream()
                        .filter(media -> Addresses.leadsElsewhere(media, seenAs))
                        .toList();
        var words = "the trunk sees us as " + seenAs;
        checks.add(
                same && !elsewhere.isEmpty()
                        ? Check.notKnown(
                                Areas.NAT,
                                words
                                        + "; whether audio to %s gets here cannot be told from that"
                                                .formatted(Words.list(elsewhere)))
                        : Check.of(same, Areas.NAT, words));
    }

    private boolean advertised(String setting, String advertised, String seenAs) {
        if (Addresses.isWrong(advertised, seenAs)) {
            findings.add(new Finding.AdvertisedWrong(setting, advertised, seenAs));
            return false;
        }
        return true;
    }

    private void networks(List<String> addresses) {
        if (trunk.networks().isEmpty()) {
            return;
        }
        var blocks = trunk.networks().stream().map(NetworkBlock::parse).toList();
        var outside =
                addresses.stream()
                        .filter(address ->
                                blocks.stream()
                                        .noneMatch(block ->
                                                block.contains(InetAddress.ofLiteral(address))))
                        .toList();
        if (!outside.isEmpty()) {
            findings.add(new Finding.OutsideNetworks(outside, trunk.networks()));
        }
        checks.add(
                Check.of(
                        outside.isEmpty(),
                        Areas.NETWORKS,
                        outside.isEmpty()
                                ? "have all of its addresses"
                                : "do not have " + Words.list(outside)));
    }

    // --- ourselves

    private void ourselves() {
        var tried = here.portsTried();
        if (tried.tried() > 0) {
            boolean free = tried.taken() * 2 < tried.tried();
            if (!free) {
                findings.add(
                        new Finding.PortsTaken(tried.taken(), tried.tried(), here.trunkPorts()));
            }
            checks.add(
                    Check.of(
                            free,
                            Areas.MEDIA_PORTS,
                            "%s: %d of %d tried can be bound; whether they are reached from outside cannot be told from here"
                                    .formatted(
                                            here.trunkPorts(),
                                            tried.tried() - tried.taken(),
                                            tried.tried())));
        }
        OwnCertificates.look(here, findings, checks);
    }

    // --- what the gateway says

    private void gateway() {
        switch (running) {
            case Running.Away(var url, var how) -> {
                findings.add(new Finding.GatewayAway(url, how));
                checks.add(Check.notOk(Areas.GATEWAY, url + ": " + how));
                checks.add(Check.notKnown(Areas.CALLS, "the gateway does not answer"));
            }
            case Running.NotAsked(var why, var counters) -> {
                checks.add(Check.notKnown(Areas.CALLS, why));
                counters(counters);
            }
            case Running.Said said -> {
                condition(said);
                counters(said.counters());
                calls(Recent.of(said.legs(), here.now()));
            }
        }
    }

    private void condition(Running.Said said) {
        var condition = said.condition();
        boolean up = condition.equals("up") || condition.isEmpty();
        if (condition.equals("not-registered")) {
            findings.add(new Finding.NotRegistered(0));
        } else if (!up) {
            findings.add(new Finding.TrunkNotWell(condition));
        }
        checks.add(
                Check.of(
                        up,
                        Areas.GATEWAY,
                        condition.isEmpty()
                                ? "runs"
                                : "runs; the trunk is " + condition.replace('-', ' ')));
    }

    /** Of all trunks together: a hint where this one's calls do not arrive. */
    private void counters(Map<String, Double> counters) {
        for (var cause :
                List.of(
                        "unknown-source",
                        "forbidden-transport",
                        "no-certificate",
                        "bad-credentials")) {
            var count =
                    counters.getOrDefault(
                            "crosspoint_sip_dropped_total{cause=\"" + cause + "\"}", 0.0);
            if (count > 0 && !hasInbound()) {
                findings.add(new Finding.RequestsDropped(cause, Math.round(count)));
            }
        }
    }

    private boolean hasInbound() {
        return running instanceof Running.Said said
                && said.legs().stream().anyMatch(leg -> !leg.outbound());
    }

    private void calls(List<LegRecord> legs) {
        if (legs.isEmpty()) {
            checks.add(Check.notKnown(Areas.CALLS, "there was none since the gateway started"));
            return;
        }
        checks.add(Check.ok(Areas.CALLS, "looked at the newest %d".formatted(legs.size())));
        var reply = sighting == null ? null : reply(sighting);
        var seen = reply == null ? null : reply.seenAs();
        var doctor =
                new LegDoctor(
                        Side.TRUNK,
                        here,
                        seen == null ? null : seen.getHostAddress(),
                        isOutside(),
                        legs);
        doctor.descriptions(trunk.mediaSecurity() == MediaSecurity.REQUIRED);
        var calls = new TrunkCalls(trunk, legs, findings, checks);
        calls.statuses();
        doctor.audio(here.trunkPorts(), trunk.mediaNetworks());
        calls.keys(reply);
        doctor.sound();
        findings.addAll(doctor.findings());
        checks.addAll(doctor.checks());
    }

    private static @Nullable Reply reply(Sighting sighting) {
        return sighting.looks().stream()
                .map(Look::reply)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private boolean isOutside() {
        return sighting != null
                && !sighting.looks().isEmpty()
                && !Addresses.isPrivate(sighting.looks().getFirst().address().getAddress());
    }

    private static String literal(InetSocketAddress address) {
        return address.getAddress().getHostAddress();
    }

    private static String full(InetSocketAddress address) {
        var host = literal(address);
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
