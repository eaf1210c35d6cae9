package dev.crosspoint.gateway.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The flows, prompts and music that come with the gateway. */
public final class DemoFlows {

    /** The flow that answers calls. */
    public static final String INBOUND = "inbound";

    /** Music for {@code CallSettings.holdMusic}. */
    public static final String HOLD_MUSIC = "hold-music.wav";

    /** A ringing tone for {@code CallSettings.ringback}. */
    public static final String RINGBACK = "ringback.wav";

    /** What the demo customer says. */
    public static final String CUSTOMER = "customer.wav";

    /** Local names of the queues that the flows use. */
    public static final List<String> QUEUES = List.of("sales", "service");

    private static final List<String> FILES =
            List.of(
                    "mapping.yaml",
                    "inbound.json",
                    "to-queue.json",
                    "welcome.wav",
                    "menu.wav",
                    "not-understood.wav",
                    "one-moment.wav",
                    "busy.wav",
                    HOLD_MUSIC,
                    RINGBACK,
                    CUSTOMER);

    private DemoFlows() {}

    /**
     * Writes them into a folder, over what is there, for {@link FlowFolder} to load and media to
     * play.
     */
    public static void unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var file : FILES) {
            try (var resource = DemoFlows.class.getResourceAsStream("/demo/" + file)) {
                if (resource == null) {
                    throw new IOException("the gateway is not whole: demo/" + file + " is missing");
                }
                Files.copy(resource, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
