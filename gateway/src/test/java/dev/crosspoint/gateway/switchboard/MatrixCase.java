package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.media.codec.Codec;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of the matrix.
 *
 * @param sides what the flow records: none, agent, customer or both
 * @param agents codec of the browsers
 * @param trunks codec of everybody else
 * @param lossy whether the network loses 5 % and delays by up to 30 ms
 */
record MatrixCase(
        MatrixStory story,
        List<String> sides,
        Codec agents,
        Codec trunks,
        boolean lossy,
        long seed) {
    private static final List<Codec> CODECS =
            List.of(Codec.OPUS, Codec.PCMU, Codec.PCMA, Codec.G722);
    private static final List<List<String>> SIDES =
            List.of(List.of(), List.of("Agent"), List.of("Customer"), List.of("Agent", "Customer"));

    /** All there are of a story. */
    static List<MatrixCase> of(MatrixStory story) {
        var all = new ArrayList<MatrixCase>();
        long seed = 1000L * story.name().hashCode();
        for (var sides : SIDES) {
            for (var agents : CODECS) {
                for (var trunks : CODECS) {
                    all.add(new MatrixCase(story, sides, agents, trunks, false, seed++));
                    all.add(new MatrixCase(story, sides, agents, trunks, true, seed++));
                }
            }
        }
        return all;
    }

    /** The flow that answers the call. */
    FlowBook flows() {
        var record = sides.isEmpty() ? "" : "record " + String.join(" ", sides) + "\n";
        var script = FlowScript.flows();
        if (story != MatrixStory.WHISPERED_PROMPTS) {
            return script.flow("inbound", record + "target sales\nenter\nbye\n").book();
        }
        var hooks = "hook AgentWhisper agent\nhook CustomerWhisper customer\n";
        return script.flow("inbound", record + hooks + "target sales\nenter\nbye\n")
                .flow("agent", "say briefing")
                .flow("customer", "say recorded")
                .book();
    }

    /** What somebody speaks, by their name in the story. */
    Codec codecOf(String name) {
        return name.equals("customer") || name.equals("777") ? trunks : agents;
    }

    /** The codec that a customer changes to. */
    Codec other() {
        return trunks == Codec.PCMU ? Codec.PCMA : Codec.PCMU;
    }

    @Override
    public String toString() {
        return "%s, recording %s, agents %s, trunks %s%s, seed %d"
                .formatted(
                        story,
                        sides.isEmpty() ? "off" : String.join(" and ", sides),
                        agents,
                        trunks,
                        lossy ? ", 5 % lost and 30 ms of jitter" : "",
                        seed);
    }
}
