package dev.crosspoint.gateway;

import static dev.crosspoint.gateway.config.Expected.ARGON2_HASH;
import static dev.crosspoint.gateway.config.Expected.E164;
import static dev.crosspoint.gateway.config.Expected.ID;
import static dev.crosspoint.gateway.config.Expected.TEXT;

import dev.crosspoint.gateway.GatewayConfig.AgentEntry;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.config.Expected;
import dev.crosspoint.gateway.config.Section;
import dev.crosspoint.gateway.people.DefaultProfiles;
import dev.crosspoint.gateway.routing.Requirement;
import dev.crosspoint.gateway.routing.Serving;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one entry of a tenant's {@code agents}. */
final class AgentReader {
    /** Room for the name and the value of an attribute in Amazon Connect, and a colon. */
    private static final Expected SKILL =
            Expected.matching("1 to 129 printable characters", "[^\\p{Cntrl}]{1,129}");

    private static final Expected PERMISSION =
            new Expected("one of " + Permission.words(), text -> Permission.of(text).isPresent());

    private final boolean passwordless;

    /**
     * @param passwordless whether an agent may be without a password
     */
    AgentReader(boolean passwordless) {
        this.passwordless = passwordless;
    }

    AgentEntry read(Section agent) {
        var id = agent.text("id", ID);
        var hash =
                passwordless
                        ? agent.secret("passwordHash", ARGON2_HASH).orElse(null)
                        : agent.requiredSecret("passwordHash", ARGON2_HASH);
        var profiles = agent.optionalTexts("profiles", ID);
        var permissions = agent.optionalTexts("permissions", PERMISSION);
        if (profiles.isPresent() && permissions.isPresent()) {
            agent.problem("permissions", null, "profiles or permissions, not both");
        }
        // Who is given nothing in particular is an agent; an empty list is nothing at all.
        var ordinary = permissions.isPresent() ? List.<String>of() : List.of(DefaultProfiles.AGENT);
        return new AgentEntry(
                id,
                agent.secret("name", TEXT).orElse(new Private(id)),
                hash,
                agent.each("queues", ID, Serving::first, AgentReader::serving),
                agent.numbers("skills", SKILL, Requirement.LEAST_LEVEL, Requirement.MOST_LEVEL),
                agent.secret("deskPhone", E164).orElse(null),
                profiles.orElse(ordinary),
                permissions(permissions.orElse(List.of())));
    }

    private static Serving serving(Section serving) {
        return new Serving(
                serving.text("queue", ID),
                serving.integer("priority", 1, Serving.LOWEST_PRIORITY, 1),
                serving.integer("delaySeconds", 0, Serving.LONGEST_DELAY_SECONDS, 0));
    }

    private static Set<Permission> permissions(List<String> words) {
        return words.stream()
                .flatMap(word -> Permission.of(word).stream())
                .collect(Collectors.toSet());
    }

    /** Those of a security profile. */
    static Set<Permission> permissions(Section profile) {
        return permissions(profile.texts("permissions", PERMISSION));
    }
}
