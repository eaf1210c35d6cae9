package dev.crosspoint.signaling.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.SipConfig;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.TestCertificates;
import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two carriers played by sipp, of which the first cannot, or is not there. */
class FailoverSippTest {

    private static final String REFUSES =
            """
            <?xml version="1.0" encoding="UTF-8" ?>
            <scenario name="cannot">
            <recv request="INVITE"/>
            <send><![CDATA[
            SIP/2.0 503 Service Unavailable
            [last_Via:]
            [last_From:]
            [last_To:];tag=[call_number]
            [last_Call-ID:]
            [last_CSeq:]
            Retry-After: 30
            Content-Length: 0

            ]]></send>
            <recv request="ACK"/>
            </scenario>
            """;

    @TempDir private Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<TrunkMessage.Event> events = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() {
        assumeTrue(isInstalled(), "sipp is not installed (Debian package sip-tester)");
        LocalCodec.installOn(vertx.eventBus());
        vertx.eventBus()
                .<TrunkMessage.Event>localConsumer(
                        TrunkMessage.EVENTS, message -> events.add(message.body()));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void callsByTheSecondCarrierWhenTheFirstRefuses() throws Exception {
        Path scenario = Files.writeString(folder.resolve("refuses.xml"), REFUSES);
        int first = freePort();
        Process refusing = sipp("refusing", first, "-sf", scenario.toString());
        callAndHangUp(first);
        assertThat(refusing.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(refusing.exitValue()).as(log("refusing")).isZero();
    }

    @Test
    void callsByTheSecondCarrierWhenTheFirstSaysNothing() throws Exception {
        try (var silent = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            callAndHangUp(silent.getLocalPort());
        }
    }

    private void callAndHangUp(int first) throws Exception {
        int second = freePort();
        Process answering = sipp("answering", second, "-sn", "uas");
        var trunks =
                List.of(
                        TestTrunks.udp("first", first, TestTrunks.grouped("pstn", 1, 0)),
                        TestTrunks.udp("second", second, TestTrunks.grouped("pstn", 2, 0)));
        var sip = new SipConfig("127.0.0.1", "127.0.0.1", 0, 0, TestCertificates.localhost(), 5);
        vertx.deployVerticle(new TrunkVerticle(sip, trunks, SipCounters.NONE))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        say(
                new TrunkMessage.PlaceCall(
                        TestTrunks.TENANT,
                        "out",
                        "first",
                        new Private("+4930"),
                        new Private("+4940"),
                        new Private("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n"),
                        30));
        assertThat(events.poll(20, TimeUnit.SECONDS)).isInstanceOf(TrunkMessage.CallProgress.class);
        assertThat(events.poll(20, TimeUnit.SECONDS)).isInstanceOf(TrunkMessage.CallAnswered.class);
        say(new TrunkMessage.HangUp("out", "done"));
        assertThat(events.poll(20, TimeUnit.SECONDS)).isInstanceOf(TrunkMessage.CallEnded.class);
        assertThat(answering.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(answering.exitValue()).as(log("answering")).isZero();
    }

    private void say(TrunkMessage.Command command) {
        vertx.eventBus().request(TrunkMessage.COMMANDS, command, LocalCodec.options());
    }

    private Process sipp(String name, int port, String... scenario) throws IOException {
        var command = new java.util.ArrayList<>(List.of("sipp"));
        command.addAll(List.of(scenario));
        command.addAll(List.of("-i", "127.0.0.1", "-p", String.valueOf(port), "-m", "1"));
        command.addAll(List.of("-nostdin", "-timeout", "40s"));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static boolean isInstalled() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "sipp")));
    }
}
