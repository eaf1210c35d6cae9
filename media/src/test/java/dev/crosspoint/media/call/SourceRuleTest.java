package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceRuleTest {
    private static final long MS = 1_000_000L;
    private static final InetSocketAddress SIGNALLED = new InetSocketAddress("192.0.2.1", 4000);
    private static final InetSocketAddress SAME_HOST = new InetSocketAddress("192.0.2.1", 4444);
    private static final InetSocketAddress OTHER = new InetSocketAddress("198.51.100.7", 4000);

    @Test
    void sendsToTheSignalledAddressUntilSomethingIsHeard() {
        var rule = plain();

        assertThat(rule.target()).isEqualTo(SIGNALLED);
        rule.accepted(SAME_HOST, true, 0);
        assertThat(rule.target()).isEqualTo(SAME_HOST);
    }

    @Test
    void takesPlainAudioOnlyFromTheSignalledHostUnlessNetworksAreNamed() {
        assertThat(plain().allows(SAME_HOST, 0)).isTrue();
        assertThat(plain().allows(OTHER, 0)).isFalse();

        var wide = new SourceRule(false, Networks.of(List.of("198.51.100.0/24")), SIGNALLED, 0);
        assertThat(wide.allows(OTHER, 0)).isTrue();
        assertThat(wide.allows(SAME_HOST, 0)).isFalse();
    }

    @Test
    void keepsAPlainSourceUntilItIsSilentForThreeSeconds() {
        var rule = plain();
        rule.accepted(SAME_HOST, true, 0);

        assertThat(rule.allows(SIGNALLED, 2_900 * MS)).isFalse();
        assertThat(rule.allows(SIGNALLED, 3_000 * MS)).isTrue();
    }

    @Test
    void choosesAPlainSourceAnewAfterANewDescription() {
        var rule = plain();
        rule.accepted(SAME_HOST, true, 0);

        rule.signalled(SIGNALLED, false, 100 * MS);

        assertThat(rule.allows(SIGNALLED, 100 * MS)).isTrue();
        assertThat(rule.target()).as("until somebody is heard").isEqualTo(SAME_HOST);
    }

    @Test
    void goesAtOnceWhereANewDescriptionSays() {
        var rule = plain();
        rule.accepted(SAME_HOST, true, 0);

        rule.signalled(OTHER, false, 100 * MS);

        assertThat(rule.target()).isEqualTo(OTHER);
        assertThat(rule.allows(OTHER, 100 * MS)).isTrue();
    }

    @Test
    void followsTheNewestAuthenticSourceAtMostOnceASecond() {
        var rule = new SourceRule(true, Networks.of(List.of()), SIGNALLED, 0);
        rule.accepted(SAME_HOST, true, 0);

        assertThat(rule.allows(OTHER, 500 * MS)).isTrue();
        rule.accepted(OTHER, true, 500 * MS);
        assertThat(rule.target()).as("too soon").isEqualTo(SAME_HOST);
        rule.accepted(OTHER, true, 1_000 * MS);
        assertThat(rule.target()).isEqualTo(OTHER);
    }

    @Test
    void isNotMovedBackByAStragglerFromTheOldAddress() {
        var rule = new SourceRule(true, Networks.of(List.of()), SIGNALLED, 0);
        rule.accepted(SAME_HOST, true, 0);
        rule.accepted(OTHER, true, 1_000 * MS);

        rule.accepted(SAME_HOST, false, 2_500 * MS);

        assertThat(rule.target()).isEqualTo(OTHER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isNotMovedBackByWhatWasStillOnItsWayWhenANewAddressWasSignalled(boolean encrypted) {
        var rule = new SourceRule(encrypted, Networks.of(List.of("0.0.0.0/0")), SIGNALLED, 0);
        rule.accepted(SAME_HOST, true, 0);
        rule.signalled(OTHER, encrypted, 1_000 * MS);

        rule.accepted(SAME_HOST, true, 1_040 * MS);

        assertThat(rule.target()).isEqualTo(OTHER);
        rule.accepted(SAME_HOST, true, 2_000 * MS);
        assertThat(rule.target()).as("it does go on from there").isEqualTo(SAME_HOST);
    }

    private static SourceRule plain() {
        return new SourceRule(false, Networks.of(List.of()), SIGNALLED, 0);
    }
}
