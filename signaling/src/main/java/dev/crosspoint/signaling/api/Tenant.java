package dev.crosspoint.signaling.api;

import static java.util.Objects.requireNonNull;

/**
 * Whose call it is: the pair that segregates all data (TEN-1).
 *
 * @param account account id, not blank
 * @param instance contact-centre instance within the account, not blank
 */
public record Tenant(String account, String instance) {
    public Tenant {
        if (requireNonNull(account).isBlank() || requireNonNull(instance).isBlank()) {
            throw new IllegalArgumentException("a tenant needs an account and an instance");
        }
    }
}
