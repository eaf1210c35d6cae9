package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowKind;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One contact centre: its numbers, flows, queues and agents.
 *
 * @param defaultCountry region (ISO 3166 alpha-2) for numbers that agents dial without a country
 *     code
 * @param codecs what is preferred where there is a choice
 * @param outboundTrunk id of the trunk that carries agents' calls; null when agents cannot call out
 * @param callerId the number that called people see; null with no outbound trunk
 * @param flows what the tenant's flow folder holds, see {@code FlowFolder}
 * @param notReadyReasons states besides offline and available that an agent may choose, such as
 *     {@code lunch}
 */
public record TenantSettings(
        Tenant tenant,
        String defaultCountry,
        CodecPolicy codecs,
        @Nullable String outboundTrunk,
        @Nullable PhoneNumber callerId,
        FlowBook flows,
        List<NumberSettings> numbers,
        List<QueueSettings> queues,
        List<AgentSettings> agents,
        List<String> notReadyReasons) {

    /** States the gateway sets or gives meaning to; not to be used as not-ready reasons. */
    private static final Set<String> RESERVED = Set.of("offline", "available", "busy", "missed");

    public TenantSettings {
        numbers = List.copyOf(numbers);
        queues = List.copyOf(queues);
        agents = List.copyOf(agents);
        notReadyReasons = List.copyOf(notReadyReasons);
        if ((outboundTrunk == null) != (callerId == null)) {
            throw new IllegalArgumentException("an outbound trunk and a caller id go together");
        }
        var queueIds = new HashSet<String>();
        for (var queue : queues) {
            require(queueIds.add(queue.id()), "queue " + queue.id() + " is there twice");
        }
        var agentIds = new HashSet<String>();
        for (var agent : agents) {
            require(agentIds.add(agent.agentId()), "agent " + agent.agentId() + " is there twice");
            for (var queue : agent.queues()) {
                require(
                        queueIds.contains(queue),
                        "agent " + agent.agentId() + " serves an unknown queue: " + queue);
            }
        }
        for (var number : numbers) {
            require(
                    flows.has(number.flow()),
                    "a number of trunk "
                            + number.trunk()
                            + " names an unknown flow: "
                            + number.flow());
            var unfit = flows.unfit(number.flow(), FlowKind.INBOUND);
            require(unfit.isEmpty(), "a flow cannot answer a number: " + unfit);
        }
        for (var queue : flows.queues()) {
            require(queueIds.contains(queue), "a flow names an unknown queue: " + queue);
        }
        for (var agent : flows.agents()) {
            require(agentIds.contains(agent), "a flow names an unknown agent: " + agent);
        }
        for (var reason : notReadyReasons) {
            require(!RESERVED.contains(reason), "not-ready reason is a reserved word: " + reason);
        }
    }

    /** The flow that answers a dialled number: its own entry first, then the trunk's {@code *}. */
    Optional<String> flowFor(String trunk, String asDialled, String e164) {
        return Stream.of(e164, asDialled, "*")
                .flatMap(wanted ->
                        numbers.stream()
                                .filter(entry -> entry.trunk().equals(trunk))
                                .filter(entry -> entry.number().equals(wanted)))
                .map(NumberSettings::flow)
                .findFirst();
    }

    /**
     * Which flow answers which dialled number.
     *
     * @param trunk id of the trunk the call comes by
     * @param number E.164, or the user part exactly as the trunk sends it, or {@code *} for any
     *     number without an entry of its own
     */
    public record NumberSettings(String trunk, String number, String flow) {
        @Override
        public String toString() {
            return "NumberSettings[" + trunk + " -> " + flow + "]";
        }
    }

    /**
     * A line of waiting customers.
     *
     * @param id what flows (through their mapping) and agents name it by
     * @param name what agents see
     * @param capacity most customers waiting at once; one more takes the flow's {@code
     *     QueueAtCapacity} branch
     */
    public record QueueSettings(String id, String name, int capacity) {
        public QueueSettings {
            require(capacity > 0, "queue " + id + " needs a capacity of 1 or more: " + capacity);
        }
    }

    /**
     * Somebody who takes calls.
     *
     * @param queues ids of the queues the agent serves
     */
    public record AgentSettings(String agentId, Private displayName, List<String> queues) {
        public AgentSettings {
            queues = List.copyOf(queues);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
