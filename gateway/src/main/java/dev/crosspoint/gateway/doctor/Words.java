package dev.crosspoint.gateway.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What people are told of a finding: one sentence with the cause, one with what to do. */
final class Words {
    /** RFC 4568 and 7714, in the gateway's own order. */
    static final String OUR_SUITES =
            "AEAD_AES_128_GCM, AEAD_AES_256_GCM, AES_CM_128_HMAC_SHA1_80 and"
                    + " AES_CM_128_HMAC_SHA1_32";

    static final String OUR_CODECS = "opus, G.722 (g722) and G.711 (pcmu, pcma)";

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private Words() {}

    /** Such as {@code The certificate of sip.example.net ended on ...}. */
    static String cause(Finding finding) {
        return switch (finding) {
            case Finding.GatewayAway(var url, var how) ->
                    "The gateway does not answer at %s (%s).".formatted(url, how);
            case Finding.NameUnknown(var host, var why) ->
                    "The name %s leads nowhere: %s.".formatted(host, why);
            case Finding.NothingListens(var address, var transport) ->
                    "Nobody listens at %s for %s: the connection is refused."
                            .formatted(address, transport);
            case Finding.NothingComesBack(var address, var transport) ->
                    "Nothing comes back from %s by %s: a firewall drops it, or nobody is there."
                            .formatted(address, transport);
            case Finding.SomeAddressesDead(var dead, int alive) ->
                    "Of the trunk's addresses %s %s not answer; %d others do, and each call first waits for those that do not."
                            .formatted(list(dead), dead.size() == 1 ? "does" : "do", alive);
            case Finding.TlsFails tls -> tlsCause(tls);
            case Finding.ClockBreaksTls(var ahead) ->
                    "This machine's clock is %s the far end's, so that a good certificate looks out of date."
                            .formatted(offset(ahead));
            case Finding.OptionsUnanswered(var address, var transport) ->
                    "%s takes our connection by %s, and does not answer SIP."
                            .formatted(address, transport);
            case Finding.OptionsRefused(int status) ->
                    "The trunk answers OPTIONS with %d%s.".formatted(status, meaning(status));
            case Finding.NotRegistered(int status) ->
                    status == 0
                            ? "We are not registered with the trunk, so it does not know where to send calls."
                            : "We are not registered with the trunk: it answers %d%s."
                                    .formatted(status, meaning(status));
            case Finding.TrunkNotWell(var condition) ->
                    "The gateway keeps calls from the trunk: %s."
                            .formatted(conditionWords(condition));

            case Finding.NumberUnknown(long calls) ->
                    "The trunk calls a number that no flow is configured for: %s refused with 404."
                            .formatted(calls(calls, "was", "were"));
            case Finding.NoCommonCodec(var theirs, long calls) ->
                    "There is no codec in common: the trunk has %s, and we speak %s (%s refused)."
                            .formatted(some(theirs), OUR_CODECS, calls(calls, "was", "were"));
            case Finding.NoCommonSuite(var theirs, boolean known, long calls) ->
                    known
                            ? "The trunk's SRTP keys have an MKI or are good for less than three hours, which we do not take, though the suite %s is one of ours (%s refused)."
                                    .formatted(some(theirs), calls(calls, "was", "were"))
                            : "There is no SRTP suite in common: the trunk has %s, and we speak %s (%s refused)."
                                    .formatted(
                                            some(theirs), OUR_SUITES, calls(calls, "was", "were"));
            case Finding.SrtpDemanded(var protocol, long calls) ->
                    "The trunk describes plain audio (%s), and is configured to need SRTP (%s refused)."
                            .formatted(protocol, calls(calls, "was", "were"));
            case Finding.SrtpNotWanted(long calls) ->
                    "The trunk describes SRTP, and is configured to be plain RTP (%s refused)."
                            .formatted(calls(calls, "was", "were"));
            case Finding.DescriptionRefused(var reason, long calls) ->
                    "What the far end says of its audio (SDP) cannot be taken: %s (%s refused)."
                            .formatted(reason, calls(calls, "was", "were"));
            case Finding.OurOfferRefused(int status, var ours, var protocol, long calls) ->
                    "The trunk does not take what we offer (%d): %s with %s (%s refused)."
                            .formatted(status, protocol, some(ours), calls(calls, "was", "were"));
            case Finding.CallsFail(int status, long calls) ->
                    "The trunk fails our calls with %d%s: %s."
                            .formatted(status, meaning(status), calls(calls, "so far", "so far"));
            case Finding.RequestsDropped(var cause, long count) ->
                    "%d SIP requests were dropped before they were taken for a trunk's: %s."
                            .formatted(count, dropWords(cause));

            case Finding.AudioSentElsewhere(var side, var advertised, var seen, var silence) ->
                    "Nothing of what %s says arrives (%s), because we tell it to send to %s, %s."
                            .formatted(
                                    side.subject(),
                                    silence(silence),
                                    advertised,
                                    seen == null
                                            ? "which the other side cannot reach"
                                            : "and it sees us as " + seen);
            case Finding.AudioFromStrangers(var network, var allowed, var silence) ->
                    "The trunk's audio comes from %s, and only %s may send it, so all of it is dropped (%s)."
                            .formatted(
                                    network.isEmpty() ? "an address" : network,
                                    allowed.isEmpty() ? "the address in its SDP" : list(allowed),
                                    silence(silence));
            case Finding.AudioUnauthentic(var side, var silence) ->
                    "What %s says arrives under another SRTP key than was agreed, and is dropped (%s)."
                            .formatted(side.subject(), silence(silence));
            case Finding.AudioUnprotected(var side, var silence) ->
                    "What %s says arrives in the clear though SRTP was agreed, and is dropped (%s)."
                            .formatted(side.subject(), silence(silence));
            case Finding.AudioOfAnotherType(var side, long packets) ->
                    "%s sends a codec that was not agreed: %d packets had nothing that we can play."
                            .formatted(capital(side.subject()), packets);
            case Finding.NothingReceived(var side, var ports, var silence) ->
                    "Nothing of what %s says arrives (%s): the way to our UDP ports %s is closed, or it sends nothing."
                            .formatted(side.subject(), silence(silence), ports);
            case Finding.FarEndOnHold(var direction) ->
                    "The far end says itself that it sends no audio (%s): somebody has put the call on hold there."
                            .formatted(direction);
            case Finding.NothingReachesThem(var side, long sent) ->
                    "What we send to %s is lost on the way: by its own reports all of %d packets."
                            .formatted(side.subject(), sent);
            case Finding.NothingSent(var side, long received) ->
                    "We have sent nothing to %s, though %d packets came from there."
                            .formatted(side.subject(), received);
            case Finding.DigitalSilence(var side, long seconds) ->
                    side == Finding.Side.AGENT
                            ? "The agent's microphone gives digital silence, for %d s now: it is muted at the headset or in the operating system."
                                    .formatted(seconds)
                            : "The trunk sends digital silence, for %d s now: nothing was put into its packets at the far end."
                                    .formatted(seconds);

            case Finding.NoPath(var ports, boolean tcp, boolean relay, long legs) ->
                    "The browser finds no way to our media ports (%s, UDP%s): none of %s connected."
                            .formatted(ports, tcp ? " and TCP" : "", legs(legs));
            case Finding.HandshakeFailed(long legs) ->
                    "The browser reaches us, and its DTLS handshake fails (%s): something between changes the packets, or the certificate is not the one that it announced."
                            .formatted(legs(legs));
            case Finding.ConsentLost(long legs, _) ->
                    "The browser's network went away in mid-call, for longer than 30 s (%s)."
                            .formatted(legs(legs));
            case Finding.AudioCeased(var side, long legs) ->
                    "Audio of %s ceased in mid-call, and the gateway gave it up (%s)."
                            .formatted(side.subject(), legs(legs));
            case Finding.OtherLegTroubled(var trunk, _) ->
                    "The agent's own audio is well; it is the other side, on trunk %s, that does not get through."
                            .formatted(trunk);
            case Finding.NoSuchAgent(var agent) ->
                    "The gateway knows no agent %s.".formatted(agent);
            case Finding.NotSignedIn(var agent) ->
                    "Agent %s is not signed in at a page, so no call rings.".formatted(agent);
            case Finding.RelayAway(var url, var how) ->
                    "The TURN server %s does not answer (%s): browsers behind firewalls have no way."
                            .formatted(url, how);

            case Finding.KeysOnlyAsTones(boolean infoPossible, boolean infoNever, long calls) ->
                    "Keys (DTMF) have no sure way: telephone events were agreed on in none of %s%s."
                            .formatted(
                                    calls(calls),
                                    infoNever
                                            ? ", and digits.info is never, so that keys are tones in the audio"
                                            : infoPossible
                                                    ? ", so that ours go by SIP INFO and the far end's are heard as tones"
                                                    : " and the trunk's Allow has no INFO, so that keys are tones in the audio");
            case Finding.InfoRefused(long keys) ->
                    "The trunk says that it takes keys (DTMF) by SIP INFO, and refuses them: %d so far went as tones instead."
                            .formatted(keys);
            case Finding.TonesBesideEvents(long keys) ->
                    "The trunk agrees on telephone events and sends its keys (DTMF) as tones: %d were heard, and no event came."
                            .formatted(keys);

            case Finding.Loss(var side, long said, long heard) ->
                    "Packets are lost between here and %s: %d %% of what it says, %d %% of what it hears."
                            .formatted(side.subject(), said, heard);
            case Finding.Jitter(var side, long ms) ->
                    "What %s says arrives unevenly, by %d ms.".formatted(side.subject(), ms);
            case Finding.RoundTrip(var side, long ms) ->
                    "The way to %s and back takes %d ms, so that people interrupt each other."
                            .formatted(side.subject(), ms);

            case Finding.ClocksDiffer(var ahead) ->
                    "This machine's clock is %s the trunk's, and one of them is wrong."
                            .formatted(offset(ahead));
            case Finding.AdvertisedWrong(var setting, var advertised, var seen) ->
                    seen == null
                            ? "%s is %s, which the other side cannot reach."
                                    .formatted(setting, advertised)
                            : "%s is %s, and from outside we are seen as %s: audio would be sent where we are not."
                                    .formatted(setting, advertised, seen);
            case Finding.OutsideNetworks(var addresses, var networks) ->
                    "Calls from %s would be taken for a stranger's: the trunk's networks are %s."
                            .formatted(list(addresses), list(networks));
            case Finding.CertificateEnds(var whose, var end, boolean over) ->
                    "The certificate of %s %s on %s."
                            .formatted(whose, over ? "ended" : "ends", day(end));
            case Finding.PortsTaken(int taken, int tried, var ports) ->
                    "Other programs have %d of the %d ports that were tried of our media ports %s."
                            .formatted(taken, tried, ports);
        };
    }

    private static String tlsCause(Finding.TlsFails tls) {
        var host = tls.host();
        return switch (tls.trouble()) {
            case WRONG_NAME ->
                    "The trunk's certificate is for %s, and we call it %s."
                            .formatted(
                                    tls.names().isEmpty() ? "no host at all" : list(tls.names()),
                                    host);
            case EXPIRED -> "The certificate of %s ended on %s.".formatted(host, day(tls.bound()));
            case NOT_YET_VALID ->
                    "The certificate of %s is good from %s only.".formatted(host, day(tls.bound()));
            case UNTRUSTED ->
                    "The certificate of %s is issued by %s, which %s does not trust."
                            .formatted(
                                    host,
                                    tls.issuer(),
                                    tls.ownFile() ? "the trunk's trustedCaFile" : "this system");
            case NOT_TLS -> "%s does not speak TLS at the port that we call.".formatted(host);
            case NOTHING_IN_COMMON ->
                    "%s and we have no TLS version or cipher suite in common.".formatted(host);
            case OURS_REFUSED ->
                    "%s wants a certificate of ours (mutual TLS), and does not take the one that we show."
                            .formatted(host);
            case BROKEN, NONE -> "The TLS handshake with %s comes to no end.".formatted(host);
        };
    }

    // --- pieces

    static String offset(Duration ahead) {
        return duration(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of");
    }

    static String duration(Duration time) {
        if (time.toDays() > 1) {
            return time.toDays() + " days";
        }
        if (time.toHours() > 0) {
            return "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
        }
        return time.toMinutes() > 0
                ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
                : time.toSeconds() + " s";
    }

    static String day(Instant instant) {
        return DAY.format(instant);
    }

    static String list(List<String> words) {
        return words.size() < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }

    static String some(List<String> words) {
        return words.isEmpty() ? "none" : list(words);
    }

    private static String calls(long count, String was, String were) {
        return calls(count) + " " + (count == 1 ? was : were);
    }

    static String calls(long count) {
        return count == 1 ? "1 recent call" : count + " recent calls";
    }

    static String legs(long count) {
        return count == 1 ? "1 recent connection" : count + " recent connections";
    }

    private static String silence(Finding.Silence silence) {
        return "%s: sent %d packets, received none"
                .formatted(calls(silence.legs()), silence.sent());
    }

    static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    static String meaning(int status) {
        return switch (status) {
            case 401, 407 -> " (it wants a password, or another one)";
            case 403 -> " (it does not let us, or does not know our address)";
            case 404 -> " (it does not know whom we call)";
            case 408 -> " (it waits for somebody behind it in vain)";
            case 480 -> " (nobody can be reached there)";
            case 488, 606 -> " (it does not take what we offer)";
            case 503 -> " (it is overloaded or closed)";
            default -> "";
        };
    }

    static String conditionWords(String condition) {
        return switch (condition) {
            case "no-answer" -> "it has not answered two OPTIONS in a row";
            case "failing" -> "three calls in a row have failed by its doing";
            case "asks-for-rest" -> "it has answered 503 and asked to be left alone";
            case "not-registered" -> "its registrar does not have us";
            default -> condition;
        };
    }

    private static String dropWords(String cause) {
        return switch (cause) {
            case "unknown-source" -> "they came from addresses in no trunk's networks";
            case "forbidden-transport" -> "they came by a transport that the trunk may not use";
            case "no-certificate" -> "they came without the certificate that clientCaFile demands";
            case "bad-credentials" -> "their digest credentials were wrong";
            default -> cause;
        };
    }
}
