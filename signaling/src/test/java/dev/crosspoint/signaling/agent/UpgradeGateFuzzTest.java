package dev.crosspoint.signaling.agent;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crosspoint.signaling.agent.UpgradeGate.Decision;
import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import io.vertx.core.MultiMap;
import java.util.List;

/** Any request line is decided, and nobody gets in by a path or a call id that is not one. */
class UpgradeGateFuzzTest {

    private static final UpgradeGate GATE =
            new UpgradeGate(
                    new AgentConfig(
                            "127.0.0.1",
                            0,
                            new PemIdentity("", ""),
                            List.of(),
                            List.of("10.0.0.0/8"),
                            1,
                            1,
                            1,
                            1,
                            Proxies.NONE,
                            1),
                    _ -> true,
                    (_, token) -> token.equals("good"));

    @FuzzTest(maxDuration = "5s")
    void decidesEveryRequestLine(FuzzedDataProvider data) {
        String address = data.consumeBoolean() ? "10.1.2.3" : data.consumeString(40);
        String prefix = data.pickValue(new String[] {"", "/agent", "/sip", "/rtc?callId="});
        String uri = prefix + data.consumeRemainingAsString();
        Decision decision =
                GATE.decide(uri, MultiMap.caseInsensitiveMultiMap().add("Host", "h"), address);
        boolean sound =
                switch (decision) {
                    case Decision.Desktop _ -> uri.equals("/agent") || uri.startsWith("/agent?");
                    case Decision.Phone _ -> false; // Nobody has said that they speak SIP.
                    case Decision.NewLeg leg ->
                            uri.startsWith("/rtc?")
                                    && !leg.callId().isEmpty()
                                    && leg.callId().length() <= 128;
                    case Decision.KnownLeg leg -> leg.clientToken().equals("good");
                    case Decision.Refused refused -> refused.status() >= 400;
                };
        if (!sound) {
            throw new AssertionError("let in what is not ours: " + decision);
        }
    }
}
