package dev.crosspoint.gateway.fraud;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.fraud.Denial.Kind;
import dev.crosspoint.gateway.fraud.Denial.Shown;
import dev.crosspoint.gateway.fraud.Verdict.Admitted;
import dev.crosspoint.gateway.fraud.Verdict.Reason;
import dev.crosspoint.gateway.fraud.Verdict.Refused;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArrivalWatchTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final PhoneNumber ANN = new PhoneNumber("+442079460123");
    private static final PhoneNumber BOB = new PhoneNumber("+442079460124");
    private static final InetAddress CARRIER = InetAddress.ofLiteral("198.51.100.7");
    private static final InetAddress OTHER = InetAddress.ofLiteral("203.0.113.9");

    // --- counts ---

    @Test
    void countsArrivalsPerNumberAndPerAddress() {
        var watch = new ArrivalWatch(FraudRules.LENIENT, KEY);

        assertThat(watch.arrive(ANN, CARRIER, NOON)).isEqualTo(admitted(1, 1));
        assertThat(watch.arrive(BOB, CARRIER, NOON)).isEqualTo(admitted(1, 2));
        assertThat(watch.arrive(ANN, OTHER, NOON)).isEqualTo(admitted(2, 1));
        assertThat(watch.signs(ANN, CARRIER, NOON)).isEqualTo(new Signs(2, 2, false));
        assertThat(watch.admitted()).isEqualTo(3);
    }

    @Test
    void holdsNothingAgainstWithheldNumbersAndUnknownAddresses() {
        var watch = new ArrivalWatch(rules(1, 1), KEY);

        for (int i = 0; i < 5; i++) {
            assertThat(watch.arrive(null, null, NOON)).isEqualTo(admitted(0, 0));
        }
        assertThat(watch.signs(null, null, NOON)).isEqualTo(new Signs(0, 0, false));
    }

    @Test
    void forgetsAnArrivalWhenTheWindowHasPassedAndNotMuchBefore() {
        var watch = new ArrivalWatch(FraudRules.LENIENT, KEY);
        watch.arrive(ANN, null, NOON);
        watch.arrive(ANN, null, NOON.plusSeconds(1_800));

        assertThat(watch.signs(ANN, null, NOON.plusSeconds(3_539)).fromNumber()).isEqualTo(2);
        assertThat(watch.signs(ANN, null, NOON.plusSeconds(3_600)).fromNumber()).isEqualTo(1);
        assertThat(watch.signs(ANN, null, NOON.plusSeconds(5_400)).fromNumber()).isZero();
        assertThat(watch.arrive(ANN, null, NOON.plusSeconds(9_999_999))).isEqualTo(admitted(1, 0));
    }

    @Test
    void countsWhatIsNotOlderThanTheWindowAndAllOfItsLastFiftyNineSixtieths() {
        var random = new Random(3);
        var watch = new ArrivalWatch(FraudRules.LENIENT, KEY);
        var arrivals = new ArrayList<Instant>();
        var now = NOON;
        for (int i = 0; i < 5_000; i++) {
            now = now.plusMillis(random.nextInt(random.nextInt(20) == 0 ? 900_000 : 60_000));
            arrivals.add(now);
            int counted = watch.arrive(ANN, null, now).signs().fromNumber();
            assertThat(counted)
                    .isLessThanOrEqualTo(since(arrivals, now.minusSeconds(3_600)))
                    .isGreaterThanOrEqualTo(since(arrivals, now.minusSeconds(3_540)));
        }
    }

    private static int since(List<Instant> arrivals, Instant start) {
        return (int) arrivals.stream().filter(at -> at.isAfter(start)).count();
    }

    @Test
    void takesAnIpv6SubscriberForOne() {
        var watch = new ArrivalWatch(FraudRules.LENIENT, KEY);
        watch.arrive(null, InetAddress.ofLiteral("2001:db8:1:2::1"), NOON);

        assertThat(watch.arrive(null, InetAddress.ofLiteral("2001:db8:1:2:ffff::9"), NOON))
                .isEqualTo(admitted(0, 2));
        assertThat(watch.arrive(null, InetAddress.ofLiteral("2001:db8:1:3::1"), NOON))
                .isEqualTo(admitted(0, 1));
    }

    @Test
    void standsStillWhenTheClockGoesBack() {
        var watch = new ArrivalWatch(FraudRules.LENIENT, KEY);
        watch.arrive(ANN, null, NOON);
        watch.arrive(ANN, null, NOON.minusSeconds(7_200));

        assertThat(watch.signs(ANN, null, NOON).fromNumber()).isEqualTo(2);
        assertThat(watch.signs(ANN, null, NOON.plusSeconds(3_600)).fromNumber()).isZero();
    }

    @Test
    void forgetsWhoCalledLongestAgoWhenTooManyCallAndSaysSo() {
        var watch = new ArrivalWatch(FraudRules.LENIENT, KEY, 2);
        watch.arrive(ANN, null, NOON);
        watch.arrive(BOB, null, NOON);
        watch.arrive(ANN, null, NOON);
        assertThat(watch.forgotten()).isZero();

        watch.arrive(new PhoneNumber("+442079460125"), null, NOON);

        assertThat(watch.forgotten()).isEqualTo(1);
        assertThat(watch.signs(ANN, null, NOON).fromNumber()).isEqualTo(2);
        assertThat(watch.signs(BOB, null, NOON).fromNumber()).isZero();
    }

    @Test
    void doesNotCallItForgottenWhenTheTimeIsOver() {
        var watch = new ArrivalWatch(FraudRules.LENIENT, KEY, 2);
        watch.arrive(ANN, null, NOON);
        watch.arrive(BOB, null, NOON);
        watch.arrive(new PhoneNumber("+442079460125"), null, NOON.plusSeconds(3_660));

        assertThat(watch.forgotten()).isZero();
    }

    // --- verdicts ---

    @Test
    void refusesWhoCallsTooOftenUntilItIsLessAgain() {
        var watch = new ArrivalWatch(rules(2, 0), KEY);
        watch.arrive(ANN, null, NOON);
        watch.arrive(ANN, null, NOON.plusSeconds(600));

        assertThat(watch.arrive(ANN, null, NOON.plusSeconds(1_200)))
                .isEqualTo(new Refused(new Signs(3, 0, false), Reason.TOO_MANY_FROM_NUMBER));
        assertThat(watch.arrive(BOB, null, NOON.plusSeconds(1_200))).isEqualTo(admitted(1, 0));
        assertThat(watch.arrive(ANN, null, NOON.plusSeconds(4_300))).isEqualTo(admitted(2, 0));
        assertThat(watch.refused(Reason.TOO_MANY_FROM_NUMBER)).isEqualTo(1);
    }

    @Test
    void refusesAnAddressThatCallsTooOften() {
        var watch = new ArrivalWatch(rules(0, 1), KEY);
        watch.arrive(ANN, OTHER, NOON);

        assertThat(watch.arrive(BOB, OTHER, NOON))
                .isEqualTo(new Refused(new Signs(1, 2, false), Reason.TOO_MANY_FROM_ADDRESS));
        assertThat(watch.arrive(BOB, CARRIER, NOON)).isInstanceOf(Admitted.class);
    }

    @Test
    void refusesWhoIsDeniedUntilTheDenialIsOver() {
        var watch = new ArrivalWatch(FraudRules.LENIENT, KEY);
        watch.deny(number("d1", ANN, NOON.plusSeconds(60)), NOON);

        assertThat(watch.arrive(ANN, OTHER, NOON)).isEqualTo(refused(Reason.DENIED_NUMBER, 1, 1));
        assertThat(watch.arrive(BOB, OTHER, NOON)).isEqualTo(admitted(1, 2));
        assertThat(watch.signs(ANN, null, NOON.plusSeconds(59)).denied()).isTrue();
        assertThat(watch.arrive(ANN, null, NOON.plusSeconds(60))).isEqualTo(admitted(2, 0));
        assertThat(watch.denials(NOON.plusSeconds(60))).isEmpty();
    }

    @Test
    void refusesAWholeNetwork() {
        var watch = new ArrivalWatch(FraudRules.LENIENT, KEY);
        watch.deny(network("d1", "203.0.113.0/24"), NOON);

        assertThat(watch.arrive(null, OTHER, NOON)).isEqualTo(refused(Reason.DENIED_NETWORK, 0, 1));
        assertThat(watch.arrive(null, CARRIER, NOON)).isEqualTo(admitted(0, 1));
    }

    @Test
    void namesTheNumberFirst() {
        var watch = new ArrivalWatch(rules(1, 1), KEY);
        watch.arrive(ANN, OTHER, NOON);
        watch.deny(network("d1", "203.0.113.9"), NOON);
        watch.deny(number("d2", ANN, null), NOON);

        assertThat(watch.arrive(ANN, OTHER, NOON)).isEqualTo(refused(Reason.DENIED_NUMBER, 2, 2));
    }

    @Test
    void liftsADenialAndReplacesOneOfTheSameId() {
        var watch = new ArrivalWatch(FraudRules.LENIENT, KEY);
        watch.deny(number("d1", ANN, null), NOON);
        watch.deny(number("d1", BOB, NOON.plusSeconds(5)), NOON);

        assertThat(watch.denials(NOON))
                .containsExactly(new Shown("d1", Kind.NUMBER, NOON.plusSeconds(5)));
        assertThat(watch.signs(ANN, null, NOON).denied()).isFalse();
        assertThat(watch.lift("d1")).isTrue();
        assertThat(watch.lift("d1")).isFalse();
        assertThat(watch.signs(BOB, null, NOON).denied()).isFalse();
    }

    @Test
    void deniesFromTheStartWhomTheConfigurationNames() {
        var rules =
                new FraudRules(
                        3_600,
                        0,
                        0,
                        true,
                        List.of(
                                number("c1", ANN, NOON.plusSeconds(60)),
                                number("c2", BOB, NOON.minusSeconds(60))));
        var watch = new ArrivalWatch(rules, KEY);

        assertThat(watch.arrive(ANN, null, NOON)).isInstanceOf(Refused.class);
        assertThat(watch.arrive(BOB, null, NOON)).isInstanceOf(Admitted.class);
    }

    @Test
    void leavesThoseDeniedToTheFlowWhereTheTenantWantsIt() {
        var rules = new FraudRules(3_600, 0, 0, false, List.of(number("c1", ANN, null)));

        assertThat(new ArrivalWatch(rules, KEY).arrive(ANN, null, NOON))
                .isEqualTo(new Admitted(new Signs(1, 0, true)));
    }

    @Test
    void deniesTenThousandAndNoMoreAndMakesRoomOfWhatIsOver() {
        var watch = new ArrivalWatch(FraudRules.LENIENT, KEY);
        for (int i = 0; i < 10_000; i++) {
            var end = i == 0 ? NOON.plusSeconds(60) : null;
            assertThat(watch.deny(number("d" + i, ANN, end), NOON)).isTrue();
        }
        assertThat(watch.deny(number("more", BOB, null), NOON)).isFalse();
        assertThat(watch.deny(number("d5", BOB, null), NOON)).as("replaced").isTrue();
        assertThat(watch.deny(number("more", BOB, null), NOON.plusSeconds(60))).isTrue();
    }

    // --- privacy ---

    @Test
    void hashesTheSameNumberDifferentlyUnderAnotherKey() {
        var one = new KeyedHash(KEY);
        var other = new KeyedHash("another key, another key, another".getBytes(US_ASCII));

        assertThat(one.of(ANN)).isEqualTo(new KeyedHash(KEY).of(ANN)).isNotEqualTo(one.of(BOB));
        assertThat(one.of(ANN)).isNotEqualTo(other.of(ANN));
        assertThatThrownBy(() -> new KeyedHash(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysNobodysNumberOrAddress() {
        var denials = List.of(number("d1", ANN, null), network("d2", "203.0.113.9"));

        assertThat(new FraudRules(3_600, 0, 0, true, denials).toString())
                .contains("d1", "d2")
                .doesNotContain("2079460123", "203.0.113");
    }

    private static FraudRules rules(int mostPerNumber, int mostPerAddress) {
        return new FraudRules(3_600, mostPerNumber, mostPerAddress, true, List.of());
    }

    private static Denial number(String id, PhoneNumber number, @Nullable Instant until) {
        return new Denial(id, new Denial.OfNumber(number), until);
    }

    private static Denial network(String id, String block) {
        return new Denial(id, new Denial.OfNetwork(NetworkBlock.parse(block)), null);
    }

    private static Verdict admitted(int fromNumber, int fromAddress) {
        return new Admitted(new Signs(fromNumber, fromAddress, false));
    }

    private static Verdict refused(Reason why, int fromNumber, int fromAddress) {
        return new Refused(new Signs(fromNumber, fromAddress, true), why);
    }
}
