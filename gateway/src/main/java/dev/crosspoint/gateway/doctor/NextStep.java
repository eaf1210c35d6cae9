package dev.crosspoint.gateway.doctor;

/** What to do about a finding, in one sentence. */
final class NextStep {
    private NextStep() {}

    static String of(Finding finding) {
        return switch (finding) {
            case Finding.GatewayAway _ ->
                    "Look whether the gateway runs and what its log says last; --gateway URL says where it is if not here.";
            case Finding.NameUnknown _ ->
                    "Correct host of the trunk, or ask whoever keeps its DNS; dig and this machine's /etc/resolv.conf show more.";
            case Finding.NothingListens _ ->
                    "Compare port and transports of the trunk with what the carrier has told you; its server may be down.";
            case Finding.NothingComesBack _ ->
                    "Have the firewall let it out (the command network lists what has to pass), and ask the carrier whether our address is allowed.";
            case Finding.SomeAddressesDead _ ->
                    "Ask the carrier to take them out of its DNS, or to bring them back.";
            case Finding.TlsFails tls -> ofTls(tls);
            case Finding.ClockBreaksTls _ ->
                    "Set this machine's clock (timedatectl says whether NTP runs), then try again.";
            case Finding.OptionsUnanswered _ ->
                    "Ask the carrier whether it knows our address and whether that port is for SIP; a trunk that ignores OPTIONS on purpose wants probeSeconds: 0.";
            case Finding.OptionsRefused _ ->
                    "Ask the carrier what it has on record of us: address, account, and whether it is switched on.";
            case Finding.NotRegistered _ ->
                    "Compare registration, username and password with the carrier's; the log has each answer of the registrar.";
            case Finding.TrunkNotWell _ ->
                    "It is tried again by itself; if it stays so, the checks below say how far it is from well.";
            case Finding.NumberUnknown _ ->
                    "Put the dialled number under tenants[].numbers, in E.164, or have rules.inbound.called turn the trunk's form into it.";
            case Finding.NoCommonCodec _ -> "Have the far end offer G.711 (PCMU or PCMA) as well.";
            case Finding.NoCommonSuite(_, boolean known, _) ->
                    known
                            ? "Have the far end offer a key without MKI and without a short lifetime."
                            : "Have the far end offer AES_CM_128_HMAC_SHA1_80, which everybody has.";
            case Finding.SrtpDemanded _ ->
                    "Switch SRTP (SDES) on at the far end; on a private circuit mediaSecurity may be preferred instead.";
            case Finding.SrtpNotWanted _ ->
                    "Set mediaSecurity of the trunk to preferred or required, or switch SRTP off at the far end.";
            case Finding.DescriptionRefused _ ->
                    "Send the far end's maker that sentence together with an INVITE of it.";
            case Finding.OurOfferRefused _ ->
                    "Ask the carrier which codecs and SRTP suites it takes, and set mediaSecurity and codecs to match.";
            case Finding.CallsFail _ ->
                    "Ask the carrier why, with the time of a call; check rules.outbound if it is about numbers.";
            case Finding.RequestsDropped _ ->
                    "If the trunk's calls do not arrive, put the addresses that it calls from into its networks, and look at its transports.";
            case Finding.AudioSentElsewhere(_, _, var seen, _) ->
                    seen == null
                            ? "Set media.advertisedAddress to the address that others reach this machine by."
                            : "Set media.advertisedAddress to %s and start the gateway again, with the media ports forwarded to this machine."
                                    .formatted(seen);
            case Finding.AudioFromStrangers(var network, _, _) ->
                    network.isEmpty()
                            ? "Put the networks that the carrier's audio comes from into mediaNetworks of the trunk."
                            : "If that is the carrier's, put %s into mediaNetworks of the trunk."
                                    .formatted(network);
            case Finding.AudioUnauthentic _ ->
                    "Ask the far end's maker: it does not use the key that its own SDP has; a box between that changes SDP does this too.";
            case Finding.AudioUnprotected _ ->
                    "Switch SRTP on at the far end for audio too, not only in its SDP.";
            case Finding.AudioOfAnotherType _ ->
                    "Have the far end keep to the codecs that were answered.";
            case Finding.NothingReceived(_, var ports, _) ->
                    "Let UDP to ports %s of this machine in at every firewall and NAT, then look whether packets come (tcpdump -n udp portrange %d-%d)."
                            .formatted(ports, ports.first(), ports.last());
            case Finding.FarEndOnHold _ ->
                    "Have it taken off hold; nothing is wrong with the network.";
            case Finding.NothingReachesThem _ ->
                    "Let UDP out to the trunk's media addresses, and ask the carrier whether it drops ours.";
            case Finding.NothingSent _ ->
                    "Whoever is to be heard is held, muted, or does not get through: look at the other leg of that contact.";
            case Finding.DigitalSilence(var side, _) ->
                    side == Finding.Side.AGENT
                            ? "Switch the headset's own mute off, and choose the right microphone under Sound and settings."
                            : "Ask whoever called, or the carrier: a muted telephone does this too.";
            case Finding.NoPath(_, _, boolean relay, _) ->
                    relay
                            ? "Let UDP to these ports through at the agent's network, and look whether it reaches the TURN server."
                            : "Let UDP to these ports through at the agent's network, or set up a TURN server (turn.urls).";
            case Finding.HandshakeFailed _ ->
                    "Have inspection of UDP (SBC, DPI, VPN) switched off for these ports, and try another browser.";
            case Finding.ConsentLost _ -> "Look at the agent's Wi-Fi or VPN; a cable settles it.";
            case Finding.AudioCeased _ ->
                    "Look whether a firewall closes UDP flows that are minutes old, and whether the far end was still there.";
            case Finding.OtherLegTroubled(var trunk, var contact) ->
                    "Run doctor --trunk %s --contact %s.".formatted(trunk, contact);
            case Finding.NoSuchAgent _ -> "GET /api/agents lists those there are; spelling counts.";
            case Finding.NotSignedIn _ ->
                    "Have the agent sign in and choose Available, and run Check everything for calls.";
            case Finding.RelayAway _ ->
                    "Look whether the TURN server runs, and whether turn.urls names its port and protocol.";
            case Finding.KeysOnlyAsTones(_, boolean never, _) ->
                    never
                            ? "Have the far end offer telephone-event (RFC 4733), or set digits.info to allowed."
                            : "Have the far end offer telephone-event (RFC 4733); if it takes INFO and does not say so, set digits.info to always.";
            case Finding.InfoRefused _ ->
                    "Set digits.infoForm to the other form, or digits.info to never, and have it offer telephone-event.";
            case Finding.TonesBesideEvents _ -> "Set digits.heardTones of the trunk to always.";
            case Finding.Loss(var side, _, _) ->
                    side == Finding.Side.AGENT
                            ? "A cable in place of Wi-Fi helps most often; pause large downloads."
                            : "Ask the carrier and whoever runs the line between, with the time of a call; look whether the line is full.";
            case Finding.Jitter _ ->
                    "Look for a line that is full, and give audio (DSCP) precedence on it.";
            case Finding.RoundTrip _ ->
                    "Look for a detour: a VPN, a relay or a carrier's server on another continent.";
            case Finding.ClocksDiffer _ ->
                    "See whether this machine's is right (timedatectl says whether NTP runs); if it is, tell the carrier.";
            case Finding.AdvertisedWrong(var setting, _, var seen) ->
                    seen == null
                            ? "Set %s to the address that others reach this machine by."
                                    .formatted(setting)
                            : "Set %s to %s.".formatted(setting, seen);
            case Finding.OutsideNetworks _ ->
                    "Put them into networks of the trunk, if it calls from the addresses that we call.";
            case Finding.CertificateEnds(_, _, boolean over) ->
                    over
                            ? "Put a new one in its place; the gateway takes it within seconds."
                            : "Renew it before that.";
            case Finding.PortsTaken _ ->
                    "Give the gateway a range of its own (media.trunkPortLow, media.trunkPortHigh), outside the system's ephemeral ports.";
        };
    }

    private static String ofTls(Finding.TlsFails tls) {
        return switch (tls.trouble()) {
            case WRONG_NAME ->
                    "Set host of the trunk to a name that the certificate has, or have the carrier add ours.";
            case EXPIRED, NOT_YET_VALID -> "Have the carrier put a new certificate in place.";
            case UNTRUSTED ->
                    "If that is right, put the issuer's certificate, or the trunk's own, into trustedCaFile of the trunk.";
            case NOT_TLS ->
                    "Set port to the carrier's port for TLS (5061 more often than not), or transports to what it speaks there.";
            case NOTHING_IN_COMMON ->
                    "Have the far end switch TLS 1.2 or 1.3 on (Kamailio: tls_method TLSv1.2+).";
            case OURS_REFUSED ->
                    "Give the carrier our certificate or its authority's, or set sip.certificateFile to the one that it has issued to us.";
            case BROKEN, NONE ->
                    "Try openssl s_client -connect from this machine, and ask the carrier what it logs.";
        };
    }
}
