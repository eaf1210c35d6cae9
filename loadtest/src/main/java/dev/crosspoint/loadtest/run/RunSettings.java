package dev.crosspoint.loadtest.run;

import dev.crosspoint.loadtest.phone.SipTransport;
import dev.crosspoint.loadtest.simulation.LoadProfile;
import dev.crosspoint.media.codec.Codec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to be, from system properties; README.md says what each means.
 *
 * @param simulations simple class names
 * @param profile {@code smoke}, {@code steady}, {@code step} or {@code soak}
 * @param agents that the gateway knows
 * @param codec that browsers speak
 * @param transport of the telephones' SIP
 * @param srtp whether telephones protect their RTP
 * @param recorded whether calls are recorded
 * @param pinned whether gateway and generator have a core each
 * @param sheds whether the gateway refuses calls when it has too much to do
 * @param target host of a gateway that runs already; null to start one
 * @param folder that the run writes to
 */
public record RunSettings(
        List<String> simulations,
        String profile,
        int agents,
        Codec codec,
        SipTransport transport,
        boolean srtp,
        boolean recorded,
        boolean pinned,
        boolean sheds,
        @Nullable String target,
        Path folder) {

    private static final String ALL =
            "AgentCallSimulation,TrunkCallSimulation,ConferenceSimulation,ReconnectStormSimulation";

    /** Of a gateway of ours: nobody else's is flooded by mistake. */
    private static final String FLOOD = ",FloodSimulation";

    public RunSettings {
        simulations = List.copyOf(simulations);
    }

    /** Reads them. */
    public static RunSettings ofProperties() {
        String profile = text("load.profile", "smoke");
        String target = text("target", "");
        boolean cores = Runtime.getRuntime().availableProcessors() > 1;
        return new RunSettings(
                List.of(
                        text("load.simulations", target.isEmpty() ? ALL + FLOOD : ALL)
                                .split(",", -1)),
                profile,
                LoadProfile.named(profile).agents(),
                Codec.valueOf(text("load.codec", "pcmu").toUpperCase(Locale.ROOT)),
                SipTransport.valueOf(text("load.transport", "udp").toUpperCase(Locale.ROOT)),
                flag("load.srtp", false),
                flag("load.recorded", false),
                flag("load.pinned", cores),
                flag("load.sheds", LoadProfile.named(profile).isMeasured()),
                target.isEmpty() ? null : target,
                Path.of(text("load.folder", "target/load")));
    }

    /** A property; one that is empty, as the build passes what nobody set, counts as absent. */
    static String text(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isEmpty() ? otherwise : value;
    }

    private static boolean flag(String name, boolean otherwise) {
        return text(name, Boolean.toString(otherwise)).equals("true");
    }
}
