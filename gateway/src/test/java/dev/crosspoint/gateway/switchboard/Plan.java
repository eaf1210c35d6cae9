package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.fraud.FraudRules;
import dev.crosspoint.gateway.routing.QueueRules;
import dev.crosspoint.gateway.routing.Serving;
import dev.crosspoint.gateway.switchboard.TenantSettings.AgentSettings;
import dev.crosspoint.gateway.switchboard.TenantSettings.QueueSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tenant of an {@link Office}, but for what a test wants otherwise. */
final class Plan {
    private final CallSettings ordinary;
    private final Map<String, QueueSettings> queues = new LinkedHashMap<>();
    private final Map<String, AgentSettings> agents = new LinkedHashMap<>();
    private TenantLimits limits;
    private FraudRules fraud;

    private Plan(FlowBook flows) {
        ordinary = OfficeSettings.of(flows, false);
        var tenant = ordinary.tenants().getFirst();
        tenant.queues().forEach(queue -> queues.put(queue.id(), queue));
        tenant.agents().forEach(agent -> agents.put(agent.agentId(), agent));
        limits = tenant.limits();
        fraud = tenant.fraud();
    }

    static Plan of(FlowBook flows) {
        return new Plan(flows);
    }

    /** A queue that overflows after a while. */
    Plan overflow(String from, int afterSeconds, String to) {
        var rules = rules(from);
        return queue(
                from,
                new QueueRules(rules.name(), rules.capacity(), rules.priority(), afterSeconds, to));
    }

    /** The priority of a queue's contacts. */
    Plan priority(String queue, int priority) {
        var rules = rules(queue);
        return queue(queue, new QueueRules(rules.name(), rules.capacity(), priority, 0, null));
    }

    /** Whom an agent serves. */
    Plan serves(String agent, Serving... queues) {
        return agent(agent, List.of(queues), known(agent).skills());
    }

    Plan knows(String agent, String skill, double level) {
        return agent(agent, known(agent).queues(), Map.of(skill, level));
    }

    Plan afterContactWork(int seconds) {
        limits = new TenantLimits(seconds, limits.maxParticipants(), limits.maxMonitors(), 0);
        return this;
    }

    Plan atMost(int participants) {
        limits =
                new TenantLimits(
                        limits.afterContactSeconds(), participants, limits.maxMonitors(), 0);
        return this;
    }

    Plan fraud(FraudRules rules) {
        fraud = rules;
        return this;
    }

    /** The office of it, with a trunk to call out by or without. */
    Office office(boolean callsOut) {
        var tenant = ordinary.tenants().getFirst();
        var planned =
                new TenantSettings(
                        tenant.tenant(),
                        tenant.defaultCountry(),
                        tenant.codecs(),
                        callsOut ? tenant.outbound() : null,
                        tenant.flows(),
                        tenant.numbers(),
                        List.copyOf(queues.values()),
                        agents.values().stream()
                                .map(agent -> callsOut ? agent : withoutDeskPhone(agent))
                                .toList(),
                        tenant.quickConnects(),
                        tenant.notReadyReasons(),
                        limits,
                        fraud);
        return new Office(
                new CallSettings(
                        List.of(planned),
                        ordinary.trunks(),
                        ordinary.mediaLoops(),
                        ordinary.ringSeconds(),
                        ordinary.outboundRingSeconds(),
                        ordinary.joinSeconds(),
                        ordinary.rejoinSeconds(),
                        ordinary.requestTimeoutMs(),
                        ordinary.earlyMedia(),
                        ordinary.holdMusic(),
                        ordinary.ringback(),
                        ordinary.recording()));
    }

    private static AgentSettings withoutDeskPhone(AgentSettings agent) {
        return new AgentSettings(
                agent.agentId(), agent.displayName(), agent.queues(), agent.skills(), null);
    }

    private QueueRules rules(String queue) {
        var settings = queues.get(queue);
        if (settings == null) {
            throw new AssertionError("no queue " + queue);
        }
        return settings.rules();
    }

    private Plan queue(String id, QueueRules rules) {
        queues.put(id, new QueueSettings(id, rules));
        return this;
    }

    private AgentSettings known(String agent) {
        var settings = agents.get(agent);
        if (settings == null) {
            throw new AssertionError("no agent " + agent);
        }
        return settings;
    }

    private Plan agent(String id, List<Serving> served, Map<String, Double> skills) {
        var before = known(id);
        agents.put(
                id,
                new AgentSettings(id, before.displayName(), served, skills, before.deskPhone()));
        return this;
    }
}
