package dev.crosspoint.signaling.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.agent.MessageAssembler.Outcome;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.json.EventJson;
import dev.crosspoint.signaling.json.Params;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The small pure parts that have no state of a session. */
class SmallRulesTest {

    @Test
    void putsFragmentsTogetherEvenInsideACharacter() {
        MessageAssembler assembler = new MessageAssembler(100);
        byte[] text = "grüße".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < text.length - 1; i++) {
            assertThat(assembler.onFragment(new byte[] {text[i]}, false))
                    .isEqualTo(new Outcome.Partial());
        }
        assertThat(assembler.onFragment(new byte[] {text[text.length - 1]}, true))
                .isEqualTo(new Outcome.Message("grüße"));
        assertThat(assembler.onFragment(text, true)).isEqualTo(new Outcome.Message("grüße"));
    }

    @Test
    void refusesMessagesThatAreTooBigTooFragmentedOrNotText() {
        assertThat(new MessageAssembler(4).onFragment(new byte[5], true))
                .isEqualTo(new Outcome.Violation(CloseReason.TOO_BIG));
        MessageAssembler grows = new MessageAssembler(4);
        grows.onFragment(new byte[3], false);
        assertThat(grows.onFragment(new byte[2], true))
                .isEqualTo(new Outcome.Violation(CloseReason.TOO_BIG));
        assertThat(new MessageAssembler(4).onFragment(new byte[0], false))
                .isEqualTo(new Outcome.Violation(CloseReason.FRAGMENTED));
        MessageAssembler many = new MessageAssembler(1000);
        for (int i = 0; i < 64; i++) {
            assertThat(many.onFragment(new byte[1], false)).isEqualTo(new Outcome.Partial());
        }
        assertThat(many.onFragment(new byte[1], true))
                .isEqualTo(new Outcome.Violation(CloseReason.FRAGMENTED));
        assertThat(new MessageAssembler(9).onFragment(new byte[] {(byte) 0xc3, 0x28}, true))
                .isEqualTo(new Outcome.Violation(CloseReason.NOT_UTF8));
    }

    @Test
    void callsAPeerDeadAfterTwoUnansweredPings() {
        Heartbeat heartbeat = new Heartbeat();
        assertThat(heartbeat.pings()).isTrue();
        assertThat(heartbeat.pings()).isTrue();
        heartbeat.heard();
        assertThat(heartbeat.pings()).isTrue();
        assertThat(heartbeat.pings()).isTrue();
        assertThat(heartbeat.pings()).isFalse();
    }

    @Test
    void bindsClientTokensToTheirLeg() {
        ClientTokens tokens = new ClientTokens("leg", 100);
        String token = tokens.issue("secret", 0);
        assertThat(ClientTokens.legOf(token)).isEqualTo("leg");
        assertThat(ClientTokens.legOf("undefined")).isEmpty();
        assertThat(tokens.accepts(token, 99)).isTrue();
        assertThat(tokens.accepts("leg2.secret", 99)).isFalse();
        assertThat(tokens.accepts(token, 100)).isFalse();
    }

    @Test
    void showsNoTextOfAClientWhereItMightBeLogged() {
        String secret = "+4930123456";
        String text =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"contact.dial\",\"params\":{\"number\":\"%s\"}}"
                        .formatted(secret);
        RpcFrame.Request request = (RpcFrame.Request) JsonRpc.parse(text);
        EventJson.Body body =
                EventJson.of(new AgentMessage.ContactDigit("c", "p1", new Private(secret)))
                        .orElseThrow();
        assertThat(
                        List.of(
                                request,
                                new Params(request.params()),
                                new Answer.Result(request.params()),
                                body,
                                new Effect.Send(text),
                                new Effect.SendIfIdle(text),
                                new Outcome.Message(text),
                                new UpgradeGate.Decision.KnownLeg(secret),
                                new UpgradeGate.Decision.NewLeg("call", new Private(secret))))
                .allSatisfy(shown -> assertThat(shown.toString()).doesNotContain("4930"));
    }
}
