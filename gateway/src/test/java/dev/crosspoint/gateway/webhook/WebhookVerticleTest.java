package dev.crosspoint.gateway.webhook;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.contact.Details;
import dev.crosspoint.gateway.flow.ExternalValues;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.flow.FunctionCall;
import dev.crosspoint.gateway.flow.FunctionUrl;
import dev.crosspoint.gateway.webhook.WebhookMessage.Failed;
import dev.crosspoint.gateway.webhook.WebhookMessage.Failure;
import dev.crosspoint.gateway.webhook.WebhookMessage.Invoke;
import dev.crosspoint.gateway.webhook.WebhookMessage.Reply;
import dev.crosspoint.gateway.webhook.WebhookMessage.Returned;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real HTTPS server on loopback. */
class WebhookVerticleTest {
    private static final Tenant TENANT = new Tenant("acc", "main");
    private static final Tenant OTHER = new Tenant("acc", "other");
    private static final Private FIRST = new Private("the first secret of two");
    private static final Private SECOND = new Private("the second secret of two");
    private static final int MOST = 3;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private FunctionDouble function;

    @BeforeEach
    void listen() throws Exception {
        LocalCodec.installOn(vertx.eventBus());
        function = new FunctionDouble(vertx, "localhost");
    }

    @AfterEach
    void close() throws Exception {
        function.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private void deploy(Set<String> privateHosts, @Nullable String trusted) throws Exception {
        var settings =
                new WebhookSettings(
                        List.of(url("/fn")), privateHosts, List.of(FIRST, SECOND), MOST, trusted);
        vertx.deployVerticle(
                        new WebhookVerticle(Map.of(TENANT, settings), registry, new SecureRandom()))
                .await(10, TimeUnit.SECONDS);
    }

    private void deploy() throws Exception {
        deploy(Set.of("localhost"), function.certificate());
    }

    private FunctionUrl url(String path) {
        return FunctionUrl.parse("https://localhost:" + function.port() + path).orElseThrow();
    }

    private Future<Reply> start(Tenant tenant, FunctionUrl url, int limitSeconds) {
        var contact =
                new ContactData(
                        new Contact("c-2", "c-1", "c-1"),
                        Map.of("tier", new Private("silver")),
                        Details.NONE,
                        new Private("+442079460123"),
                        new Private("+442079460000"),
                        Map.of(),
                        null);
        var call =
                new FunctionCall(
                        url,
                        limitSeconds,
                        contact,
                        "sales",
                        "Sales",
                        Map.of("for", new Private("tier")));
        return vertx.eventBus()
                .<Reply>request(
                        WebhookMessage.ADDRESS, new Invoke(tenant, call), LocalCodec.options())
                .map(Message::body);
    }

    private Reply ask(String path) throws Exception {
        return start(TENANT, url(path), 8).await(20, TimeUnit.SECONDS);
    }

    @Test
    void asksInTheWordsOfTheOriginalAndBringsTheAnswerBack() throws Exception {
        deploy();

        assertThat(ask("/fn/answer?key=planted"))
                .isEqualTo(
                        new Returned(
                                new ExternalValues(
                                        Map.of(
                                                "tier", new Private("gold"),
                                                "name", new Private("Ann")))));
        var seen = function.seen.getFirst();
        assertThat(seen.uri()).isEqualTo("/fn/answer?key=planted");
        assertThat(seen.body().toJsonObject())
                .isEqualTo(
                        new JsonObject(
                                """
                                {"Name": "ContactFlowEvent",
                                 "Details": {
                                   "Parameters": {"for": "tier"},
                                   "ContactData": {
                                     "Attributes": {"tier": "silver"},
                                     "Channel": "VOICE",
                                     "ContactId": "c-2",
                                     "InitialContactId": "c-1",
                                     "PreviousContactId": "c-1",
                                     "InitiationMethod": "TRANSFER",
                                     "InstanceARN": "arn:crosspoint:connect::acc:instance/main",
                                     "CustomerEndpoint": {"Type": "TELEPHONE_NUMBER",
                                       "Address": "+442079460123"},
                                     "SystemEndpoint": {"Type": "TELEPHONE_NUMBER",
                                       "Address": "+442079460000"},
                                     "Queue": {"Name": "Sales",
                                       "ARN": "arn:crosspoint:connect::acc:instance/main/queue/sales"},
                                     "MediaStreams": {"Customer": {"Audio": null}}}}}
                                """));
    }

    @Test
    void signsEachRequestWithTheFirstSecretAndNamesIt() throws Exception {
        deploy();
        ask("/fn/answer");
        ask("/fn/answer");

        for (var seen : function.seen) {
            long time = Long.parseLong(seen.signature().replaceFirst("t=(\\d+),v1=.*", "$1"));
            assertThat(seen.signature())
                    .isEqualTo(Signature.of(FIRST, time, seen.body().getBytes()))
                    .isNotEqualTo(Signature.of(SECOND, time, seen.body().getBytes()));
            assertThat(seen.requestId()).matches("[0-9a-f]{32}");
        }
        assertThat(function.seen.get(0).requestId()).isNotEqualTo(function.seen.get(1).requestId());
    }

    @Test
    void takesNoContentForNoValues() throws Exception {
        deploy();

        assertThat(ask("/fn/nothing")).isEqualTo(new Returned(ExternalValues.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "/fn/drop, UNREACHABLE",
        "/fn/half, UNREACHABLE",
        "/fn/redirect, BAD_STATUS",
        "/fn/error, BAD_STATUS",
        "/fn/html, BAD_ANSWER",
        "/fn/untyped, BAD_ANSWER",
        "/fn/number, BAD_ANSWER",
        "/fn/huge, BAD_ANSWER",
        "/elsewhere, NOT_ALLOWED",
        "/fnord, NOT_ALLOWED",
        "/fn/../elsewhere, NOT_ALLOWED",
        "/fn/%2E%2e/elsewhere, NOT_ALLOWED",
    })
    void failsInOneWayForEachBadAnswerAndCountsIt(String path, Failure why) throws Exception {
        deploy();

        assertThat(ask(path)).isEqualTo(new Failed(why));
        assertThat(
                        registry.counter(
                                        "crosspoint.webhook.requests",
                                        "outcome",
                                        why.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                                .count())
                .isEqualTo(1);
        assertThat(function.seen).hasSize(why == Failure.NOT_ALLOWED ? 0 : 1);
        assertThat(ask("/fn/answer")).isInstanceOf(Returned.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fn/held", "/fn/drip"})
    void endsAnExchangeThatTakesTooLongWhereverItIs(String path) throws Exception {
        deploy();

        assertThat(start(TENANT, url(path), 1).await(20, TimeUnit.SECONDS))
                .isEqualTo(new Failed(Failure.TIMED_OUT));
    }

    @Test
    void failsOneQuestionTooManyAtOnce() throws Exception {
        deploy();
        var open = new ArrayList<Future<Reply>>();
        for (int i = 0; i < MOST; i++) {
            open.add(start(TENANT, url("/fn/held"), 8));
        }

        assertThat(ask("/fn/answer")).isEqualTo(new Failed(Failure.TOO_MANY));
        for (int i = 0; i < MOST; i++) {
            requireNonNull(function.held.poll(20, TimeUnit.SECONDS)).setStatusCode(204).end();
        }
        for (var question : open) {
            assertThat(question.await(20, TimeUnit.SECONDS)).isInstanceOf(Returned.class);
        }
        assertThat(ask("/fn/answer")).isInstanceOf(Returned.class);
        assertThat(registry.get("crosspoint.webhook.open").gauge().value()).isZero();
    }

    @Test
    void asksNobodyForATenantWithoutAList() throws Exception {
        deploy();

        assertThat(start(OTHER, url("/fn/answer"), 8).await(20, TimeUnit.SECONDS))
                .isEqualTo(new Failed(Failure.NOT_ALLOWED));
    }

    @Test
    void goesToPrivateNetworksOnlyForHostsThatMayBeThere() throws Exception {
        deploy(Set.of(), function.certificate());

        assertThat(ask("/fn/answer")).isEqualTo(new Failed(Failure.PRIVATE_ADDRESS));
        assertThat(function.seen).isEmpty();
    }

    @Test
    void believesNoCertificateOfAnotherName() throws Exception {
        function.close();
        function = new FunctionDouble(vertx, "other.example");
        deploy();

        assertThat(ask("/fn/answer")).isEqualTo(new Failed(Failure.UNREACHABLE));
        assertThat(function.seen).isEmpty();
    }

    @Test
    void believesNoCertificateOfAnUnknownAuthority() throws Exception {
        deploy(Set.of("localhost"), null);

        assertThat(ask("/fn/answer")).isEqualTo(new Failed(Failure.UNREACHABLE));
        assertThat(function.seen).isEmpty();
    }

    @Test
    void saysNothingOfWhatWasAskedAndAnswered() {
        var reply = new Returned(new ExternalValues(Map.of("planted", new Private("planted"))));
        var settings =
                new WebhookSettings(List.of(url("/planted")), Set.of(), List.of(FIRST), 1, null);

        assertThat(reply.toString()).doesNotContain("planted");
        assertThat(settings.toString()).doesNotContain("planted", FIRST.value());
    }

    @Test
    void tellsTheFlowInItsOwnWords() {
        assertThat(new Returned(ExternalValues.NONE).input(4))
                .isEqualTo(new FlowInput.FunctionReturned(4, ExternalValues.NONE));
        assertThat(new Failed(Failure.TIMED_OUT).input(5))
                .isEqualTo(new FlowInput.FunctionFailed(5));
    }
}
