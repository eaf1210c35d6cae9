package dev.crosspoint.gateway.doctor;

import dev.crosspoint.gateway.doctor.Finding.Ports;
import dev.crosspoint.gateway.doctor.Surroundings.OwnCertificate;
import dev.crosspoint.gateway.doctor.Surroundings.PortsTried;
import dev.crosspoint.gateway.legs.LegRecord;
import dev.crosspoint.gateway.legs.LegRecord.Heard;
import dev.crosspoint.gateway.legs.LegRecord.Keys;
import dev.crosspoint.gateway.legs.SessionOutline;
import dev.crosspoint.signaling.api.Sighting;
import dev.crosspoint.signaling.api.Sighting.Certificate;
import dev.crosspoint.signaling.api.Sighting.Door;
import dev.crosspoint.signaling.api.Sighting.Look;
import dev.crosspoint.signaling.api.Sighting.Reply;
import dev.crosspoint.signaling.api.Sighting.Trouble;
import dev.crosspoint.signaling.api.SignalingConfig.Exposure;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a doctor may be shown. */
final class Cases {
    static final String HOST = "sip.carrier.example";
    static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2026-07-01T00:00:00Z");
    private static final InetSocketAddress THERE =
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5061);

    private Cases() {}

    static TrunkConfig trunk(MediaSecurity security, List<String> networks) {
        return new TrunkConfig(
                "carrier-x",
                new Tenant("acme", "test"),
                Exposure.PRIVATE,
                List.of(Transport.TLS),
                security,
                HOST,
                5061,
                networks,
                null,
                null,
                null,
                null,
                List.of(),
                "DE",
                null,
                Set.of(),
                TrunkService.PLAIN);
    }

    // --- this machine

    static Surroundings here() {
        return here("203.0.113.9");
    }

    static Surroundings here(String mediaAdvertised) {
        return here(mediaAdvertised, null, List.of());
    }

    static Surroundings here(
            String mediaAdvertised, @Nullable String stunSeen, List<OwnCertificate> own) {
        return new Surroundings(
                NOW,
                List.of(InetAddress.ofLiteral("10.0.0.5")),
                "203.0.113.9",
                List.of(mediaAdvertised),
                new Ports(20_000, 29_999),
                new Ports(10_000, 10_001),
                true,
                new PortsTried(12, 0),
                stunSeen == null ? null : InetAddress.ofLiteral(stunSeen),
                own);
    }

    static Surroundings endingOn(Instant end) {
        return here("203.0.113.9", null, List.of(new OwnCertificate("sip", BEGIN, end)));
    }

    // --- the far end

    static Sighting seen(Door door) {
        return new Sighting(List.of(new Look(THERE, door, null, null)), "");
    }

    static Sighting seen(@Nullable Reply reply) {
        return new Sighting(List.of(new Look(THERE, Door.OPEN, null, reply)), "");
    }

    static Sighting tls(Trouble trouble, @Nullable Reply reply) {
        var shown =
                new Certificate(
                        trouble,
                        List.of("sip.elsewhere.example"),
                        "CN=An authority",
                        BEGIN,
                        END,
                        false);
        return new Sighting(List.of(new Look(THERE, Door.OPEN, shown, reply)), "");
    }

    static Finding tlsFails(Trouble trouble, Instant bound) {
        return new Finding.TlsFails(
                trouble, HOST, List.of("sip.elsewhere.example"), "CN=An authority", bound, false);
    }

    static Reply reply(int status, @Nullable Instant date, @Nullable String seenAs) {
        return new Reply(
                status,
                Set.of("INVITE"),
                Set.of(),
                Set.of(),
                "Carrier 1",
                date,
                NOW,
                seenAs == null ? null : InetAddress.ofLiteral(seenAs));
    }

    // --- calls

    static Running running(Leg... legs) {
        var records = Arrays.stream(legs).map(Leg::record).toList();
        return new Running.Said("up", null, records, List.of(), Map.of());
    }

    /** One with which nothing is wrong. */
    static Leg fine() {
        return leg().passed(passed(300, 300)).agrees(true).sounds(0, 0, 3, 40);
    }

    static Leg leg() {
        return new Leg();
    }

    static Passed passed(long received, long sent) {
        return new Passed(received, sent);
    }

    /** Packets, as a test says them. */
    static final class Passed {
        private final long received;
        private final long sent;
        private long unauthentic;
        private long unprotected;
        private long strange;
        private long unexpected;
        private boolean expects = true;
        private boolean keyed = true;
        private String strangeFrom = "";

        private Passed(long received, long sent) {
            this.received = received;
            this.sent = sent;
        }

        Passed unauthentic(long count) {
            unauthentic = count;
            return this;
        }

        Passed unprotected(long count) {
            unprotected = count;
            return this;
        }

        Passed strange(long count, String from) {
            strange = count;
            strangeFrom = from;
            return this;
        }

        Passed unexpected(long count) {
            unexpected = count;
            return this;
        }

        Passed onHold() {
            expects = false;
            return this;
        }

        Passed withoutKeys() {
            keyed = false;
            return this;
        }

        LegRecord.Passed record() {
            return new LegRecord.Passed(
                    received,
                    sent,
                    unauthentic,
                    unprotected,
                    strange,
                    unexpected,
                    expects,
                    true,
                    keyed,
                    false,
                    "192.0.2.0/24",
                    strangeFrom);
        }
    }

    /** A leg, as a test says it. */
    static final class Leg {
        private boolean out;
        private @Nullable String trunk = "carrier-x";
        private @Nullable SessionOutline offered;
        private @Nullable SessionOutline agreed;
        private String refusal = "";
        private int status;
        private String end = "";
        private LegRecord.@Nullable Passed passed;
        private @Nullable Heard heard;
        private long tones;
        private long refusedInfo;
        private long agoSeconds = 60;

        Leg out() {
            out = true;
            return this;
        }

        Leg ofBrowser() {
            trunk = null;
            return this;
        }

        Leg refusal(String why) {
            refusal = why;
            return this;
        }

        Leg status(int code) {
            status = code;
            return this;
        }

        Leg end(String why) {
            end = why;
            return this;
        }

        Leg offers(String protocol, String codec, String suite) {
            offered = outline(protocol, codec, suite, true);
            return this;
        }

        Leg agrees(boolean events) {
            agreed = outline("RTP/AVP", "pcmu", "", events);
            return this;
        }

        Leg passed(Passed packets) {
            passed = packets.record();
            return this;
        }

        Leg sounds(double lost, double peerLost, double jitterMs, double roundTripMs) {
            heard = new Heard(30, 0, lost, peerLost, jitterMs, roundTripMs);
            return this;
        }

        Leg silent(long seconds) {
            heard = new Heard(seconds + 1, seconds, 0, 0, 3, 20);
            return this;
        }

        Leg tones(long count) {
            tones = count;
            return this;
        }

        Leg refusedInfo(long count) {
            refusedInfo = count;
            return this;
        }

        Leg ago(long seconds) {
            agoSeconds = seconds;
            return this;
        }

        private static SessionOutline outline(
                String protocol, String codec, String suite, boolean events) {
            return new SessionOutline(
                    protocol,
                    List.of(codec),
                    suite.isEmpty() ? List.of() : List.of(suite),
                    events,
                    "192.0.2.0/24",
                    "sendrecv");
        }

        LegRecord record() {
            long began = NOW.toEpochMilli() - agoSeconds * 1_000;
            return new LegRecord(
                    "c-1",
                    "c-0",
                    trunk,
                    trunk == null ? "anna" : null,
                    out,
                    began,
                    agoSeconds > 3_600 ? began + 1 : 0,
                    offered,
                    agreed,
                    refusal,
                    status,
                    end,
                    passed,
                    heard,
                    new Keys(0, tones, 0, refusedInfo));
        }

        @Override
        public String toString() {
            return record().toString();
        }
    }
}
