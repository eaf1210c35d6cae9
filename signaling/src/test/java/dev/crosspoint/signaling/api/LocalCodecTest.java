package dev.crosspoint.signaling.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class LocalCodecTest {

    @Test
    void handsOverTheVeryRecordWithOrWithoutOptionsAndLeavesOtherBodiesAlone(Vertx vertx)
            throws Exception {
        LocalCodec.installOn(vertx.eventBus());
        Private sent = new Private("secret");
        CompletableFuture<Object> received = new CompletableFuture<>();
        vertx.eventBus()
                .localConsumer(
                        "here",
                        message -> {
                            received.complete(message.body());
                            message.reply("taken");
                        });
        assertThat(
                        vertx.eventBus()
                                .request("here", sent, LocalCodec.options())
                                .toCompletionStage()
                                .toCompletableFuture()
                                .get(10, TimeUnit.SECONDS)
                                .body())
                .isEqualTo("taken");
        assertThat(received.get(10, TimeUnit.SECONDS)).isSameAs(sent);
        vertx.eventBus().send("here", sent);
    }

    @Test
    void refusesToLeaveTheProcess() {
        LocalCodec codec = new LocalCodec();
        assertThatThrownBy(() -> codec.encodeToWire(Buffer.buffer(), "x"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> codec.decodeFromWire(0, Buffer.buffer()))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
