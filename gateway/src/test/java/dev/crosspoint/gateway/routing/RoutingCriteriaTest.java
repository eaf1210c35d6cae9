package dev.crosspoint.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.routing.Requirement.All;
import dev.crosspoint.gateway.routing.Requirement.Any;
import dev.crosspoint.gateway.routing.Requirement.Level;
import dev.crosspoint.gateway.routing.RoutingCriteria.Step;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoutingCriteriaTest {
    private static final Map<String, Double> SKILLS = Map.of("german", 3.5, "loans", 1.0);
    private static final Requirement GERMAN = Requirement.atLeast("german", 3);
    private static final Requirement LOANS = Requirement.atLeast("loans", 2);

    static Stream<Arguments> requirements() {
        return Stream.of(
                Arguments.of(GERMAN, true),
                Arguments.of(Requirement.atLeast("german", 3.5), true),
                Arguments.of(Requirement.atLeast("german", 4), false),
                Arguments.of(Requirement.atLeast("french", 1), false),
                Arguments.of(new Level("german", 1, 3), false),
                Arguments.of(new Level("german", 3, 4), true),
                Arguments.of(LOANS, false),
                Arguments.of(new All(List.of(GERMAN, LOANS)), false),
                Arguments.of(new Any(List.of(GERMAN, LOANS)), true),
                Arguments.of(
                        new All(List.of(GERMAN, new Any(List.of(LOANS, new Level("loans", 1, 1))))),
                        true),
                Arguments.of(Requirement.NONE, true),
                Arguments.of(new Any(List.of()), false));
    }

    @ParameterizedTest
    @MethodSource("requirements")
    void isMetByTheSkillsThatItAsksFor(Requirement requirement, boolean met) {
        assertThat(requirement.isMetBy(SKILLS)).isEqualTo(met);
    }

    @Test
    void asksForLessStepByStepAndInTheEndForNothing() {
        var criteria = new RoutingCriteria(List.of(new Step(LOANS, 10), new Step(GERMAN, 5)));

        assertThat(criteria.after(0)).isEqualTo(LOANS);
        assertThat(criteria.after(seconds(10) - 1)).isEqualTo(LOANS);
        assertThat(criteria.nextChange(0)).hasValue(seconds(10));
        assertThat(criteria.after(seconds(10))).isEqualTo(GERMAN);
        assertThat(criteria.nextChange(seconds(10))).hasValue(seconds(15));
        assertThat(criteria.after(seconds(15))).isEqualTo(Requirement.NONE);
        assertThat(criteria.nextChange(seconds(15))).isEmpty();
    }

    @Test
    void insistsForEverOnALastStepWithoutExpiry() {
        var criteria = new RoutingCriteria(List.of(new Step(LOANS, 10), new Step(GERMAN, 0)));

        assertThat(criteria.after(seconds(100_000))).isEqualTo(GERMAN);
        assertThat(criteria.nextChange(seconds(10))).isEmpty();
    }

    @Test
    void refusesWhatCanNeverBe() {
        assertThatThrownBy(() -> Requirement.atLeast("german", 5.5)).hasMessageContaining("german");
        assertThatThrownBy(() -> Requirement.atLeast("german", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Level("german", 4, 3))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new RoutingCriteria(List.of(new Step(GERMAN, 0), new Step(LOANS, 10))))
                .hasMessageContaining("never expires is the last");
        assertThatThrownBy(() -> new Step(GERMAN, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Step(new All(Collections.nCopies(64, GERMAN)), 1))
                .hasMessageContaining("64");
        assertThatThrownBy(() -> new RoutingCriteria(Collections.nCopies(17, new Step(GERMAN, 1))))
                .hasMessageContaining("16");
    }

    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }
}
