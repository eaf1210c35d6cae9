package dev.crosspoint.gateway.doctor;

/**
 * Which finding is the cause: what nothing gets past comes before what it has brought about, and
 * what a call has shown before what might be wrong some day.
 */
final class Ranking {
    /** Ranks of what has to do with who is heard. */
    static final int FIRST_OF_AUDIO = 200;

    static final int LAST_OF_AUDIO = 299;

    private Ranking() {}

    /** Lower is likelier the cause. */
    static int of(Finding finding) {
        return switch (finding) {
            case Finding.GatewayAway _ -> 10;
            case Finding.NameUnknown _ -> 20;
            case Finding.ClockBreaksTls _ -> 30;
            case Finding.NothingListens _ -> 40;
            case Finding.NothingComesBack _ -> 41;
            case Finding.TlsFails _ -> 50;
            case Finding.OptionsUnanswered _ -> 60;
            case Finding.NotRegistered _ -> 65;
            case Finding.NoSuchAgent _ -> 66;

            case Finding.SrtpDemanded _ -> 100;
            case Finding.NoCommonSuite _ -> 101;
            case Finding.SrtpNotWanted _ -> 102;
            case Finding.NoCommonCodec _ -> 103;
            case Finding.DescriptionRefused _ -> 104;
            case Finding.OurOfferRefused _ -> 110;
            case Finding.NumberUnknown _ -> 120;

            case Finding.AudioUnprotected _ -> 200;
            case Finding.AudioUnauthentic _ -> 201;
            case Finding.AudioFromStrangers _ -> 202;
            case Finding.AudioSentElsewhere _ -> 203;
            case Finding.NoPath _ -> 210;
            case Finding.HandshakeFailed _ -> 211;
            case Finding.NothingReceived _ -> 220;
            case Finding.NothingSent _ -> 221;
            case Finding.NothingReachesThem _ -> 222;
            case Finding.DigitalSilence _ -> 230;
            case Finding.FarEndOnHold _ -> 231;
            case Finding.ConsentLost _ -> 240;
            case Finding.AudioCeased _ -> 241;
            case Finding.OtherLegTroubled _ -> 250;

            case Finding.CallsFail _ -> 300;
            case Finding.OptionsRefused _ -> 310;
            case Finding.TrunkNotWell _ -> 320;
            case Finding.AudioOfAnotherType _ -> 330;

            case Finding.InfoRefused _ -> 400;
            case Finding.KeysOnlyAsTones _ -> 401;
            case Finding.TonesBesideEvents _ -> 402;

            case Finding.Loss _ -> 500;
            case Finding.Jitter _ -> 510;
            case Finding.RoundTrip _ -> 520;

            case Finding.NotSignedIn _ -> 600;
            case Finding.RelayAway _ -> 610;
            case Finding.PortsTaken _ -> 620;
            case Finding.CertificateEnds ends -> ends.over() ? 630 : 800;
            case Finding.ClocksDiffer _ -> 640;
            case Finding.AdvertisedWrong _ -> 650;
            case Finding.SomeAddressesDead _ -> 660;
            case Finding.OutsideNetworks _ -> 670;
            case Finding.RequestsDropped _ -> 680;
        };
    }
}
