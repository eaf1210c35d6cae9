package dev.crosspoint.gateway.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.preflight.PreflightMessage.Answer;
import dev.crosspoint.gateway.preflight.PreflightMessage.Invited;
import dev.crosspoint.gateway.preflight.PreflightMessage.NotNow;
import dev.crosspoint.gateway.preflight.PreflightMessage.Refused;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.MediaAddress;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaEvent.EndReason;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is asked of media for a check, and when it is over; media is played by the test. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class PreflightVerticleTest {
    private static final Tenant TENANT = new Tenant("111122223333", "main");
    private static final Path SOUND = Path.of("music.wav");
    private static final int LONG_MS = 60_000;

    private final List<MediaCommand> asked = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private volatile MediaReply description =
            new MediaReply.Described(new SessionText("ours", List.of("candidate:1")));
    private Vertx vertx;

    @BeforeEach
    void given(Vertx given) {
        vertx = given;
        LocalCodec.installOn(vertx.eventBus());
        vertx.eventBus()
                .<MediaCommand>localConsumer(
                        MediaAddress.ofLoop(0),
                        message -> {
                            asked.add(message.body());
                            message.reply(
                                    message.body() instanceof MediaCommand.AnswerLeg
                                            ? description
                                            : new MediaReply.Done(),
                                    LocalCodec.options());
                        });
    }

    private void serve(int mostMs) throws Exception {
        vertx.deployVerticle(new PreflightVerticle(SOUND, 1, 5_000, mostMs, meters))
                .await(10, TimeUnit.SECONDS);
    }

    private Answer ask(String agent) throws Exception {
        return ask(new AgentKey(TENANT, agent));
    }

    private Answer ask(AgentKey who) throws Exception {
        var message = new PreflightMessage(who, new Private("their offer"));
        return vertx.eventBus()
                .<Answer>request(PreflightMessage.ADDRESS, message, LocalCodec.options())
                .await(10, TimeUnit.SECONDS)
                .body();
    }

    private long closed() {
        return asked.stream().filter(MediaCommand.CloseCall.class::isInstance).count();
    }

    @Test
    void answersAnOfferAndPlaysToWhoeverMadeIt() throws Exception {
        serve(LONG_MS);

        assertThat(ask("ann")).isEqualTo(new Invited(new Private("ours"), List.of("candidate:1")));

        Soon.until("it plays", () -> asked.size() >= 3);
        assertThat(asked)
                .extracting(command -> command.getClass().getSimpleName())
                .containsExactly("OpenCall", "AnswerLeg", "Play");
        var leg = (MediaCommand.AnswerLeg) asked.get(1);
        assertThat(leg.offer()).isEqualTo(SessionText.of("their offer"));
        var music = (MediaCommand.Play) asked.get(2);
        assertThat(music.file()).isEqualTo(SOUND);
        assertThat(music.listeners()).containsExactly(leg.leg());
        assertThat(music.times()).isZero();
        assertThat(meters.counter("crosspoint.preflights", "outcome", "answered").count()).isOne();
    }

    @Test
    void isOverWhenTheBrowserGoes() throws Exception {
        serve(LONG_MS);
        ask("ann");
        var open = (MediaCommand.OpenCall) asked.getFirst();
        var leg = ((MediaCommand.AnswerLeg) asked.get(1)).leg();

        vertx.eventBus()
                .send(
                        open.events(),
                        new MediaEvent.LegEnded(
                                open.tenant(), open.call(), leg, EndReason.PEER_CLOSED),
                        LocalCodec.options());

        Soon.until("it is over", () -> closed() == 1);
        assertThat(asked.getLast())
                .isEqualTo(new MediaCommand.CloseCall(open.tenant(), open.call()));
    }

    @Test
    void isOverWhenItsTimeIs() throws Exception {
        serve(10);
        ask("ann");
        Soon.until("it is over", () -> closed() == 1);
    }

    @Test
    void givesUpThePersonsOldestForAnother() throws Exception {
        serve(LONG_MS);
        for (int i = 0; i < PreflightVerticle.MOST_OF_ONE; i++) {
            ask("ann");
        }
        assertThat(closed()).isZero();

        assertThat(ask("ann")).isInstanceOf(Invited.class);

        Soon.until("the oldest is over", () -> closed() == 1);
        assertThat(asked)
                .contains(
                        new MediaCommand.CloseCall(
                                asked.getFirst().tenant(), asked.getFirst().call()));
    }

    @Test
    void letsAShiftBeginTogether() throws Exception {
        serve(LONG_MS);
        for (int agent = 0; agent < 50; agent++) {
            assertThat(ask("agent" + agent)).as("by UDP").isInstanceOf(Invited.class);
            assertThat(ask("agent" + agent)).as("by TCP").isInstanceOf(Invited.class);
        }
        assertThat(closed()).isZero();
    }

    @Test
    void letsNoTenantTakeTheRoomOfAnother() throws Exception {
        serve(LONG_MS);
        for (int i = 0; i < PreflightVerticle.MOST_OF_TENANT; i++) {
            assertThat(ask("agent" + i)).isInstanceOf(Invited.class);
        }
        assertThat(ask("one more")).isEqualTo(new NotNow());
        assertThat(ask(new AgentKey(new Tenant("444455556666", "main"), "ann")))
                .isInstanceOf(Invited.class);
    }

    @Test
    void takesNoMoreThanAsManyAtOnce() throws Exception {
        serve(LONG_MS);
        for (int i = 0; i < PreflightVerticle.MOST; i++) {
            var tenant = new Tenant("account" + i % 10, "main");
            assertThat(ask(new AgentKey(tenant, "agent" + i))).isInstanceOf(Invited.class);
        }
        assertThat(ask("one more")).isEqualTo(new NotNow());
    }

    @Test
    void saysWhatIsWrongWithAnOfferAndLeavesNothingOpen() throws Exception {
        serve(LONG_MS);
        description = new MediaReply.Refused(MediaError.NOT_ACCEPTABLE, "no codec that we know");
        assertThat(ask("ann")).isEqualTo(new Refused("no codec that we know"));
        description = new MediaReply.Refused(MediaError.NO_CAPACITY, "no ports");
        assertThat(ask("ann")).isEqualTo(new NotNow());

        Soon.until("both are over", () -> closed() == 2);
        assertThat(asked).noneMatch(MediaCommand.Play.class::isInstance);
    }

    @Test
    void leavesNothingOpenWhenItEnds() throws Exception {
        var id =
                vertx.deployVerticle(new PreflightVerticle(SOUND, 1, 5_000, LONG_MS, meters))
                        .await(10, TimeUnit.SECONDS);
        ask("ann");
        ask("bob");
        vertx.undeploy(id).await(10, TimeUnit.SECONDS);
        Soon.until("both are over", () -> closed() == 2);
    }
}
