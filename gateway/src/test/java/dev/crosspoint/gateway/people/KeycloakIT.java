package dev.crosspoint.gateway.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.oidc.KeycloakBrowser;
import dev.crosspoint.gateway.oidc.KeycloakServer;
import dev.crosspoint.gateway.oidc.OpenIdProvider;
import dev.crosspoint.gateway.oidc.OpenIdProvider.Errand;
import dev.crosspoint.gateway.oidc.OpenIdServer.CameBack;
import dev.crosspoint.gateway.oidc.ProviderFailure;
import dev.crosspoint.gateway.people.ProviderSignIn.Beginning;
import dev.crosspoint.gateway.people.SignIn.Outcome;
import dev.crosspoint.signaling.api.Private;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What people.md promises of single sign-on, with a real Keycloak and its own pages: {@code
 * -Pkeycloak}. The minutes between two questions are ours; what is in its tokens is of its clock.
 */
@SuppressWarnings("NullAway.Init") // Set before the tests.
class KeycloakIT {
    private static final Origin HERE = Origin.of("192.0.2.1");
    private static final String SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

    /** {@code SHA-256(SECRET)}. */
    private static final String BINDING = "g0tuZ6q412zO9IRkeAUs8HN6MQeXPsGce37J3Rsc8wQ";

    /** Of hedda's authenticator. */
    private static final byte[] SEED = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    private static Vertx vertx;
    private static KeycloakServer keycloak;

    private PeopleRig rig;
    private KeycloakBrowser browser;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        keycloak = new KeycloakServer();
    }

    @AfterAll
    static void shut() throws Exception {
        keycloak.close();
        vertx.close().await();
    }

    @BeforeEach
    void begin() throws Exception {
        rig = new PeopleRig(vertx);
        rig.now = Instant.now();
        rig.use(keycloak.settings());
        browser = new KeycloakBrowser(KeycloakServer.PAGE);
    }

    @AfterEach
    void end() throws Exception {
        browser.close();
        rig.close();
    }

    // ---- who may come in

    @Test
    void signsSomebodyInWithTheProfileOfTheGroup() throws Exception {
        var token = signIn("olga");

        assertThat(rig.tokens.byToken(token).orElseThrow().agentId()).isEqualTo("olga");
        assertThat(person("olga").profiles()).containsExactly("Agent");
        assertThat(person("olga").displayName().value()).isEqualTo("Olga Oberg");
        assertThat(rig.audited).extracting(AuditEvent::what).contains(new Deed.SignedIn("olga"));
    }

    @Test
    void letsNobodyInWithoutAPasswordThereOrAGroupHere() throws Exception {
        assertThat(browser.isLetIn(leave(false), "mia", "another password")).isFalse();

        assertThat(finish(browser.signIn(leave(false), "mia", KeycloakServer.PASSWORD)))
                .isEqualTo(new Outcome.NotVouchedFor(NotVouched.NO_PROFILE));
        assertThat(rig.people.find(PeopleRig.MAIN, "mia")).isEmpty();
    }

    @Test
    void takesAnAuthenticatorThatWasShownThereForTheSecondFactor() throws Exception {
        var number = Totp.number(SEED, rig.now.getEpochSecond() / 30) % 1_000_000;
        var code = "%06d".formatted(number);
        var shown = browser.signIn(leave(false), "hedda", KeycloakServer.PASSWORD, code);
        assertThat(finish(shown)).isInstanceOf(Outcome.Accepted.class);
        assertThat(person("hedda").profiles()).containsExactly("Admin");

        var again = browser.passThrough(leave(false)).orElseThrow();
        assertThat(finish(again)).isInstanceOf(Outcome.Accepted.class);
    }

    // ---- codes

    @Test
    void refusesCodesThatAreMadeUpOrOfAnotherSignIn() throws Exception {
        var mine = browser.signIn(leave(false), "olga", KeycloakServer.PASSWORD);
        var other = browser.passThrough(leave(false)).orElseThrow();

        // PKCE: Keycloak compares.
        assertThat(finish(new CameBack(mine.state(), other.code())))
                .isEqualTo(new Outcome.NotVouchedFor(NotVouched.REFUSED));
        assertThat(finish(new CameBack(other.state(), "made-up")))
                .isEqualTo(new Outcome.NotVouchedFor(NotVouched.REFUSED));
    }

    @Test
    void refusesACodeASecondTimeAndWhatTheFirstTimeGave() throws Exception {
        var provider = new OpenIdProvider(keycloak.settings(), System::nanoTime);
        var verifier = new Private("v".repeat(43));
        var errand = new Errand("state", "nonce", verifier, KeycloakServer.PAGE, false);
        var back = browser.signIn(provider.address(errand), "olga", KeycloakServer.PASSWORD);
        var signedIn = provider.exchange(back.code(), errand);
        var refreshToken = provider.renew(signedIn.refreshToken().orElseThrow()).refreshToken();

        assertThatExceptionOfType(ProviderFailure.class)
                .isThrownBy(() -> provider.exchange(back.code(), errand))
                .matches(it -> it.kind() == ProviderFailure.Kind.REFUSED);
        assertThatExceptionOfType(ProviderFailure.class)
                .isThrownBy(() -> provider.renew(refreshToken))
                .matches(it -> it.kind() == ProviderFailure.Kind.REFUSED);
    }

    @Test
    void saysThatItIsAwayWhereKeycloakDoesNotTakeOurSecret() throws Exception {
        rig.use(keycloak.settings("another secret", List.of("profile")));

        assertThat(finish(browser.signIn(leave(false), "olga", KeycloakServer.PASSWORD)))
                .isEqualTo(new Outcome.NotVouchedFor(NotVouched.AWAY));
    }

    // ---- just now

    @Test
    void believesThatSomebodyIsThereWhenKeycloakHasAskedAnew() throws Exception {
        assertThat(rig.tokens.isProven(signIn("olga"))).isTrue();

        rig.now = Instant.now().plus(Duration.ofMinutes(6));
        var cookie = accepted(finish(browser.passThrough(leave(false)).orElseThrow()));
        assertThat(rig.tokens.isProven(cookie)).isFalse();

        rig.now = Instant.now();
        assertThat(browser.passThrough(leave(true))).isEmpty();
        assertThat(rig.tokens.isProven(signIn("olga", true))).isTrue();
    }

    @Test
    void hearsFromKeycloakWhenItAskedAnew() throws Exception {
        var provider = new OpenIdProvider(keycloak.settings(), System::nanoTime);
        var verifier = new Private("v".repeat(43));
        var errand = new Errand("state", "nonce", verifier, KeycloakServer.PAGE, true);
        signIn("olga");
        var before = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        var back = browser.signIn(provider.address(errand), "olga", KeycloakServer.PASSWORD);

        var claims = provider.exchange(back.code(), errand).claims();
        assertThat(claims.authenticated().orElseThrow()).isAfterOrEqualTo(before);
        assertThat(claims.methods()).containsExactly("pwd");
    }

    // ---- still welcome

    @Test
    void signsOutWhoeverIsDisabledThere() throws Exception {
        var token = signIn("otto");
        recheck();
        // Each refresh token is good once in this realm: the second is of the first recheck.
        recheck();
        keycloak.disable("otto");
        assertThat(rig.tokens.isEnded(token)).isFalse();

        recheck();

        assertThat(rig.tokens.isEnded(token)).isTrue();
        assertThat(rig.audited)
                .extracting(AuditEvent::what)
                .contains(new Deed.EndedByProvider("otto"));
    }

    @Test
    void signsOutWhoeverSignsOutThere() throws Exception {
        var token = signIn("sam");
        recheck();
        assertThat(rig.tokens.isEnded(token)).isFalse();
        browser.signOut(keycloak.issuer());

        recheck();

        assertThat(rig.tokens.isEnded(token)).isTrue();
    }

    @Test
    void signsOutWhoeverIsSignedOutThereByAnAdministrator() throws Exception {
        var token = signIn("sam");
        keycloak.signOut("sam");

        recheck();

        assertThat(rig.tokens.isEnded(token)).isTrue();
    }

    @Test
    void givesTheProfileOfAnotherGroup() throws Exception {
        var token = signIn("mona");
        recheck();
        assertThat(person("mona").profiles()).containsExactly("Agent");
        keycloak.move("mona", "desk", "heads");

        recheck();

        assertThat(person("mona").profiles()).containsExactly("Admin");
        assertThat(rig.tokens.byToken(token)).isPresent();
    }

    @Test
    void signsOutWhoeverLosesTheGroup() throws Exception {
        var token = signIn("tina");
        keycloak.move("tina", "desk", "others");

        recheck();

        assertThat(rig.tokens.isEnded(token)).isTrue();
        assertThat(person("tina").profiles()).isEmpty();
    }

    /** So people.md says to leave {@code offline_access} away. */
    @Test
    void hearsOfNobodySigningOutThereByAnOfflineToken() throws Exception {
        var secret = keycloak.settings().clientSecret().value();
        rig.use(keycloak.settings(secret, List.of("profile", "offline_access")));
        var token = signIn("ria");
        browser.signOut(keycloak.issuer());

        recheck();
        assertThat(rig.tokens.isEnded(token)).isFalse();
        keycloak.disable("ria");
        recheck();

        assertThat(rig.tokens.isEnded(token)).isTrue();
    }

    // ---- how

    private String signIn(String user) throws Exception {
        return signIn(user, false);
    }

    private String signIn(String user, boolean fresh) throws Exception {
        return accepted(finish(browser.signIn(leave(fresh), user, KeycloakServer.PASSWORD)));
    }

    private URI leave(boolean fresh) {
        var beginning =
                rig.atProvider.begin(PeopleRig.MAIN, BINDING, KeycloakServer.PAGE, fresh, HERE);
        return ((Beginning.Leave) beginning).there();
    }

    private Outcome finish(CameBack back) throws Exception {
        return rig.atProvider.finish(PeopleRig.MAIN, back.state(), back.code(), SECRET, HERE);
    }

    private void recheck() throws Exception {
        rig.passMinutes(5);
        rig.watch.look().join();
    }

    private static String accepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return ((Outcome.Accepted) outcome).token();
    }

    private Person person(String id) {
        return rig.people.find(PeopleRig.MAIN, id).orElseThrow();
    }
}
