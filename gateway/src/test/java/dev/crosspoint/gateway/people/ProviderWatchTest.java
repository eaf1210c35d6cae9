package dev.crosspoint.gateway.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.oidc.OpenIdServer;
import dev.crosspoint.gateway.people.ProviderSignIn.Beginning;
import dev.crosspoint.gateway.people.SignIn.Outcome;
import dev.crosspoint.signaling.api.Private;
import io.vertx.core.Vertx;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against mock-oauth2-server; the time is ours. */
@SuppressWarnings("NullAway.Init") // Set before the tests.
final class ProviderWatchTest {
    private static final Origin HERE = Origin.of("192.0.2.1");
    private static final String SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

    /** {@code SHA-256(SECRET)}. */
    private static final String BINDING = "g0tuZ6q412zO9IRkeAUs8HN6MQeXPsGce37J3Rsc8wQ";

    private static Vertx vertx;
    private static OpenIdServer server;

    private PeopleRig rig;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        server = new OpenIdServer();
    }

    @AfterAll
    static void shut() throws Exception {
        server.close();
        vertx.close().await();
    }

    @BeforeEach
    void begin() throws Exception {
        rig = new PeopleRig(vertx);
        rig.use(server.settings());
    }

    @AfterEach
    void end() throws Exception {
        rig.close();
    }

    @Test
    void goesOnWhileTheProviderKnowsOfTheSignIn() throws Exception {
        var token = signIn();

        for (int i = 0; i < 24; i++) {
            assertThat(rig.tokens.byToken(token)).isPresent();
            rig.passMinutes(2);
            rig.watch.look().join();
        }

        assertThat(rig.tokens.isEnded(token)).isFalse();
    }

    @Test
    void signsOutWhoeverTheProviderNoLongerKnows() throws Exception {
        var token = signIn();
        // It forgets whom it has signed in.
        server.stop();
        server.start();

        rig.passMinutes(4);
        rig.watch.look().join();
        assertThat(rig.tokens.isEnded(token)).isFalse();
        rig.passMinutes(1);
        rig.watch.look().join();

        assertThat(rig.tokens.isEnded(token)).isTrue();
        assertThat(rig.audited)
                .extracting(AuditEvent::what)
                .contains(new Deed.EndedByProvider("olga"));
    }

    @Test
    void bearsAnHourWithoutTheProvider() throws Exception {
        var token = signIn();
        server.stop();
        try {
            for (int minutes = 0; minutes < 55; minutes += 5) {
                rig.passMinutes(5);
                assertThat(rig.tokens.byToken(token)).isPresent();
                rig.watch.look().join();
            }
            assertThat(rig.tokens.isEnded(token)).isFalse();
            rig.passMinutes(4);
            assertThat(rig.tokens.byToken(token)).isPresent();
            rig.watch.look().join();
            assertThat(rig.tokens.isEnded(token)).isFalse();
        } finally {
            server.start();
        }
    }

    @Test
    void endsASignInThatNobodyVouchesForAfterAnHour() throws Exception {
        var token = issue(null);
        for (int minutes = 0; minutes < 55; minutes += 5) {
            rig.passMinutes(5);
            assertThat(rig.tokens.byToken(token)).isPresent();
            rig.watch.look().join();
            assertThat(rig.tokens.isEnded(token)).isFalse();
        }

        rig.passMinutes(5);
        rig.watch.look().join();

        assertThat(rig.tokens.isEnded(token)).isTrue();
    }

    @Test
    void signsOutWhoseTokenWasNeverGood() throws Exception {
        var token = issue(new Private("made up"));

        rig.passMinutes(5);
        rig.watch.look().join();

        assertThat(rig.tokens.isEnded(token)).isTrue();
    }

    private String signIn() throws Exception {
        var beginning =
                rig.atProvider.begin(
                        PeopleRig.MAIN,
                        BINDING,
                        URI.create("https://desk.example.com/"),
                        false,
                        HERE);
        var back =
                server.signIn(
                        ((Beginning.Leave) beginning).there(),
                        "s-1",
                        "{\"preferred_username\":\"olga\",\"groups\":\"desk\"}");
        var outcome =
                rig.atProvider.finish(PeopleRig.MAIN, back.state(), back.code(), SECRET, HERE);
        return ((Outcome.Accepted) outcome).token();
    }

    /** A sign-in of somebody for whom that token stands. */
    private String issue(@Nullable Private refreshToken) throws Exception {
        signIn();
        var olga = rig.people.find(PeopleRig.MAIN, "olga").orElseThrow();
        var outcome = rig.signIn.vouched(olga, new Vouched(refreshToken, false, true), HERE);
        return ((Outcome.Accepted) outcome).token();
    }
}
