package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallRules.AgentRule;
import dev.crosspoint.gateway.call.CodecPolicy;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowKind;
import dev.crosspoint.gateway.fraud.FraudRules;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.routing.AgentProfile;
import dev.crosspoint.gateway.routing.OverflowChain;
import dev.crosspoint.gateway.routing.QueueRules;
import dev.crosspoint.gateway.routing.Serving;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.Tenant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One contact centre: its numbers, flows, queues and agents.
 *
 * @param defaultCountry region (ISO 3166 alpha-2) for numbers that agents dial without a country
 *     code
 * @param codecs what is preferred where there is a choice
 * @param outbound how agents call out; null when they cannot
 * @param flows what the tenant's flow folder holds, see {@code FlowFolder}
 * @param quickConnects whom agents reach by one button
 * @param notReadyReasons states besides offline and available that an agent may choose, such as
 *     {@code lunch}
 * @param fraud what is put up with from callers
 */
public record TenantSettings(
        Tenant tenant,
        String defaultCountry,
        CodecPolicy codecs,
        @Nullable OutboundSettings outbound,
        FlowBook flows,
        List<NumberSettings> numbers,
        List<QueueSettings> queues,
        List<AgentSettings> agents,
        List<QuickConnect> quickConnects,
        List<String> notReadyReasons,
        TenantLimits limits,
        FraudRules fraud) {

    public TenantSettings {
        numbers = List.copyOf(numbers);
        queues = List.copyOf(queues);
        agents = List.copyOf(agents);
        quickConnects = List.copyOf(quickConnects);
        notReadyReasons = List.copyOf(notReadyReasons);
        var queueIds = new HashSet<String>();
        for (var queue : queues) {
            require(queueIds.add(queue.id()), "queue " + queue.id() + " is there twice");
        }
        var agentIds = new HashSet<String>();
        for (var agent : agents) {
            require(agentIds.add(agent.agentId()), "agent " + agent.agentId() + " is there twice");
            require(
                    agent.deskPhone() == null || outbound != null,
                    "the desk phone of agent " + agent.agentId() + " needs an outbound trunk");
            for (var serving : agent.queues()) {
                require(
                        queueIds.contains(serving.queue()),
                        "agent "
                                + agent.agentId()
                                + " serves an unknown queue: "
                                + serving.queue());
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
        if (outbound != null && outbound.flow() != null) {
            var flow = outbound.flow();
            require(flows.has(flow), "the outbound flow is unknown: " + flow);
            var unfit = flows.unfit(flow, FlowKind.OUTBOUND_WHISPER);
            require(unfit.isEmpty(), "a flow cannot speak to called customers: " + unfit);
        }
        for (var queue : flows.queues()) {
            require(queueIds.contains(queue), "a flow names an unknown queue: " + queue);
        }
        for (var agent : flows.agents()) {
            require(agentIds.contains(agent), "a flow names an unknown agent: " + agent);
        }
        for (var reason : notReadyReasons) {
            require(
                    !AgentBoard.STATES.contains(reason),
                    "not-ready reason is a reserved word: " + reason);
        }
        checkOverflow(queues, queueIds);
        for (var quick : quickConnects) {
            switch (quick.target()) {
                case Target.ToNumber _ -> {}
                case Target.ToQueue(var queue) ->
                        require(
                                queueIds.contains(queue),
                                "a quick connect names an unknown queue: " + queue);
                case Target.ToAgent(var agent) ->
                        require(
                                agentIds.contains(agent),
                                "a quick connect names an unknown agent: " + agent);
                case Target.ToFlow(var flow) ->
                        require(flows.has(flow), "a quick connect names an unknown flow: " + flow);
            }
        }
    }

    /** How the board is to know an agent of this tenant. */
    AgentProfile profile(AgentSettings agent) {
        return new AgentProfile(
                agent.queues(), agent.skills(), notReadyReasons, limits.afterContactSeconds());
    }

    /** Names of the queues by id. */
    Map<String, String> queueNames() {
        return queues.stream()
                .collect(Collectors.toMap(QueueSettings::id, queue -> queue.rules().name()));
    }

    /** What calls need to know of the agents, by id. */
    Map<String, AgentRule> agentRules() {
        return agents.stream()
                .collect(
                        Collectors.toMap(
                                AgentSettings::agentId,
                                agent -> new AgentRule(agent.displayName(), agent.deskPhone())));
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
     * How agents call out.
     *
     * @param trunk id of the trunk that carries the calls
     * @param callerId the number that called people see
     * @param flow the outbound whisper flow, which speaks to a called customer before the agent
     *     does, and says whether the contact is recorded; null for none
     */
    public record OutboundSettings(String trunk, PhoneNumber callerId, @Nullable String flow) {}

    /**
     * A line of waiting customers.
     *
     * @param id what flows (through their mapping) and agents name it by
     * @param rules how it is run; one more than its capacity takes the flow's {@code
     *     QueueAtCapacity} branch
     */
    public record QueueSettings(String id, QueueRules rules) {}

    /**
     * Somebody who takes calls.
     *
     * @param queues those the agent serves
     * @param skills how well the agent does something, 1.0 to 5.0
     * @param deskPhone the telephone that is the agent's audio; null where that is not switched on,
     *     and the browser is (MED-8)
     */
    public record AgentSettings(
            String agentId,
            Private displayName,
            List<Serving> queues,
            Map<String, Double> skills,
            @Nullable PhoneNumber deskPhone) {
        public AgentSettings {
            queues = List.copyOf(queues);
            skills = Map.copyOf(skills);
        }
    }

    private static void checkOverflow(List<QueueSettings> queues, Set<String> queueIds) {
        var rules = new HashMap<String, QueueRules>();
        for (var queue : queues) {
            var overflow = queue.rules().overflow();
            require(
                    overflow == null || queueIds.contains(overflow),
                    "queue " + queue.id() + " overflows into an unknown queue: " + overflow);
            rules.put(queue.id(), queue.rules());
        }
        OverflowChain.circle(rules)
                .ifPresent(circle ->
                        require(
                                false,
                                "queues overflow in a circle: " + String.join(", ", circle)));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
