package dev.crosspoint.gateway.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.oidc.OpenIdServer;
import dev.crosspoint.gateway.oidc.OpenIdServer.CameBack;
import dev.crosspoint.gateway.people.ProviderSignIn.Beginning;
import dev.crosspoint.gateway.people.SignIn.Next;
import dev.crosspoint.gateway.people.SignIn.Outcome;
import dev.crosspoint.gateway.store.PersonRow;
import dev.crosspoint.gateway.store.PersonRow.Source;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against mock-oauth2-server, on a real database. */
@SuppressWarnings("NullAway.Init") // Set before the tests.
final class ProviderSignInTest {
    private static final Origin HERE = Origin.of("192.0.2.1");
    private static final URI PAGE = URI.create("https://desk.example.com:8443/");
    private static final String SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
    private static final String DESK = "\"groups\":[\"others\",\"desk\"]";
    private static final String HEADS = "\"groups\":[\"heads\"]";
    private static final Tenant MAIN = PeopleRig.MAIN;

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

    // ---- who may come in

    @Test
    void makesSomebodyOfAClaimWhoMayWhatTheGroupMay() throws Exception {
        var token = accepted(signIn("s-1", claims("olga", DESK, "\"name\":\"Olga Oberg\"")));

        assertThat(rig.tokens.byToken(token).orElseThrow().agentId()).isEqualTo("olga");
        var olga = person("olga");
        assertThat(olga.source()).isEqualTo(Source.PROVIDER);
        assertThat(olga.profiles()).containsExactly("Agent");
        assertThat(olga.displayName().value()).isEqualTo("Olga Oberg");
        assertThat(rig.attempt("olga", "")).isEqualTo(new Outcome.Rejected());
        assertThat(rig.audited).extracting(AuditEvent::what).contains(new Deed.SignedIn("olga"));
    }

    @Test
    void knowsTheSubjectAgainWhateverItIsCalledNow() throws Exception {
        accepted(signIn("s-1", claims("olga", DESK)));

        var token = accepted(signIn("s-1", claims("olga.meier", DESK)));

        assertThat(rig.tokens.byToken(token).orElseThrow().agentId()).isEqualTo("olga");
        assertThat(rig.people.find(MAIN, "olga.meier")).isEmpty();
    }

    @Test
    void letsNobodyInUnderANameThatIsSomebodyElses() throws Exception {
        accepted(signIn("s-1", claims("olga", DESK)));

        assertThat(signIn("s-2", claims("olga", HEADS))).isEqualTo(not(NotVouched.OTHER_PERSON));
        assertThat(signIn("s-2", claims("admin", DESK))).isEqualTo(not(NotVouched.OTHER_PERSON));
        assertThat(person("olga").profiles()).containsExactly("Agent");
        assertThat(rig.attempt("admin", PeopleRig.PASSWORD)).isInstanceOf(Outcome.Half.class);
    }

    @Test
    void letsNobodyInWithoutAGroupThatHasAProfile() throws Exception {
        assertThat(signIn("s-1", claims("olga", "\"groups\":\"others\"")))
                .isEqualTo(not(NotVouched.NO_PROFILE));

        assertThat(rig.people.find(MAIN, "olga")).isEmpty();
    }

    @Test
    void endsTheSignInsOfWhoeverHasLostItsGroups() throws Exception {
        var token = accepted(signIn("s-1", claims("olga", DESK)));

        assertThat(signIn("s-1", claims("olga", "\"groups\":[]")))
                .isEqualTo(not(NotVouched.NO_PROFILE));

        assertThat(rig.tokens.isEnded(token)).isTrue();
        assertThat(person("olga").profiles()).isEmpty();
    }

    @Test
    void leavesProfilesToTheConfigurationForThoseWhomItNamesWithoutAPassword() throws Exception {
        configure(configured("olga"));

        var token = accepted(signIn("s-1", claims("olga", HEADS, "\"name\":\"Other\"")));

        assertThat(rig.tokens.byToken(token)).isPresent();
        assertThat(person("olga").profiles()).containsExactly("Agent");
        assertThat(person("olga").source()).isEqualTo(Source.CONFIGURED);
        assertThat(signIn("s-2", claims("olga", HEADS))).isEqualTo(not(NotVouched.OTHER_PERSON));
    }

    @Test
    void letsInWhomTheConfigurationNoLongerNamesIfTheProviderKnowsThatOne() throws Exception {
        configure(configured("olga"));
        accepted(signIn("s-1", claims("olga", DESK)));
        configure(configured("others"));
        assertThat(person("olga").source()).isEqualTo(Source.REMOVED);

        assertThat(signIn("s-2", claims("olga", DESK))).isEqualTo(not(NotVouched.OTHER_PERSON));
        accepted(signIn("s-1", claims("olga", DESK)));

        assertThat(person("olga").source()).isEqualTo(Source.PROVIDER);
    }

    @Test
    void letsNobodyInWhoIsDisabledHere() throws Exception {
        accepted(signIn("s-1", claims("olga", DESK)));
        rig.database.people().disabled(MAIN, "olga", true).await();

        assertThat(signIn("s-1", claims("olga", DESK))).isEqualTo(not(NotVouched.DISABLED));
    }

    @Test
    void refusesNamesThatCannotBeIds() throws Exception {
        assertThat(signIn("s-1", "{" + DESK + "}")).isEqualTo(not(NotVouched.NO_ID));
        assertThat(signIn("s-1", claims("../olga", DESK))).isEqualTo(not(NotVouched.NO_ID));
    }

    // ---- second factors

    @Test
    void takesTheProvidersWordForASecondFactor() throws Exception {
        accepted(signIn("s-1", claims("hedda", HEADS, "\"amr\":[\"pwd\",\"mfa\"]")));
    }

    @Test
    void wantsASecondFactorOfItsOwnFromAdministratorsWhoShowedNone() throws Exception {
        // Not on the word of a cookie: whoever sits there now would have the factor for good.
        assertThat(signIn("s-1", claims("hedda", HEADS, authenticated(-3600))))
                .isEqualTo(not(NotVouched.NOT_FRESH));
        var half = (Outcome.Half) signIn("s-1", claims("hedda", HEADS, authenticated(-20)));
        assertThat(half.next()).isEqualTo(Next.ENROLMENT);
        var secret = rig.signIn.enrol(half.ticket()).orElseThrow().secret();
        var done = rig.signIn.code(half.ticket(), rig.codeOf(secret, 0), HERE);
        assertThat(rig.tokens.isProven(accepted(done))).isTrue();

        // The code of a factor that was there is shown just now, whenever there was a password.
        var later = (Outcome.Half) signIn("s-1", claims("hedda", HEADS, authenticated(-3600)));
        assertThat(later.next()).isEqualTo(Next.CODE);
        rig.passMinutes(1);
        var known = rig.signIn.code(later.ticket(), rig.codeOf(secret, 0), HERE);
        assertThat(rig.tokens.isProven(accepted(known))).isTrue();
    }

    @Test
    void believesThatSomebodyIsThereOnlyWhenTheProviderHasJustAsked() throws Exception {
        var cookie = accepted(signIn("s-1", claims("olga", DESK, authenticated(-3600))));
        var asked = accepted(signIn("s-1", claims("olga", DESK, authenticated(-20))));
        var later = accepted(signIn("s-1", claims("olga", DESK, authenticated(3600))));

        assertThat(rig.tokens.isProven(cookie)).isFalse();
        assertThat(rig.tokens.isProven(asked)).isTrue();
        assertThat(rig.tokens.isProven(later)).isFalse();
    }

    @Test
    void holdsTheProviderToAskingAnewWhereThatWasWanted() throws Exception {
        var there = leave(MAIN, true);
        assertThat(there.getQuery()).contains("prompt=login", "max_age=0");

        assertThat(finish(server.signIn(there, "s-1", claims("olga", DESK, authenticated(-3600)))))
                .isEqualTo(not(NotVouched.NOT_FRESH));
    }

    @Test
    void stepsUpByTheCodeAloneWhereThereIsNoPassword() throws Exception {
        var half = (Outcome.Half) signIn("s-1", claims("hedda", HEADS, authenticated(-20)));
        var secret = rig.signIn.enrol(half.ticket()).orElseThrow().secret();
        var token = accepted(rig.signIn.code(half.ticket(), rig.codeOf(secret, 0), HERE));
        rig.passMinutes(6);

        assertThat(rig.signIn.stepUp(token, "", "000000", HERE)).contains(new Outcome.Rejected());
        assertThat(rig.signIn.stepUp(token, "", rig.codeOf(secret, 0), HERE).orElseThrow())
                .isInstanceOf(Outcome.Accepted.class);

        var olga = accepted(signIn("s-2", claims("olga", DESK)));
        assertThat(rig.signIn.stepUp(olga, "", "", HERE)).contains(new Outcome.Rejected());
    }

    // ---- whose sign-in it is

    @Test
    void sendsTheBrowserThereWithPkceAndANonce() {
        assertThat(leave(MAIN, false).getQuery())
                .contains("response_type=code", "client_id=crosspoint", "scope=openid+profile")
                .contains("code_challenge_method=S256", "code_challenge=", "nonce=", "state=")
                .contains("redirect_uri=" + PAGE)
                .doesNotContain("prompt", SECRET);
    }

    @Test
    void finishesASignInOnlyForThePageThatBeganIt() throws Exception {
        var back = server.signIn(leave(MAIN, false), "s-1", claims("olga", DESK));

        var other = "X" + SECRET.substring(1);
        assertThat(rig.atProvider.finish(MAIN, back.state(), back.code(), other, HERE))
                .isEqualTo(not(NotVouched.EXPIRED));
        // It was shown to somebody else: nobody finishes it.
        assertThat(finish(back)).isEqualTo(not(NotVouched.EXPIRED));
    }

    @Test
    void finishesASignInOnceAndForItsTenantAndWithinTenMinutes() throws Exception {
        var once = server.signIn(leave(MAIN, false), "s-1", claims("olga", DESK));
        accepted(finish(once));
        assertThat(finish(once)).isEqualTo(not(NotVouched.EXPIRED));

        var ours = server.signIn(leave(MAIN, false), "s-1", claims("olga", DESK));
        assertThat(rig.atProvider.finish(PeopleRig.BRANCH, ours.state(), ours.code(), SECRET, HERE))
                .isEqualTo(not(NotVouched.EXPIRED));

        var late = server.signIn(leave(MAIN, false), "s-1", claims("olga", DESK));
        rig.passMinutes(10);
        assertThat(finish(late)).isEqualTo(not(NotVouched.EXPIRED));
    }

    @Test
    void refusesCodesOfOtherSignIns() throws Exception {
        var mine = server.signIn(leave(MAIN, false), "s-1", claims("olga", DESK));
        var other = server.signIn(leave(MAIN, false), "s-2", claims("mia", DESK));

        // PKCE: the provider compares.
        assertThat(finish(new CameBack(mine.state(), other.code())))
                .isEqualTo(not(NotVouched.REFUSED));
        assertThat(finish(new CameBack(other.state(), "made-up")))
                .isEqualTo(not(NotVouched.REFUSED));
    }

    @Test
    void refusesTokensWithTheNonceOfAnotherSignIn() throws Exception {
        var there = leave(MAIN, false).toString().replaceAll("nonce=[^&]*", "nonce=another");

        var back = server.signIn(URI.create(there), "s-1", claims("olga", DESK));

        assertThat(finish(back)).isEqualTo(not(NotVouched.UNTRUSTED));
    }

    @Test
    void refusesTokensOfAnotherIssuerForAnotherClientOrOfAnotherTime() throws Exception {
        for (var wrong :
                List.of(
                        "\"iss\":\"https://elsewhere.example.com\"",
                        "\"aud\":[\"another\"]",
                        "\"iat\":4000000000")) {
            assertThat(signIn("s-1", claims("olga", DESK, wrong)))
                    .as(wrong)
                    .isEqualTo(not(NotVouched.UNTRUSTED));
        }
    }

    @Test
    void tellsTheRecordAndTheCountersWhyNobodyCameIn() throws Exception {
        accepted(signIn("s-1", claims("olga", DESK)));
        rig.database.people().disabled(MAIN, "olga", true).await();

        signIn("s-1", claims("olga", DESK));

        assertThat(rig.audited)
                .extracting(AuditEvent::what)
                .contains(new Deed.FailedAtProvider(Optional.of("olga"), "disabled"));
        assertThat(
                        rig.meters
                                .get("crosspoint.signin.provider.failed")
                                .tag("reason", "disabled")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void limitsHowOftenAnAddressBegins() {
        for (int i = 0; i < 100; i++) {
            leave(MAIN, false);
        }

        assertThat(rig.atProvider.begin(MAIN, binding(), PAGE, false, HERE))
                .isEqualTo(new Beginning.TooMany(1));
        assertThat(rig.atProvider.begin(MAIN, binding(), PAGE, false, Origin.of("192.0.2.2")))
                .isInstanceOf(Beginning.Leave.class);
    }

    @Test
    void limitsHowOftenAnAddressComesBackAndKeepsMadeUpStatesOffTheRecord() throws Exception {
        int events = rig.audited.size();
        for (int i = 0; i < 100; i++) {
            assertThat(rig.atProvider.finish(MAIN, "made up " + i, "c", SECRET, HERE))
                    .isEqualTo(not(NotVouched.EXPIRED));
        }
        assertThat(rig.atProvider.finish(MAIN, "made up", "c", SECRET, HERE))
                .isEqualTo(new Outcome.TooMany(1));
        assertThat(rig.audited).hasSize(events);
    }

    @Test
    void letsAHundredAndMoreInFromOneAddress() throws Exception {
        for (int i = 0; i < 130; i++) {
            accepted(signIn("s-1", claims("olga", DESK)));
        }
    }

    @Test
    void bindsAnotherSubjectWhenTheOperatorSaysSo() throws Exception {
        var before = accepted(signIn("s-1", claims("olga", DESK)));
        TestDatabase.asSuperuser(
                rig.settings,
                "UPDATE crosspoint.person SET provider_subject = NULL, epoch = epoch + 1"
                        + " WHERE user_id = 'olga'");

        accepted(signIn("s-2", claims("olga", DESK)));

        assertThat(rig.tokens.isEnded(before)).isTrue();
        assertThat(signIn("s-1", claims("olga", DESK))).isEqualTo(not(NotVouched.OTHER_PERSON));
    }

    @Test
    void knowsWhoIsDisabledByAnyName() throws Exception {
        configure(configured("olga"));
        accepted(signIn("s-1", claims("olga", DESK)));
        rig.database.people().disabled(MAIN, "olga", true).await();
        configure(configured("others"));

        assertThat(signIn("s-1", claims("olga.meier", DESK))).isEqualTo(not(NotVouched.DISABLED));
    }

    @Test
    void waitsForNobodyTwiceWhoseProviderHangs() throws Exception {
        try (var hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var there = "http://127.0.0.1:" + hanging.getLocalPort() + "/support";
            rig.use(OpenIdServer.settings(URI.create(there)));

            assertThat(rig.atProvider.begin(MAIN, binding(), PAGE, false, HERE))
                    .isEqualTo(new Beginning.NotNow(NotVouched.AWAY));
            // The first has waited for the whole answer's deadline; of the others no one connects.
            for (int i = 0; i < 90; i++) {
                assertThat(rig.atProvider.begin(MAIN, binding(), PAGE, false, HERE))
                        .isEqualTo(new Beginning.NotNow(NotVouched.AWAY));
            }
            hanging.setSoTimeout(1);
            hanging.accept().close();
            assertThatThrownBy(hanging::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    // ---- the provider is away

    @Test
    void saysThatTheProviderIsAwayAndGoesOnWhenItIsBack() throws Exception {
        var back = server.signIn(leave(MAIN, false), "s-1", claims("olga", DESK));
        server.stop();
        try {
            assertThat(finish(back)).isEqualTo(not(NotVouched.AWAY));
            rig.use(server.settings());
            assertThat(rig.atProvider.begin(MAIN, binding(), PAGE, false, HERE))
                    .isEqualTo(new Beginning.NotNow(NotVouched.AWAY));
        } finally {
            server.start();
        }
        // Not asked again at once.
        assertThat(rig.atProvider.begin(MAIN, binding(), PAGE, false, HERE))
                .isEqualTo(new Beginning.NotNow(NotVouched.AWAY));
        rig.passMinutes(1);
        accepted(signIn("s-1", claims("olga", DESK)));
    }

    // ---- how

    private Outcome signIn(String subject, String claims) throws Exception {
        return finish(server.signIn(leave(MAIN, false), subject, claims));
    }

    private URI leave(Tenant tenant, boolean fresh) {
        var beginning = rig.atProvider.begin(tenant, binding(), PAGE, fresh, HERE);
        return ((Beginning.Leave) beginning).there();
    }

    private Outcome finish(CameBack back) throws Exception {
        return rig.atProvider.finish(MAIN, back.state(), back.code(), SECRET, HERE);
    }

    private static String binding() {
        try {
            var sum = MessageDigest.getInstance("SHA-256").digest(SECRET.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String accepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return ((Outcome.Accepted) outcome).token();
    }

    private static Outcome not(NotVouched why) {
        return new Outcome.NotVouchedFor(why);
    }

    private static String claims(String id, String... more) {
        return "{\"preferred_username\":\"" + id + "\"," + String.join(",", more) + "}";
    }

    private String authenticated(int secondsFromNow) {
        return "\"auth_time\":" + rig.now().plusSeconds(secondsFromNow).getEpochSecond();
    }

    private Person person(String id) {
        return rig.people.find(MAIN, id).orElseThrow();
    }

    private PersonRow configured(String id) throws Exception {
        var name = rig.stored.sealName(MAIN, id, new Private("Name of " + id));
        return PersonRow.configured(id, name, null, List.of("Agent"), List.of());
    }

    private void configure(PersonRow row) throws Exception {
        rig.database.people().configured(MAIN, List.of(row), List.of()).await();
        rig.people.refresh(MAIN);
    }
}
