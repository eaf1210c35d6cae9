package dev.crosspoint.gateway;

import dev.crosspoint.gateway.access.PasswordHash;
import dev.crosspoint.gateway.people.People.Configured;
import dev.crosspoint.gateway.people.People.ConfiguredPerson;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may sign in.
 *
 * @param nobodysHash what an unknown name is measured against
 * @param demoPassword of the agents that have no hash of their own; null outside the demo
 */
record Accounts(Map<Tenant, Configured> all, Private nobodysHash, @Nullable Private demoPassword) {
    /** Easy to read from a screen and to type: without 0, 1, l and o. */
    private static final String ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz";

    private static final int GROUPS = 3;
    private static final int GROUP_CHARS = 4;

    Accounts {
        all = Map.copyOf(all);
    }

    /** The configured agents; in the demo, those without a password get one. Takes 0.1 s or so. */
    static Accounts of(GatewayConfig config, SecureRandom random) {
        var demoPassword = config.demo().enabled() ? demoPassword(config, random) : null;
        var demoHash = demoPassword == null ? null : PasswordHash.of(demoPassword.value());
        var accounts = new LinkedHashMap<Tenant, Configured>();
        for (var tenant : config.tenants()) {
            var people = new ArrayList<ConfiguredPerson>();
            for (var agent : tenant.agents()) {
                var own = agent.passwordHash();
                var hash = own == null ? demoHash : own;
                people.add(
                        new ConfiguredPerson(
                                agent.id(),
                                agent.displayName(),
                                hash,
                                agent.profiles(),
                                agent.permissions()));
            }
            accounts.put(tenant.tenant(), new Configured(people, tenant.profiles()));
        }
        return new Accounts(accounts, PasswordHash.of(password(random)), demoPassword);
    }

    private static Private demoPassword(GatewayConfig config, SecureRandom random) {
        var configured = config.demo().password();
        return configured == null ? new Private(password(random)) : configured;
    }

    /** 60 random bits. */
    private static String password(SecureRandom random) {
        var password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_CHARS; i++) {
            if (i > 0 && i % GROUP_CHARS == 0) {
                password.append('-');
            }
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
