package dev.crosspoint.loadtest.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RpcTest {
    @Test
    void readsWhyARequestWasRefused() {
        var said = Rpc.read("{\"id\":7,\"error\":{\"code\":-32009,\"message\":\"conflict\"}}");
        assertThat(said)
                .isInstanceOfSatisfying(
                        Rpc.Said.Answer.class,
                        answer -> {
                            assertThat(answer.id()).isEqualTo(7);
                            assertThat(answer.refusal())
                                    .isEqualTo(new Rpc.Refusal(-32009, "conflict"));
                        });
    }

    @Test
    void readsAByeAndAnswersIt() {
        var said = Rpc.read("{\"id\":\"s1\",\"method\":\"bye\",\"params\":{\"contactId\":\"c\"}}");
        assertThat(said).isEqualTo(new Rpc.Said.Bye("s1", "c"));
        assertThat(Rpc.done("s1")).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"result\":{}}");
    }

    @Test
    void asks() {
        assertThat(Rpc.request(3, "session.ping", Rpc.params()))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"session.ping\",\"params\":{}}");
    }

    @Test
    void isNotUpsetByAnythingElse() {
        for (String text :
                new String[] {"", "{", "[]", "17", "{\"method\":\"renewClientToken\"}"}) {
            assertThat(Rpc.read(text)).isEqualTo(new Rpc.Said.Unknown());
        }
    }
}
