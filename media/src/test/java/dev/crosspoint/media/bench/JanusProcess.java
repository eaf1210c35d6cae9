package dev.crosspoint.media.bench;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.EncoderSettings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Janus with nothing but its AudioBridge, each call of ours a room of it. What decides its cost
 * and its sound is set to what our own mixer has: the rate of the mix, complexity and bit rate of
 * the encoders; packets that it waits for are as few as it allows.
 */
final class JanusProcess implements LoadedServer {
    /** Packets of a participant before it is in the mix; 6 would be the default, 120 ms. */
    private static final int PREBUFFER = 1;

    private static final int CONNECT_TRIES = 50;

    private final PeerProcess process;
    private final JanusClient client;
    private final long session;
    private int rooms;

    /**
     * Starts it, and returns when it takes calls.
     *
     * @param prefix of its command, such as {@code taskset -c 0}, or nothing
     * @param folder of its configuration and log
     */
    JanusProcess(String prefix, Path folder) throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.writeString(folder.resolve("janus.jcfg"), configuration(folder));
        Files.writeString(
                folder.resolve("janus.transport.websockets.jcfg"),
                """
                general: {
                    ws = true
                    ws_port = %d
                    ws_ip = "127.0.0.1"
                }
                """
                        .formatted(port));
        process =
                new PeerProcess(
                        prefix,
                        folder.resolve("janus.log"),
                        List.of(
                                "janus",
                                "--disable-colors",
                                "--configs-folder=" + folder,
                                "--config=" + folder.resolve("janus.jcfg")));
        try {
            client = connected(port);
            session = client.ask(new JsonObject().put("janus", "create")).getLong("id");
        } catch (IOException e) {
            process.close();
            throw e;
        }
    }

    /** A line for each plugin and transport that is not wanted: what is not there costs nothing. */
    private static String configuration(Path folder) {
        return """
        general: {
            configs_folder = "%s"
            debug_level = 3
            session_timeout = 0
        }
        plugins: {
            disable = "libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_videoroom.so,libjanus_voicemail.so"
        }
        transports: {
            disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so"
        }
        """
                .formatted(folder);
    }

    @Override
    public List<String> call(List<Codec> codecs, List<LoadPhone> phones) throws IOException {
        int room = ++rooms;
        client.message(session, attach(), create(room, codecs), null);
        var answers = new ArrayList<String>();
        for (int i = 0; i < phones.size(); i++) {
            JsonObject joined =
                    client.message(
                            session,
                            attach(),
                            join(room, codecs.get(i)),
                            new JsonObject()
                                    .put("type", "offer")
                                    .put("trickle", false)
                                    .put("sdp", phones.get(i).offer()));
            answers.add(joined.getJsonObject("jsep").getString("sdp"));
        }
        return answers;
    }

    /** A room mixes at the highest rate that somebody in it can hear. */
    private static JsonObject create(int room, List<Codec> codecs) {
        int rateHz = codecs.stream().mapToInt(Codec::highestRateHz).max().orElseThrow();
        return new JsonObject()
                .put("request", "create")
                .put("room", room)
                .put("sampling_rate", rateHz)
                .put("default_prebuffering", PREBUFFER);
    }

    private static JsonObject join(int room, Codec codec) {
        int bitrateBps = EncoderSettings.forRate(codec.highestRateHz()).bitrateBps();
        return new JsonObject()
                .put("request", "join")
                .put("room", room)
                .put("codec", codec == Codec.OPUS ? "opus" : "pcmu")
                .put("bitrate", bitrateBps)
                .put("quality", Integer.getInteger("opus.complexity", 5));
    }

    private long attach() throws IOException {
        return client.ask(
                        new JsonObject()
                                .put("janus", "attach")
                                .put("session_id", session)
                                .put("plugin", "janus.plugin.audiobridge"))
                .getLong("id");
    }

    @Override
    public void begin() throws IOException {
        process.begin();
    }

    @Override
    public Cost end() throws IOException {
        return process.end();
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }

    private JanusClient connected(int port) throws IOException {
        for (int i = 0; ; i++) {
            try {
                return new JanusClient(port);
            } catch (IOException e) {
                process.check();
                if (i == CONNECT_TRIES) {
                    throw e;
                }
                try {
                    Thread.sleep(100);
                } catch (InterruptedException _) {
                    throw e;
                }
            }
        }
    }
}
