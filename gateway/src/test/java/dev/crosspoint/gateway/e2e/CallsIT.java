package dev.crosspoint.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Calls between the agent's page and SIP peers, with Opus in the browser and G.711 on the trunk.
 */
class CallsIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** The keys of one SDES attribute (RFC 4568 9.1). */
    private static final Pattern SDES_KEY = Pattern.compile("inline:([A-Za-z0-9+/=]+)");

    @Test
    void carriesACallFromBaresipOverTlsAndSrtpWithDigitsBothWays(Rig rig) throws Exception {
        rig.callFromBaresip();
        rig.page().answer();
        rig.customer().await("CALL_ESTABLISHED", LIMIT);

        rig.page().awaitHears(Rig.CUSTOMER_HZ);
        rig.customer().press("5");
        rig.page().awaitDigitsHeard("5");
        rig.page().press("7");
        rig.customer().awaitDigits("7", LIMIT);
        Rig.awaitHears(rig.customer().ear(), Rig.AGENT_HZ);

        rig.page().hangUp();
        rig.customer().await("CALL_CLOSED", LIMIT);
        rig.page().awaitIdle();
        assertThat(rig.customer().ear().purest(Rig.AGENT_HZ)).isGreaterThan(0.9);
    }

    @Test
    void carriesACallFromSippOverUdpAndEndsWhenTheCustomerHangsUp(Rig rig) throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.HANGS_UP)) {
            rig.page().answer();
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            audio.awaitTone(Rig.AGENT_HZ);

            sipp.goOn();
            sipp.awaitSuccess(Duration.ofSeconds(40));
            rig.page().awaitIdle();
        }
    }

    @Test
    void carriesACallFromSippOverTcpAndEndsWhenTheAgentHangsUp(Rig rig) throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("t1", audio, Sipp.Ending.WAITS_FOR_BYE)) {
            rig.page().answer();
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            audio.awaitTone(Rig.AGENT_HZ);

            rig.page().hangUp();

            sipp.awaitSuccess(LIMIT);
            rig.page().awaitIdle();
        }
    }

    /** The scenario fails where an answer of ours has another direction than it must. */
    @Test
    void makesTheOfferItselfAndFollowsEveryFormOfHold(Rig rig) throws Exception {
        try (var audio = RtpProbe.open(Rig.PBX_ADDRESS, Rig.CUSTOMER_HZ);
                var sipp = rig.playAsPbx("holds", audio)) {
            rig.page().answer();
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            audio.awaitTone(Rig.AGENT_HZ);
            audio.watchGaps();

            // Three holds of 0.8 s, in which nothing may come.
            sipp.goOn();
            sipp.awaitLogged("talks on", Duration.ofSeconds(60));
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            audio.awaitTone(Rig.AGENT_HZ);
            assertThat(audio.longestGapMs()).isBetween(600.0, 3000.0);

            rig.page().hangUp();
            sipp.awaitSuccess(LIMIT);
            rig.page().awaitIdle();
        }
    }

    @Test
    void carriesACallThatTheAgentPlacesToBaresip(Rig rig) throws Exception {
        rig.page().dial(Rig.EXTERNAL);
        rig.page().awaitConnected();

        rig.page().awaitHears(Rig.EXTERNAL_HZ);
        rig.outside().await("CALL_ESTABLISHED", Rig.EXTERNAL, LIMIT);
        Rig.awaitHears(rig.outside().ear(), Rig.AGENT_HZ);
        rig.outside().hangUp(Rig.EXTERNAL);
        rig.page().awaitIdle();
    }

    @Test
    void keepsTheAudioWholeWhenTheWebSocketIsCutAndResumed(Rig rig) throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.WAITS_FOR_BYE)) {
            rig.page().answer();
            audio.awaitHeard(audio.heardMs() + 2000, 10_000);
            var before = rig.page().ears().inbound();
            long missingBefore = audio.missing();
            audio.watchGaps();

            rig.proxy().cut();
            audio.awaitHeard(audio.heardMs() + 4000, 10_000);

            var after = rig.page().ears().inbound();
            assertThat(after.packets() - before.packets()).isGreaterThan(180);
            assertThat(after.lost() - before.lost()).isZero();
            assertThat(audio.missing()).isEqualTo(missingBefore);
            assertThat(audio.longestGapMs()).isLessThan(RtpProbe.STALL_MS);
            rig.page().awaitHears(Rig.CUSTOMER_HZ);

            rig.page().hangUp();
            sipp.awaitSuccess(LIMIT);
            rig.page().awaitIdle();
        }
    }

    @Test
    void takesNoLongerFromMouthToEarThanPeopleBear(Rig rig) throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.WAITS_FOR_BYE)) {
            rig.page().answer();
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            audio.awaitTone(Rig.AGENT_HZ);

            MouthToEar.measure("Opus to G.711", rig.page(), audio);

            rig.page().hangUp();
            sipp.awaitSuccess(LIMIT);
            rig.page().awaitIdle();
        }
    }

    @Test
    void keepsWhatIsPrivateOutOfItsLogAndItsFiles(Rig rig) throws Exception {
        String pressedByCustomer = "#80451937#";
        String pressedByAgent = "#60729148#";

        rig.callFromBaresip();
        assertThat(rig.page().the("offer-attributes")).containsText(Rig.ATTRIBUTE);
        rig.page().answer();
        rig.customer().await("CALL_ESTABLISHED", LIMIT);
        rig.page().awaitHears(Rig.CUSTOMER_HZ);
        rig.customer().press(pressedByCustomer);
        rig.page().awaitDigitsHeard(pressedByCustomer);
        rig.page().press(pressedByAgent);
        rig.customer().awaitDigits(pressedByAgent, LIMIT);
        String icePassword = rig.page().offered("ice-pwd");
        rig.page().hangUp();
        rig.customer().await("CALL_CLOSED", LIMIT);
        rig.page().awaitIdle();

        String trace = rig.customer().logText();
        assertThat(trace).contains(Rig.CUSTOMER_NAME);
        List<String> keys =
                SDES_KEY.matcher(trace).results().map(key -> key.group(1)).distinct().toList();
        assertThat(keys).as("keys of both sides").hasSizeGreaterThanOrEqualTo(2);
        var planted =
                new Planted()
                        .add("the customer's number", Rig.CUSTOMER.substring("+49".length()))
                        .add("the customer's name", Rig.CUSTOMER_NAME)
                        .add("the customer's attribute", Rig.ATTRIBUTE)
                        .add("the customer's digits", pressedByCustomer)
                        .add("the agent's digits", pressedByAgent)
                        .add("the agent's name", Rig.AGENT_NAME)
                        .add("the agent's password", Rig.PASSWORD)
                        .add("the agent's token", rig.page().token())
                        .add("the browser's ICE password", icePassword);
        keys.forEach(key -> planted.add("SDES key " + keys.indexOf(key), key));

        String log = rig.gateway().log();
        assertThat(log).contains("crosspoint ready");
        planted.assertNoneIn("the log", log);
        assertThat(log).as("a digit by itself").doesNotContain("#");
        planted.assertNoneBelow(rig.home());
        assertThat(rig.auditTrail())
                .contains("\"OpenPrivateTrunk\"", "\"circuit\"", "\"SignIn\"", "\"alice\"");
    }
}
