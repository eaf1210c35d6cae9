package dev.crosspoint.gateway.doctor;

import dev.crosspoint.signaling.api.Sighting.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong. {@link Ranking} says what of it is the cause, {@link Words} what people
 * are told.
 */
public sealed interface Finding {

    // --- nothing gets through

    /** The gateway itself does not answer. */
    record GatewayAway(String url, String how) implements Finding {}

    /** The host of a trunk or relay has no address. */
    record NameUnknown(String host, String why) implements Finding {}

    /** Nobody listens where the trunk is configured. */
    record NothingListens(String address, String transport) implements Finding {}

    /** Nothing comes back from there. */
    record NothingComesBack(String address, String transport) implements Finding {}

    /** Some of its addresses are like that, and others are not. */
    record SomeAddressesDead(List<String> dead, int alive) implements Finding {
        public SomeAddressesDead {
            dead = List.copyOf(dead);
        }
    }

    /**
     * TLS does not come about.
     *
     * @param host that the certificate has to name
     * @param names that it does name
     * @param bound when it ended, or begins
     */
    record TlsFails(
            Trouble trouble,
            String host,
            List<String> names,
            String issuer,
            Instant bound,
            boolean ownFile)
            implements Finding {
        public TlsFails {
            names = List.copyOf(names);
        }
    }

    /**
     * A certificate is out of date by our clock and not by the far end's.
     *
     * @param ahead how far ours is before theirs; negative when it is behind
     */
    record ClockBreaksTls(Duration ahead) implements Finding {}

    /** Connected, and no answer to OPTIONS. */
    record OptionsUnanswered(String address, String transport) implements Finding {}

    /** OPTIONS got a failure that says that calls will fail too. */
    record OptionsRefused(int status) implements Finding {}

    /** Its registrar does not have us. */
    record NotRegistered(int status) implements Finding {}

    /** The gateway calls it last, or not at all. */
    record TrunkNotWell(String condition) implements Finding {}

    // --- calls are refused

    /** Calls come in to numbers that are nobody's. */
    record NumberUnknown(long calls) implements Finding {}

    /** No codec in common. */
    record NoCommonCodec(List<String> theirs, long calls) implements Finding {
        public NoCommonCodec {
            theirs = List.copyOf(theirs);
        }
    }

    /** No SRTP suite in common, or one in a way that we do not take. */
    record NoCommonSuite(List<String> theirs, boolean known, long calls) implements Finding {
        public NoCommonSuite {
            theirs = List.copyOf(theirs);
        }
    }

    /** It offers plain RTP where SRTP is demanded. */
    record SrtpDemanded(String protocol, long calls) implements Finding {}

    /** It offers SRTP where the trunk is plain. */
    record SrtpNotWanted(long calls) implements Finding {}

    /** Its description cannot be taken for another reason. */
    record DescriptionRefused(String reason, long calls) implements Finding {}

    /** It does not take our offer (488, 606). */
    record OurOfferRefused(int status, List<String> ours, String protocol, long calls)
            implements Finding {
        public OurOfferRefused {
            ours = List.copyOf(ours);
        }
    }

    /** It fails calls with a status that is not the callee's word. */
    record CallsFail(int status, long calls) implements Finding {}

    /** Requests are dropped before anybody knows whose they are. */
    record RequestsDropped(String cause, long count) implements Finding {}

    // --- one hears nothing

    /**
     * Nothing comes in, because what we tell of ourselves leads elsewhere.
     *
     * @param advertised in our SDP
     * @param seen where the far end, or a STUN server, sees us; null when only the first is known
     *     to be wrong
     */
    record AudioSentElsewhere(Side side, String advertised, @Nullable String seen, Silence silence)
            implements Finding {}

    /** Audio comes from where it may not come from. */
    record AudioFromStrangers(String network, List<String> allowed, Silence silence)
            implements Finding {
        public AudioFromStrangers {
            allowed = List.copyOf(allowed);
        }
    }

    /** Audio comes under another key. */
    record AudioUnauthentic(Side side, Silence silence) implements Finding {}

    /** Audio comes in the clear where SRTP was agreed. */
    record AudioUnprotected(Side side, Silence silence) implements Finding {}

    /** Audio comes in a codec that was not agreed. */
    record AudioOfAnotherType(Side side, long packets) implements Finding {}

    /** Nothing comes in at all, and nothing that was looked at says why. */
    record NothingReceived(Side side, Ports ports, Silence silence) implements Finding {}

    /** Nobody expects anything: the far end says that it sends nothing. */
    record FarEndOnHold(String direction) implements Finding {}

    /** What we send is lost wholly, by the far end's own reports. */
    record NothingReachesThem(Side side, long sent) implements Finding {}

    /** We have not sent anything. */
    record NothingSent(Side side, long received) implements Finding {}

    /** Packets come, and there is nothing in them. */
    record DigitalSilence(Side side, long seconds) implements Finding {}

    // --- a browser's connection

    /** No path was found. */
    record NoPath(Ports ports, boolean tcp, boolean relay, long legs) implements Finding {}

    /** The path is there, and DTLS came to nothing. */
    record HandshakeFailed(long legs) implements Finding {}

    /** The browser was gone in mid-call. */
    record ConsentLost(long legs, boolean tcp) implements Finding {}

    /** Audio ceased in mid-call. */
    record AudioCeased(Side side, long legs) implements Finding {}

    /** What is wrong is at the other end of the contact. */
    record OtherLegTroubled(String trunk, String contactId) implements Finding {}

    /** No such agent is known. */
    record NoSuchAgent(String agent) implements Finding {}

    /** The agent is not signed in at a page. */
    record NotSignedIn(String agent) implements Finding {}

    /** A relay does not answer. */
    record RelayAway(String url, String how) implements Finding {}

    // --- keys

    /** Neither telephone events nor INFO. */
    record KeysOnlyAsTones(boolean infoPossible, boolean infoNever, long calls)
            implements Finding {}

    /** It refuses INFO. */
    record InfoRefused(long keys) implements Finding {}

    /** It agrees on telephone events, and keys come as tones. */
    record TonesBesideEvents(long keys) implements Finding {}

    // --- how it sounds

    /** Packets are lost. */
    record Loss(Side side, long saidPercent, long heardPercent) implements Finding {}

    /** They come unevenly. */
    record Jitter(Side side, long ms) implements Finding {}

    /** They take long. */
    record RoundTrip(Side side, long ms) implements Finding {}

    // --- what will be wrong, or may be

    /** Our clock and the far end's differ. */
    record ClocksDiffer(Duration ahead) implements Finding {}

    /** What we tell of ourselves is not what others see, though nobody has complained yet. */
    record AdvertisedWrong(String setting, String advertised, @Nullable String seen)
            implements Finding {}

    /** Calls that its addresses make would not be taken for the trunk's. */
    record OutsideNetworks(List<String> addresses, List<String> networks) implements Finding {
        public OutsideNetworks {
            addresses = List.copyOf(addresses);
            networks = List.copyOf(networks);
        }
    }

    /** A certificate of ours or theirs ends soon, or has ended. */
    record CertificateEnds(String whose, Instant end, boolean over) implements Finding {}

    /** Other programs have our media ports. */
    record PortsTaken(int taken, int tried, Ports ports) implements Finding {}

    /** Whose audio it is. */
    enum Side {
        TRUNK("the trunk"),
        AGENT("the agent's browser");

        private final String name;

        Side(String name) {
            this.name = name;
        }

        /** As the subject of a sentence. */
        String subject() {
            return name;
        }
    }

    /** A range of UDP ports of ours. */
    record Ports(int first, int last) {
        @Override
        public String toString() {
            return first == last ? String.valueOf(first) : first + " to " + last;
        }
    }

    /**
     * How it shows.
     *
     * @param legs of the newest that show it
     * @param sent packets to the newest of them
     */
    record Silence(long legs, long sent) {}
}
