package dev.crosspoint.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.crosspoint.gateway.access.SignIn.Outcome;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SignInTest {
    private static final Tenant TENANT = new Tenant("acme", "main");
    private static final Tenant OTHER = new Tenant("acme", "other");
    private static final Private ALICES_HASH = PasswordHash.of("correct horse");
    private static final Private NOBODYS_HASH = PasswordHash.of("never typed");

    private final AtomicLong now = new AtomicLong(1);
    private final List<String> work = new ArrayList<>();
    private final List<AuditEvent> audited = new ArrayList<>();
    private final Tokens tokens =
            new Tokens(new SecureRandom(), now::get, TimeUnit.MINUTES.toNanos(10));
    private final SignIn signIn =
            new SignIn(
                    List.of(new Account(TENANT, "alice", new Private("Alice"), ALICES_HASH)),
                    NOBODYS_HASH,
                    tokens,
                    this::run,
                    now::get,
                    audited::add);

    @Test
    void givesATokenThatLeadsToTheAgent() {
        var accepted = (Outcome.Accepted) attempt("alice", "correct horse");

        var agent = tokens.byToken(accepted.token()).orElseThrow();
        assertThat(agent.tenant()).isEqualTo(TENANT);
        assertThat(agent.agentId()).isEqualTo("alice");
        assertThat(agent.displayName().value()).isEqualTo("Alice");
    }

    @Test
    void answersAnUnknownNameAsAWrongPasswordAfterTheSameWork() {
        assertThat(attempt("alice", "wrong")).isEqualTo(new Outcome.Rejected());
        assertThat(attempt("mallory", "wrong")).isEqualTo(new Outcome.Rejected());

        assertThat(work).hasSize(2);
    }

    @Test
    void doesNotKnowAnAgentInAnotherTenant() {
        var outcome = signIn.attempt(OTHER, "alice", "correct horse", "192.0.2.1").result();

        assertThat(outcome).isEqualTo(new Outcome.Rejected());
    }

    @Test
    void refusesTheSixthGuessWithoutLookingAtIt() {
        for (int i = 0; i < 5; i++) {
            attempt("alice", "wrong " + i);
        }
        assertThat(attempt("alice", "correct horse")).isEqualTo(new Outcome.TooMany(12));
        assertThat(work).hasSize(5);

        now.addAndGet(TimeUnit.SECONDS.toNanos(12));
        assertThat(attempt("alice", "correct horse")).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void limitsAnAddressThatTriesManyNames() {
        for (int i = 0; i < 20; i++) {
            attempt("user" + i, "wrong");
        }

        assertThat(attempt("alice", "correct horse")).isInstanceOf(Outcome.TooMany.class);
        assertThat(signIn.attempt(TENANT, "alice", "correct horse", "192.0.2.99").result())
                .isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void doesNotCountGoodSignInsAgainstAnybody() {
        for (int i = 0; i < 30; i++) {
            assertThat(attempt("alice", "correct horse")).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void forgetsATokenWhenItEndsOrExpires() {
        var first = (Outcome.Accepted) attempt("alice", "correct horse");
        var second = (Outcome.Accepted) attempt("alice", "correct horse");

        signIn.end(first.token());
        assertThat(tokens.byToken(first.token())).isEmpty();
        assertThat(tokens.byToken(second.token())).isPresent();

        now.addAndGet(TimeUnit.MINUTES.toNanos(10));
        assertThat(tokens.byToken(second.token())).isEmpty();
    }

    @Test
    void putsEveryAttemptThatItLooksAtAndEveryEndOnRecord() {
        attempt("alice", "wrong");
        attempt("correct horse", "typed into the wrong field");
        var accepted = (Outcome.Accepted) attempt("alice", "correct horse");
        signIn.end(accepted.token());
        signIn.end(accepted.token());
        signIn.end("no token");

        assertThat(audited)
                .extracting(AuditEvent::tenant, AuditEvent::who, AuditEvent::what)
                .containsExactly(
                        tuple(
                                TENANT,
                                new Actor.Stranger(),
                                new Deed.FailedToSignIn(Optional.of("alice"))),
                        tuple(
                                TENANT,
                                new Actor.Stranger(),
                                new Deed.FailedToSignIn(Optional.empty())),
                        tuple(TENANT, new Actor.Agent("alice"), new Deed.SignedIn("alice")),
                        tuple(TENANT, new Actor.Agent("alice"), new Deed.SignedOut("alice")));
    }

    @Test
    void doesNotRecordGuessesThatItDoesNotLookAt() {
        for (int i = 0; i < 100; i++) {
            attempt("alice", "wrong " + i);
        }

        assertThat(audited).hasSize(5);
    }

    @Test
    void showsNeitherTokenNorPasswordHash() {
        var accepted = (Outcome.Accepted) attempt("alice", "correct horse");

        assertThat(accepted.toString()).doesNotContain(accepted.token());
        assertThat(new Account(TENANT, "alice", new Private("Alice"), ALICES_HASH).toString())
                .doesNotContain("argon2", "Alice\"");
    }

    private Outcome attempt(String user, String password) {
        return signIn.attempt(TENANT, user, password, "192.0.2.1").result();
    }

    private Future<Boolean> run(Callable<Boolean> task) {
        work.add("hash");
        try {
            return Future.succeededFuture(task.call());
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }
}
