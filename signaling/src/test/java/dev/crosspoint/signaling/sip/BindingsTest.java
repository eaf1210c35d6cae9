package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.PhoneDirectory.Account;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.sip.Bindings.Binding;
import dev.crosspoint.signaling.sip.Bindings.Contact;
import dev.crosspoint.signaling.sip.Bindings.Owner;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class BindingsTest {
    private static final Tenant TENANT = new Tenant("account", "main");
    private static final Account ANNA = account("anna");
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Bindings bindings = new Bindings(20 * SECOND);

    /** Ids of those who have calls. */
    private final Set<String> talking = new HashSet<>();

    @Test
    void keepsOneBindingOfAnInstanceAndItsFlow() {
        var first = bind(ANNA, "one", 1, 0).orElseThrow();
        var again = bind(ANNA, "one", 2, SECOND).orElseThrow();

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.flow()).isEqualTo(flow(1));
        assertThat(bindings.of(Owner.of(ANNA))).containsExactly(again);
        assertThat(bindings.at(flow(1))).contains(again);
        assertThat(bindings.at(flow(2))).isEmpty();
    }

    @Test
    void takesFourPhonesOfAnAgentAndNoMore() {
        for (int i = 1; i <= Bindings.MAX_PER_AGENT; i++) {
            assertThat(bind(ANNA, "phone " + i, i, 0)).isPresent();
        }
        assertThat(bind(ANNA, "one more", 9, 0)).isEmpty();
        assertThat(bind(account("bert"), "his", 9, 0)).isPresent();
        assertThat(bind(ANNA, "phone 2", 10, 0)).as("one that is there already").isPresent();
    }

    @Test
    void letsWhoeverIsAwayLongestGiveWayToANewcomer() {
        for (int i = 1; i <= Bindings.MAX_PER_AGENT; i++) {
            bind(ANNA, "phone " + i, i, 0);
            assertThat(makeRoom("one more")).as("too early").isEmpty();
        }
        bindings.lose(flow(3), SECOND);
        bindings.lose(flow(2), 2 * SECOND);
        bindings.lose(flow(4), 3 * SECOND);
        talking.add(bindings.at(flow(3)).orElseThrow().id());

        assertThat(makeRoom("phone 2")).as("one that comes back").isEmpty();
        assertThat(makeRoom("new 1")).contains("phone 2");
        assertThat(bind(ANNA, "new 1", 11, 3 * SECOND)).isPresent();
        assertThat(makeRoom("new 2")).contains("phone 4");
        assertThat(bind(ANNA, "new 2", 12, 3 * SECOND)).isPresent();
        assertThat(makeRoom("new 3")).as("only one that talks is away").contains("phone 3");
        assertThat(bind(ANNA, "new 3", 13, 3 * SECOND)).isPresent();
        assertThat(makeRoom("new 4")).as("all are there").isEmpty();
        assertThat(bind(ANNA, "new 4", 14, 3 * SECOND)).isEmpty();
    }

    private Optional<String> makeRoom(String newcomer) {
        return bindings.makeRoom(Owner.of(ANNA), newcomer, talking::contains)
                .map(Binding::instance);
    }

    @Test
    void givesASocketToOnePhoneOnly() {
        bind(ANNA, "one", 1, 0);
        assertThat(bind(ANNA, "two", 1, 0)).isEmpty();
        assertThat(bind(account("bert"), "one", 1, 0)).isEmpty();
    }

    @Test
    void waitsForAPhoneThatLostItsSocketAsLongAsItMayBeAway() {
        bind(ANNA, "one", 1, 0);
        assertThat(bindings.lose(flow(1), SECOND).orElseThrow().isHere()).isFalse();
        assertThat(sweep(_ -> true, 20 * SECOND)).isEmpty();

        var back = bind(ANNA, "one", 2, 20 * SECOND).orElseThrow();
        assertThat(back.isHere()).isTrue();
        assertThat(sweep(_ -> true, 60 * SECOND)).isEmpty();

        bindings.lose(flow(1), 60 * SECOND);
        assertThat(sweep(_ -> true, 80 * SECOND)).hasSize(1);
        assertThat(bindings.at(flow(1))).isEmpty();
    }

    @Test
    void forgetsWhoDoesNotRegisterAgainInTime() {
        bind(ANNA, "one", 1, 0);
        assertThat(sweep(_ -> true, 599 * SECOND)).isEmpty();
        assertThat(sweep(_ -> true, 600 * SECOND))
                .extracting(Binding::instance)
                .containsExactly("one");
    }

    @Test
    void forgetsWhoMayNoLongerBeThere() {
        bind(ANNA, "one", 1, 0);
        bind(account("bert"), "his", 2, 0);
        assertThat(sweep(who -> !who.equals(ANNA), SECOND))
                .extracting(Binding::account)
                .containsExactly(ANNA);
    }

    @Test
    void tellsNeitherASecretNorAContact() {
        assertThat(bind(ANNA, "one", 1, 0).toString())
                .contains("phone-1")
                .doesNotContain("planted");
    }

    @Test
    void forgetsWhoSaysSo() {
        bind(ANNA, "one", 1, 0);
        assertThat(takeOff(account("bert"))).isEmpty();
        assertThat(takeOff(ANNA)).isPresent();
        assertThat(bindings.at(flow(1))).isEmpty();
        assertThat(bindings.of(Owner.of(ANNA))).isEmpty();
    }

    @Test
    void keepsIdAndFlowOfAPhoneThatTalksWhileItIsOff() {
        var first = bind(ANNA, "one", 1, 0).orElseThrow();
        talking.add(first.id());
        assertThat(takeOff(ANNA)).isEmpty();
        assertThat(bindings.at(flow(1)).orElseThrow().isHere()).isFalse();
        assertThat(sweep(_ -> true, 700 * SECOND)).isEmpty();

        var again = bind(ANNA, "one", 1, 700 * SECOND).orElseThrow();
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.isHere()).isTrue();

        var late = bindings.sweep(_ -> true, talking::contains, 1300 * SECOND);
        assertThat(late.off()).as("it has not registered again").hasSize(1);
        assertThat(late.gone()).isEmpty();
        talking.clear();
        assertThat(sweep(_ -> true, 1301 * SECOND)).hasSize(1);
        assertThat(bindings.at(flow(1))).isEmpty();
    }

    @Test
    void endsTheCallsOfWhoeverIsOffAndMayNotBeThere() {
        talking.add(bind(ANNA, "one", 1, 0).orElseThrow().id());
        takeOff(ANNA);
        assertThat(sweep(_ -> false, SECOND)).hasSize(1);
    }

    private List<Binding> sweep(Predicate<Account> stands, long nowNanos) {
        return bindings.sweep(stands, talking::contains, nowNanos).gone();
    }

    private Optional<Binding> takeOff(Account who) {
        return bindings.takeOff(Owner.of(who), "one", talking::contains, SECOND);
    }

    private Optional<Binding> bind(Account who, String instance, int flow, long nowNanos) {
        return bindings.bind(
                who,
                instance,
                new Contact(new Private("planted-user"), "a.invalid"),
                flow(flow),
                600,
                nowNanos);
    }

    private static Account account(String agent) {
        return new Account(TENANT, agent, new Private("planted-secret"), 1);
    }

    private static InetSocketAddress flow(int number) {
        return new InetSocketAddress(InetAddress.ofLiteral("240.0.0." + number), 1);
    }
}
