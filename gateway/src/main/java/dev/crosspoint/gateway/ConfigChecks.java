package dev.crosspoint.gateway;

import dev.crosspoint.gateway.GatewayConfig.TenantEntry;
import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.gateway.people.DefaultProfiles;
import dev.crosspoint.gateway.routing.OverflowChain;
import dev.crosspoint.gateway.routing.QueueRules;
import dev.crosspoint.gateway.routing.Serving;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Target;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must be true between settings, each of which is sound by itself. */
final class ConfigChecks {
    private final Section root;

    ConfigChecks(Section root) {
        this.root = root;
    }

    void check(GatewayConfig config) {
        distinct("tenants", config.tenants().stream().map(t -> t.tenant().toString()));
        distinct("tenants[].hosts", config.tenants().stream().flatMap(t -> t.hosts().stream()));
        distinct("trunks[].id", config.trunks().stream().map(TrunkConfig::id));
        if (config.tenants().isEmpty()) {
            root.problem("tenants", null, "one tenant or more");
        }
        if (config.tenants().size() > 1) {
            for (var tenant : config.tenants()) {
                if (tenant.hosts().isEmpty()) {
                    root.problem(
                            "tenants[].hosts",
                            tenant.tenant().instance(),
                            "a host name for each tenant when there are several");
                }
            }
        }
        for (var tenant : config.tenants()) {
            check(tenant, config.trunks());
        }
        TrunkGroups.check(config.trunks(), root);
        ports(config);
    }

    private void check(TenantEntry tenant, List<TrunkConfig> trunks) {
        var ownTrunks =
                trunks.stream()
                        .filter(trunk -> trunk.tenant().equals(tenant.tenant()))
                        .collect(Collectors.toMap(TrunkConfig::id, trunk -> trunk, (a, _) -> a));
        var queues = tenant.queues().stream().map(GatewayConfig.QueueEntry::id).toList();
        distinct("tenants[].queues[].id", queues.stream());
        distinct(
                "tenants[].agents[].id",
                tenant.agents().stream().map(GatewayConfig.AgentEntry::id));
        distinct("tenants[].inputKeys[].id", tenant.inputKeys().ids().stream());
        for (var number : tenant.numbers()) {
            oneOf(
                    "tenants[].numbers[].trunk",
                    number.trunk(),
                    ownTrunks.keySet(),
                    "a trunk of this tenant");
        }
        var profiles = new TreeSet<>(DefaultProfiles.all().keySet());
        profiles.addAll(tenant.profiles().keySet());
        for (var agent : tenant.agents()) {
            for (var serving : agent.queues()) {
                oneOf(
                        "tenants[].agents[].queues",
                        serving.queue(),
                        queues,
                        "a queue of this tenant");
            }
            for (var profile : agent.profiles()) {
                oneOf("tenants[].agents[].profiles", profile, profiles, "a security profile");
            }
            distinct("tenants[].agents[].queues", agent.queues().stream().map(Serving::queue));
        }
        var provider = tenant.signInProvider();
        if (provider != null) {
            for (var profile : provider.profiles().values()) {
                oneOf(
                        "tenants[].signInProvider.groups[].profile",
                        profile,
                        profiles,
                        "a security profile");
            }
        }
        overflow(tenant, queues);
        quickConnects(tenant, queues);
        outbound(tenant, ownTrunks);
    }

    private void overflow(TenantEntry tenant, List<String> queues) {
        var rules = new HashMap<String, QueueRules>();
        for (var queue : tenant.queues()) {
            var overflow = queue.rules().overflow();
            if (overflow != null) {
                oneOf("tenants[].queues[].overflow", overflow, queues, "a queue of this tenant");
            }
            rules.put(queue.id(), queue.rules());
        }
        OverflowChain.circle(rules)
                .ifPresent(circle ->
                        root.problem(
                                "tenants[].queues[].overflow",
                                String.join(", ", circle),
                                "queues that do not lead back to themselves"));
    }

    private void quickConnects(TenantEntry tenant, List<String> queues) {
        var agents = tenant.agents().stream().map(GatewayConfig.AgentEntry::id).toList();
        var names = new HashSet<Private>();
        for (var quick : tenant.quickConnects()) {
            switch (quick.target()) {
                case Target.ToQueue(var queue) ->
                        oneOf(
                                "tenants[].quickConnects[].queue",
                                queue,
                                queues,
                                "a queue of this tenant");
                case Target.ToAgent(var agent) ->
                        oneOf(
                                "tenants[].quickConnects[].agent",
                                agent,
                                agents,
                                "an agent of this tenant");
                // Whether there is such a flow is known when flows are loaded.
                case Target.ToNumber _, Target.ToFlow _ -> {}
            }
            if (!names.add(quick.name())) {
                root.problem("tenants[].quickConnects[].name", "(hidden)", "each only once");
            }
        }
    }

    private void outbound(TenantEntry tenant, Map<String, TrunkConfig> trunks) {
        var id = tenant.outboundTrunk();
        if ((id == null) != (tenant.callerId() == null)) {
            root.problem(
                    id == null ? "tenants[].outboundTrunk" : "tenants[].callerId",
                    null,
                    "outboundTrunk and callerId together");
        }
        if (id == null) {
            if (tenant.outboundFlow() != null) {
                root.problem("tenants[].outboundFlow", null, "outboundTrunk as well");
            }
            return;
        }
        var trunk = trunks.get(id);
        if (trunk == null) {
            oneOf("tenants[].outboundTrunk", id, trunks.keySet(), "a trunk of this tenant");
        } else if (trunk.host() == null) {
            root.problem("tenants[].outboundTrunk", id, "a trunk with a host to call");
        }
    }

    private void ports(GatewayConfig config) {
        var media = config.media();
        if (media.trunkPortLow() % 2 != 0 || media.trunkPortHigh() < media.trunkPortLow() + 1) {
            root.problem(
                    "media.trunkPortLow",
                    media.trunkPortLow() + " to " + media.trunkPortHigh(),
                    "an even port, and trunkPortHigh above it");
        }
        int lastBrowserPort = media.browserPort() + media.loops() - 1;
        if (media.browserPort() != 0
                && media.browserPort() <= media.trunkPortHigh()
                && lastBrowserPort >= media.trunkPortLow()) {
            root.problem(
                    "media.browserPort",
                    media.browserPort() + " to " + lastBrowserPort,
                    "ports outside trunkPortLow to trunkPortHigh");
        }
        var tcp =
                Stream.of(config.https().port(), config.sip().udpTcpPort(), config.sip().tlsPort())
                        .filter(port -> port != 0)
                        .toList();
        distinct(
                "TCP port of https.port, sip.udpTcpPort, sip.tlsPort",
                tcp.stream().map(String::valueOf));
        if (media.browserTcp()
                && tcp.stream()
                        .anyMatch(port -> port >= media.browserPort() && port <= lastBrowserPort)) {
            root.problem(
                    "media.browserPort",
                    media.browserPort() + " to " + lastBrowserPort,
                    "ports other than https.port, sip.udpTcpPort and sip.tlsPort");
        }
    }

    private void oneOf(String key, String value, Collection<String> options, String what) {
        if (!options.contains(value)) {
            root.problem(
                    key,
                    value,
                    what + (options.isEmpty() ? "" : ": " + String.join(", ", options)));
        }
    }

    private void distinct(String key, Stream<String> values) {
        var seen = new HashSet<String>();
        values.filter(value -> !seen.add(value))
                .forEach(value -> root.problem(key, value, "each only once"));
    }
}
