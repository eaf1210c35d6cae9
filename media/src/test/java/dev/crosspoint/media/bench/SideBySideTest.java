package dev.crosspoint.media.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the comparison with peers reads and says; the peers themselves are in no build. */
class SideBySideTest {
    @Test
    void readsTheTimeOfAProcessWhateverItsName() throws IOException {
        String fields = " S 1 2 3 4 5 6 7 8 9 10 120 34 0 0 20 0 7 0 100";
        assertEquals(1_540_000_000L, ProcessTime.cpuNanos("17 (janus)" + fields));
        assertEquals(1_540_000_000L, ProcessTime.cpuNanos("17 (a) b (c)" + fields));
        assertThrows(IOException.class, () -> ProcessTime.cpuNanos("17 (janus) S 1"));
        assertThrows(IOException.class, () -> ProcessTime.cpuNanos(""));
    }

    @Test
    void readsTheTimeOfThisProcess() throws IOException {
        assertTrue(ProcessTime.cpuNanos(ProcessHandle.current().pid()) > 0);
    }

    @Test
    void theTelephoneTakesItsOwnSuiteUnderTheNumberItIsOfferedWith() throws IOException {
        String offered =
                """
                a=crypto:1 AEAD_AES_256_GCM inline:AAAA
                a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:BBBB
                """;
        String ours = "m=audio 9 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:CCCC\r\n";
        assertEquals(
                "m=audio 9 RTP/SAVP 0\r\na=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:CCCC\r\n",
                RtpengineProcess.answering(ours, offered));
        assertThrows(
                IOException.class,
                () -> RtpengineProcess.answering(ours, "a=crypto:1 F8_128_HMAC_SHA1_80 inline:A"));
    }

    @Test
    void tellsWhatJanusRefusesInItsCoreFromWhatItsPluginRefuses() {
        var core =
                new JsonObject(
                        "{'janus':'error','error':{'code':458,'reason':'gone'}}"
                                .replace('\'', '"'));
        var plugin =
                new JsonObject(
                        "{'janus':'event','plugindata':{'data':{'error_code':485,'error':'no room'}}}"
                                .replace('\'', '"'));
        var joined =
                new JsonObject(
                        "{'janus':'event','plugindata':{'data':{'audiobridge':'joined'}}}"
                                .replace('\'', '"'));
        assertEquals("gone", JanusClient.refusal(core));
        assertEquals("no room", JanusClient.refusal(plugin));
        assertNull(JanusClient.refusal(joined));
    }

    @Test
    void anAcknowledgementAndAnEventOfOthersAreNoAnswers() {
        var message = new JsonObject().put("transaction", "t1");
        assertTrue(JanusClient.answers(message.copy().put("janus", "event")));
        assertFalse(JanusClient.answers(message.copy().put("janus", "ack")));
        assertFalse(JanusClient.answers(new JsonObject().put("janus", "webrtcup")));
    }

    @Test
    void putsTheRoundsOfAServerIntoOneLineAndSaysWhatWasNotRun() {
        var table = new PeerTable();
        table.add("200 calls", "Crosspoint", measured(1.5e9, 10_000, 9_990, 200_000, 1_400_000));
        table.add("200 calls", "rtpengine", new PeerTable.Run.Missed("not installed"));
        table.add("200 calls", "Crosspoint", measured(1.2e9, 10_000, 10_001));
        table.add("200 calls", "rtpengine", new PeerTable.Run.Missed("not installed"));
        String page = table.markdown();
        String[] lines = page.split("\n", -1);
        assertEquals(
                "| 200 calls | Crosspoint | 1.50, 1.20 | 0.15, 0.12 | 0.100, 0.000 | 0.00, 100.00"
                        + " | 0.2 / 0.2, none heard | 64, 64 | 2.0, 2.0 |",
                lines[2]);
        assertEquals("| 200 calls | rtpengine | not run | | | | | | |", lines[3]);
        assertTrue(page.endsWith("Not run:\n\n- 200 calls, rtpengine: not installed\n"), page);
        for (int i = 0; i < 4; i++) {
            assertEquals(10, lines[i].split("\\|", -1).length - 1, lines[i]);
        }
    }

    @Test
    void takesDelaysInTheirOrderWhateverOrderTheyCameIn() {
        long[] nanos = new long[100];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = 1_000_000L * (100 - i);
        }
        assertEquals(new LoadDelays(100, 50, 99), LoadDelays.of(nanos));
        assertEquals(new LoadDelays(0, Double.NaN, Double.NaN), LoadDelays.of());
    }

    private static PeerTable.Run measured(
            double cpuNanos, long expected, long received, long... nanos) {
        var cost = new LoadedServer.Cost((long) cpuNanos, "");
        long awaited = Math.max(2, nanos.length);
        var delays = LoadDelays.of(nanos);
        return new PeerTable.Run.Measured(
                new LoadResult(cost, 10, 1000, expected, received, awaited, delays, 1600, 10), 2);
    }
}
