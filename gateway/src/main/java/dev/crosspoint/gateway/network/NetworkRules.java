package dev.crosspoint.gateway.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.network.NetworkRule.Direction;
import dev.crosspoint.gateway.network.NetworkRule.End;
import dev.crosspoint.gateway.network.NetworkRule.Protocol;
import dev.crosspoint.gateway.network.NetworkRule.Purpose;
import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** All rules there are, and how they are shown. */
public record NetworkRules(List<NetworkRule> all) {
    private static final Ports DNS = Ports.of(53);

    public NetworkRules {
        all = List.copyOf(all);
    }

    /** With those for finding the peers that are named, if any is. */
    public NetworkRules withNames() {
        boolean isAnyNamed =
                all.stream()
                        .flatMap(rule -> rule.there().addresses().stream())
                        .anyMatch(Predicate.not(NetworkRules::isNumeric));
        if (!isAnyNamed) {
            return this;
        }
        var more = new ArrayList<>(all);
        for (var protocol : Protocol.values()) {
            more.add(
                    new NetworkRule(
                            Purpose.NAMES,
                            "",
                            Direction.OUT,
                            protocol,
                            End.ANY,
                            new End(List.of(), DNS),
                            false,
                            Optional.empty()));
        }
        return new NetworkRules(more);
    }

    /**
     * Those that a tenant's people may know of: its own, and what all share. Names have to be found
     * where there are any among these: what others need says something of the others.
     *
     * @param alone whether it is the only tenant, whose database then is its own
     */
    public NetworkRules of(Tenant tenant, boolean alone) {
        var own =
                all.stream()
                        .filter(rule -> rule.tenant().map(tenant::equals).orElse(true))
                        .filter(rule -> alone || !isOfTheHouse(rule.purpose()))
                        .filter(rule -> rule.purpose() != Purpose.NAMES)
                        .toList();
        return new NetworkRules(own).withNames();
    }

    /** What is between the gateway and its operator. */
    private static boolean isOfTheHouse(Purpose purpose) {
        return switch (purpose) {
            case DATABASE, METRICS -> true;
            case PAGES,
                    BROWSER_AUDIO,
                    RELAYED_AUDIO,
                    SIGNALING,
                    TRUNK_AUDIO,
                    STORAGE,
                    KEYS,
                    WEBHOOK,
                    IDENTITY_PROVIDER,
                    NAMES ->
                    false;
        };
    }

    /** For programs. */
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        var rules = json.putArray("rules");
        for (var rule : all) {
            var node =
                    rules.addObject()
                            .put("purpose", rule.purpose().word())
                            .put("direction", rule.direction().word())
                            .put("protocol", rule.protocol().name())
                            .put("privateCircuit", rule.isPrivateCircuit());
            if (!rule.what().isEmpty()) {
                node.put("name", rule.what());
            }
            end(node.putObject("gateway"), rule.here());
            end(node.putObject("peer"), rule.there());
        }
        return json;
    }

    private static void end(ObjectNode node, End end) {
        ArrayNode addresses = node.putArray("addresses");
        end.addresses().forEach(addresses::add);
        var ports = end.ports();
        if (ports != null) {
            node.putObject("ports").put("first", ports.first()).put("last", ports.last());
        }
    }

    /** For people: a line for each, columns by tabs. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("DIRECTION\tPROTOCOL\tGATEWAY\tPEER\tPURPOSE\tNAME\tTENANT\tPRIVATE CIRCUIT");
        for (var rule : all) {
            lines.add(
                    String.join(
                            "\t",
                            rule.direction().word(),
                            rule.protocol().name(),
                            text(rule.here()),
                            text(rule.there()),
                            rule.purpose().word(),
                            rule.what().isEmpty() ? "-" : rule.what(),
                            rule.tenant().map(of -> of.account() + "/" + of.instance()).orElse("-"),
                            rule.isPrivateCircuit() ? "yes" : "no"));
        }
        return lines;
    }

    private static String text(End end) {
        var addresses = end.addresses().isEmpty() ? "any" : String.join(",", end.addresses());
        return addresses + " port " + (end.ports() == null ? "any" : end.ports());
    }

    /** Whether an address needs no name service: a literal or a block of them. */
    private static boolean isNumeric(String address) {
        return address.indexOf(':') >= 0 || address.matches("[0-9./]+");
    }
}
