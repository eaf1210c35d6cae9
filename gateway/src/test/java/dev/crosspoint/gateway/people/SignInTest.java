package dev.crosspoint.gateway.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.people.SignIn.Next;
import dev.crosspoint.gateway.people.SignIn.Outcome;
import dev.crosspoint.gateway.store.PersonRow;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.signaling.api.Private;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set before the tests.
final class SignInTest {
    private static final Origin HERE = Origin.of("192.0.2.1");
    private static Vertx vertx;

    private PeopleRig rig;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void shut() {
        vertx.close().await();
    }

    @BeforeEach
    void begin() throws Exception {
        rig = new PeopleRig(vertx);
    }

    @AfterEach
    void end() throws Exception {
        rig.close();
    }

    @Test
    void givesATokenThatLeadsToThePerson() throws Exception {
        var accepted = (Outcome.Accepted) rig.attempt("alice", PeopleRig.PASSWORD);

        var agent = rig.tokens.byToken(accepted.token()).orElseThrow();
        assertThat(agent.tenant()).isEqualTo(PeopleRig.MAIN);
        assertThat(agent.agentId()).isEqualTo("alice");
        assertThat(agent.displayName().value()).isEqualTo("Name of alice");
        assertThat(accepted.toString()).doesNotContain(accepted.token());
        assertThat(rig.people.find(PeopleRig.MAIN, "alice").orElseThrow().toString())
                .doesNotContain("argon2", "Name");
    }

    @Test
    void answersAnUnknownNameADisabledUserAndAnotherTenantAsAWrongPassword() throws Exception {
        rig.database.people().disabled(PeopleRig.MAIN, "manager", true).await();
        rig.people.refresh(PeopleRig.MAIN);

        assertThat(rig.attempt("alice", "wrong")).isEqualTo(new Outcome.Rejected());
        assertThat(rig.attempt("mallory", "wrong")).isEqualTo(new Outcome.Rejected());
        assertThat(rig.attempt("manager", PeopleRig.PASSWORD)).isEqualTo(new Outcome.Rejected());
        assertThat(rig.attempt(PeopleRig.BRANCH, "alice", PeopleRig.PASSWORD))
                .isEqualTo(new Outcome.Rejected());
    }

    @Test
    void refusesTheSixthGuessAlsoAfterARestart() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(rig.attempt("alice", "wrong " + i)).isEqualTo(new Outcome.Rejected());
        }
        rig.restart();
        var refused = rig.attempt("alice", PeopleRig.PASSWORD);

        assertThat(refused).isInstanceOf(Outcome.TooMany.class);
        assertThat(((Outcome.TooMany) refused).retryAfterSeconds()).isBetween(1L, 12L);
        assertThat(rig.attempt("analyst", PeopleRig.PASSWORD)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void doesNotCountGoodSignInsAgainstAnybody() throws Exception {
        for (int i = 0; i < 30; i++) {
            assertThat(rig.attempt("alice", PeopleRig.PASSWORD))
                    .isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void letsThePhonesOfAnOfficeComeBackAtOnceAndNoMore() {
        var attempts = new Attempts(rig.stored, rig.nanos::get, PhoneSignIn.ADDRESS_BURST);
        for (int i = 0; i < PhoneSignIn.ADDRESS_BURST; i++) {
            assertThat(attempts.take(PeopleRig.MAIN, "agent " + i, "192.0.2.1")).isZero();
        }
        assertThat(attempts.take(PeopleRig.MAIN, "one more", "192.0.2.1")).isPositive();
    }

    @Test
    void letsWhoNeedsNoCodeInWhileTheDatabaseIsAway() throws Exception {
        var half = (Outcome.Half) rig.attempt("admin", PeopleRig.PASSWORD);
        var secret = rig.signIn.enrol(half.ticket()).orElseThrow().secret();
        TestDatabase.away(rig.settings);
        try {
            assertThat(rig.attempt("alice", PeopleRig.PASSWORD))
                    .isInstanceOf(Outcome.Accepted.class);
            assertThatThrownBy(() -> rig.signIn.code(half.ticket(), rig.codeOf(secret, 0), HERE))
                    .isInstanceOf(StoreUnavailable.class);
        } finally {
            TestDatabase.back(rig.settings);
        }
    }

    // ---- the second step

    @Test
    void asksWhoAdministersForASecondFactorAtTheFirstSignIn() throws Exception {
        var half = (Outcome.Half) rig.attempt("admin", PeopleRig.PASSWORD);
        assertThat(half.next()).isEqualTo(Next.ENROLMENT);
        assertThat(rig.signIn.code(half.ticket(), "123456", HERE))
                .as("nothing to be right yet")
                .isEqualTo(new Outcome.Rejected());

        var enrolment = rig.signIn.enrol(half.ticket()).orElseThrow();
        var code = rig.codeOf(enrolment.secret(), 0);
        var accepted = (Outcome.Accepted) rig.signIn.code(half.ticket(), code, HERE);

        assertThat(rig.tokens.byToken(accepted.token())).isPresent();
        assertThat(accepted.recoveryCodes()).hasSize(10);
        assertThat(rig.signIn.enrol(half.ticket())).as("a ticket is for one sign-in").isEmpty();
        assertThat(rig.audited)
                .extracting(AuditEvent::what)
                .contains(
                        new Deed.ChangedSetting("second-factor", "user:admin"),
                        new Deed.SignedIn("admin"));
    }

    @Test
    void takesACodeOnceAndEachRecoveryCodeOnce() throws Exception {
        var half = (Outcome.Half) rig.attempt("admin", PeopleRig.PASSWORD);
        var secret = rig.signIn.enrol(half.ticket()).orElseThrow().secret();
        var first = (Outcome.Accepted) rig.signIn.code(half.ticket(), rig.codeOf(secret, 0), HERE);

        assertThat(withCode(rig.codeOf(secret, 0)))
                .as("the code of the enrolment again")
                .isEqualTo(new Outcome.Rejected());
        rig.now = rig.now.plus(Duration.ofSeconds(30));
        var next = rig.codeOf(secret, 0);
        assertThat(withCode(next)).isInstanceOf(Outcome.Accepted.class);
        assertThat(withCode(next)).isEqualTo(new Outcome.Rejected());

        rig.nanos.addAndGet(TimeUnit.MINUTES.toNanos(2));
        TestDatabase.asSuperuser(rig.settings, "UPDATE crosspoint.sign_in_limit SET tokens = 5");
        var recovery = first.recoveryCodes().getFirst().value();
        assertThat(withCode(recovery)).isInstanceOf(Outcome.Accepted.class);
        assertThat(withCode(recovery)).isEqualTo(new Outcome.Rejected());
        assertThat(rig.audited)
                .extracting(AuditEvent::what)
                .contains(new Deed.UsedRecoveryCode("admin"), new Deed.FailedSecondFactor("admin"));
    }

    private Outcome withCode(String code) throws Exception {
        var half = (Outcome.Half) rig.attempt("admin", PeopleRig.PASSWORD);
        assertThat(half.next()).isEqualTo(Next.CODE);
        return rig.signIn.code(half.ticket(), code, HERE);
    }

    @Test
    void limitsGuessesOfCodesWithTheRightPassword() throws Exception {
        rig.token(PeopleRig.MAIN, "admin");
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < 5; i++) {
            if (rig.attempt("admin", PeopleRig.PASSWORD) instanceof Outcome.Half half) {
                outcomes.add(rig.signIn.code(half.ticket(), "00000" + i, HERE));
            }
        }
        assertThat(outcomes).hasSizeLessThanOrEqualTo(3);
        assertThat(rig.attempt("admin", PeopleRig.PASSWORD)).isInstanceOf(Outcome.TooMany.class);
    }

    @Test
    void forgetsATicketAfterFiveMinutes() throws Exception {
        var half = (Outcome.Half) rig.attempt("admin", PeopleRig.PASSWORD);
        rig.nanos.addAndGet(TimeUnit.MINUTES.toNanos(5));

        assertThat(rig.signIn.enrol(half.ticket())).isEmpty();
        assertThat(rig.tokens.byToken(half.ticket())).as("a ticket is no token").isEmpty();
    }

    @Test
    void keepsNeitherNameNorSecretInTheClear() throws Exception {
        var half = (Outcome.Half) rig.attempt("admin", PeopleRig.PASSWORD);
        var secret = rig.signIn.enrol(half.ticket()).orElseThrow().secret();
        rig.signIn.code(half.ticket(), rig.codeOf(secret, 0), HERE);

        for (var row : rig.database.people().people(PeopleRig.MAIN).await()) {
            assertThat(new String(Objects.requireNonNull(row.name()), UTF_8))
                    .doesNotContain("Name of");
            if (row.totp() != null) {
                assertThat(new String(row.totp(), UTF_8)).doesNotContain(secret.value());
            }
        }
    }

    // ---- whose password somebody else chose

    @Test
    void asksForAnotherPasswordWhenSomebodyElseChoseIt() throws Exception {
        made("nina", List.of("Agent"));
        var half = (Outcome.Half) rig.attempt("nina", PeopleRig.PASSWORD);
        assertThat(half.next()).isEqualTo(Next.PASSWORD);
        assertThat(rig.signIn.password(half.ticket(), "short", HERE))
                .isEqualTo(new Outcome.WeakPassword());
        assertThat(rig.signIn.password(half.ticket(), PeopleRig.PASSWORD, HERE))
                .as("the same again")
                .isEqualTo(new Outcome.WeakPassword());
        assertThat(rig.signIn.password(half.ticket(), "another good one", HERE))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(rig.attempt("nina", "another good one")).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void letsNobodyAroundTheCodeByWayOfAnotherPassword() throws Exception {
        made("nina", List.of("Admin"));
        var half = (Outcome.Half) rig.attempt("nina", PeopleRig.PASSWORD);
        assertThat(half.next()).isEqualTo(Next.ENROLMENT);

        assertThat(rig.signIn.password(half.ticket(), "another good one", HERE))
                .isEqualTo(new Outcome.Rejected());
    }

    private void made(String id, List<String> profiles) throws Exception {
        var row =
                PersonRow.local(
                        id,
                        rig.stored.sealName(PeopleRig.MAIN, id, new Private("Nina")),
                        PeopleRig.HASH,
                        profiles);
        assertThat(rig.database.people().create(PeopleRig.MAIN, row).await()).isTrue();
        rig.people.refresh(PeopleRig.MAIN);
    }

    // ---- once more

    @Test
    void provesAgainWithPasswordAndCode() throws Exception {
        var half = (Outcome.Half) rig.attempt("admin", PeopleRig.PASSWORD);
        var secret = rig.signIn.enrol(half.ticket()).orElseThrow().secret();
        var accepted =
                (Outcome.Accepted) rig.signIn.code(half.ticket(), rig.codeOf(secret, 0), HERE);
        var token = accepted.token();
        assertThat(rig.tokens.isProven(token)).as("the sign-in itself").isTrue();
        rig.nanos.addAndGet(TimeUnit.MINUTES.toNanos(5));
        assertThat(rig.tokens.isProven(token)).isFalse();

        assertThat(rig.signIn.stepUp(token, PeopleRig.PASSWORD, "", HERE))
                .contains(new Outcome.Rejected());
        assertThat(rig.signIn.stepUp(token, "wrong", rig.codeOf(secret, 1), HERE))
                .contains(new Outcome.Rejected());
        assertThat(rig.tokens.isProven(token)).isFalse();
        var code = rig.codeOf(secret, 1);
        assertThat(rig.signIn.stepUp(token, PeopleRig.PASSWORD, code, HERE).orElseThrow())
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(rig.tokens.isProven(token)).isTrue();
        assertThat(rig.signIn.stepUp("no token", PeopleRig.PASSWORD, "", HERE)).isEmpty();
        assertThat(rig.audited)
                .extracting(AuditEvent::what)
                .contains(new Deed.ProvedAgain("admin"), new Deed.FailedToProve("admin"));
    }

    @Test
    void wantsANewSignInFromWhoeverHasComeToAdminister() throws Exception {
        var token = rig.token(PeopleRig.MAIN, "alice");
        rig.database.people().profilesOf(PeopleRig.MAIN, "alice", List.of("Admin")).await();
        rig.people.refresh(PeopleRig.MAIN);

        assertThat(rig.tokens.byToken(token)).isPresent();
        assertThat(rig.tokens.isProven(token)).isFalse();
        assertThat(rig.signIn.stepUp(token, PeopleRig.PASSWORD, "", HERE))
                .contains(new Outcome.Rejected());
        assertThat(((Outcome.Half) rig.attempt("alice", PeopleRig.PASSWORD)).next())
                .isEqualTo(Next.ENROLMENT);
    }

    // ---- the end of a sign-in

    @Test
    void endsWhenIdleAndInTheEndAtAnyRate() throws Exception {
        var token = rig.token(PeopleRig.MAIN, "alice");
        for (int i = 0; i < 8; i++) {
            rig.nanos.addAndGet(TimeUnit.MINUTES.toNanos(10));
            assertThat(rig.tokens.byToken(token)).isPresent();
        }
        rig.nanos.addAndGet(TimeUnit.MINUTES.toNanos(10));
        assertThat(rig.tokens.byToken(token)).as("90 minutes").isEmpty();
        assertThat(rig.tokens.isEnded(token)).as("by nobody").isFalse();

        var idle = rig.token(PeopleRig.MAIN, "alice");
        rig.nanos.addAndGet(TimeUnit.MINUTES.toNanos(30));
        assertThat(rig.tokens.byToken(idle)).isEmpty();
    }

    @Test
    void isCutWithinSecondsWhenSomebodyIsDisabledBySql() throws Exception {
        var token = rig.token(PeopleRig.MAIN, "alice");
        var other = rig.token(PeopleRig.MAIN, "analyst");
        sql("UPDATE crosspoint.person SET disabled_at = now() WHERE user_id = 'alice'");

        // It looks by itself.
        Soon.until("the end of the sign-in", () -> rig.tokens.isEnded(token));
        assertThat(rig.people.of(PeopleRig.MAIN, "alice")).isEmpty();
        assertThat(rig.tokens.byToken(other)).as("nobody else").isPresent();
    }

    @Test
    void isCutAtTheNextLookWhenAProfileIsLostByAnotherProcess() throws Exception {
        var token = rig.token(PeopleRig.MAIN, "manager");
        rig.database.people().profilesOf(PeopleRig.MAIN, "manager", List.of("Agent")).await();

        rig.people.refresh(PeopleRig.MAIN);
        assertThat(rig.tokens.isEnded(token)).isTrue();
        assertThat(rig.people.of(PeopleRig.MAIN, "manager"))
                .isEqualTo(DefaultProfiles.all().get("Agent"));
    }

    @Test
    void goesOnWhenAProfileIsGained() throws Exception {
        var token = rig.token(PeopleRig.MAIN, "alice");
        rig.database
                .people()
                .profilesOf(PeopleRig.MAIN, "alice", List.of("Agent", "Listener"))
                .await();
        rig.people.refresh(PeopleRig.MAIN);

        assertThat(rig.tokens.byToken(token)).isPresent();
        assertThat(rig.people.of(PeopleRig.MAIN, "alice")).contains(Permission.MANAGER_LISTEN_IN);
    }

    @Test
    void keepsDisabledStateAndSecondFactorOverARestart() throws Exception {
        var half = (Outcome.Half) rig.attempt("admin", PeopleRig.PASSWORD);
        var secret = rig.signIn.enrol(half.ticket()).orElseThrow().secret();
        rig.signIn.code(half.ticket(), rig.codeOf(secret, 0), HERE);
        rig.database.people().disabled(PeopleRig.MAIN, "alice", true).await();
        rig.restart();

        assertThat(rig.attempt("alice", PeopleRig.PASSWORD)).isEqualTo(new Outcome.Rejected());
        assertThat(((Outcome.Half) rig.attempt("admin", PeopleRig.PASSWORD)).next())
                .isEqualTo(Next.CODE);
    }

    private void sql(String statement) throws Exception {
        TestDatabase.asSuperuser(rig.settings, statement);
    }

    @Test
    void putsEveryAttemptThatItLooksAtAndEveryEndOnRecord() throws Exception {
        rig.attempt("alice", "wrong");
        rig.attempt("correct horse", "typed into the wrong field");
        var accepted = (Outcome.Accepted) rig.attempt("alice", PeopleRig.PASSWORD);
        rig.signIn.end(accepted.token());
        rig.signIn.end(accepted.token());
        rig.signIn.end("no token");

        assertThat(rig.audited)
                .extracting(AuditEvent::tenant, AuditEvent::who, AuditEvent::what)
                .containsExactly(
                        tuple(
                                PeopleRig.MAIN,
                                new Actor.Stranger(),
                                new Deed.FailedToSignIn(Optional.of("alice"))),
                        tuple(
                                PeopleRig.MAIN,
                                new Actor.Stranger(),
                                new Deed.FailedToSignIn(Optional.empty())),
                        tuple(PeopleRig.MAIN, new Actor.Agent("alice"), new Deed.SignedIn("alice")),
                        tuple(
                                PeopleRig.MAIN,
                                new Actor.Agent("alice"),
                                new Deed.SignedOut("alice")));
    }
}
