package dev.crosspoint.signaling.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRpcTest {

    @Test
    void readsRequestsWithStringAndNumberIds() {
        assertThat(parse("{'jsonrpc':'2.0','id':'a-1','method':'m','params':{'x':1}}"))
                .isInstanceOfSatisfying(
                        RpcFrame.Request.class,
                        r -> {
                            assertThat(r.id()).isEqualTo(new RpcId.Text("a-1"));
                            assertThat(r.method()).isEqualTo("m");
                            assertThat(r.params().path("x").intValue()).isEqualTo(1);
                        });
        assertThat(parse("{'jsonrpc':'2.0','id':-7,'method':'m'}"))
                .isInstanceOfSatisfying(
                        RpcFrame.Request.class,
                        r -> {
                            assertThat(r.id()).isEqualTo(new RpcId.Whole(-7));
                            assertThat(r.params()).isEmpty();
                        });
    }

    @Test
    void tellsNotificationsAndResponsesApart() {
        assertThat(parse("{'jsonrpc':'2.0','method':'m'}"))
                .isEqualTo(new RpcFrame.Notification("m"));
        assertThat(parse("{'jsonrpc':'2.0','id':'s1','result':{}}"))
                .isEqualTo(new RpcFrame.Response(new RpcId.Text("s1")));
        assertThat(parse("{'jsonrpc':'2.0','id':'s1','error':{'code':1,'message':''}}"))
                .isEqualTo(new RpcFrame.Response(new RpcId.Text("s1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "{'jsonrpc':'2.0','id':1,'id':2,'method':'m'}",
                "{'jsonrpc':'2.0','id':1,'method':'m'} {}",
                "{'a':[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}",
                "{'n':123456789012345678901234567890123456789}",
                "\u0000"
            })
    void callsWhatIsNotJsonWithinTheLimitsAParseError(String text) {
        assertThat(parse(text))
                .isInstanceOfSatisfying(
                        RpcFrame.Malformed.class,
                        m -> assertThat(m.error()).isEqualTo(RpcError.PARSE_ERROR));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{'jsonrpc':'2.0','id':1,'method':'m'}]",
                "1",
                "null",
                "{}",
                "{'jsonrpc':'1.0','id':1,'method':'m'}",
                "{'id':1,'method':'m'}",
                "{'jsonrpc':'2.0','id':null,'method':'m'}",
                "{'jsonrpc':'2.0','id':1.5,'method':'m'}",
                "{'jsonrpc':'2.0','id':'','method':'m'}",
                "{'jsonrpc':'2.0','id':{},'method':'m'}",
                "{'jsonrpc':'2.0','id':99999999999999999999,'method':'m'}",
                "{'jsonrpc':'2.0','id':1}",
                "{'jsonrpc':'2.0','result':1}",
                "{'jsonrpc':'2.0','id':1,'method':''}",
                "{'jsonrpc':'2.0','id':1,'method':5}",
                "{'jsonrpc':'2.0','id':1,'method':'m','params':[1]}",
                "{'jsonrpc':'2.0','id':1,'method':'m','params':null}"
            })
    void callsJsonThatIsNotARequestInvalid(String text) {
        assertThat(parse(text))
                .isInstanceOfSatisfying(
                        RpcFrame.Malformed.class,
                        m -> assertThat(m.error()).isEqualTo(RpcError.INVALID_REQUEST));
    }

    @Test
    void echoesTheIdOfARequestThatIsInvalidOtherwise() {
        assertThat(parse("{'jsonrpc':'2.0','id':'x','method':'m','params':7}"))
                .isInstanceOfSatisfying(
                        RpcFrame.Malformed.class,
                        m -> assertThat(m.id()).isEqualTo(new RpcId.Text("x")));
    }

    @Test
    void printsAnswersErrorsAndRequests() {
        assertThat(JsonRpc.answer(new RpcId.Whole(3), Answer.done(), false))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{}}");
        Answer busy = Answer.failure(RpcError.BUSY, "busy");
        assertThat(JsonRpc.answer(new RpcId.Text("a\"b"), busy, true))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"a\\\"b\",\"error\":{\"code\":486,\"message\":\"busy\"}}");
        assertThat(JsonRpc.answer(null, busy, false))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32010,\"message\":\"busy\"}}");
    }

    private static RpcFrame parse(String text) {
        return JsonRpc.parse(text.replace('\'', '"'));
    }
}
