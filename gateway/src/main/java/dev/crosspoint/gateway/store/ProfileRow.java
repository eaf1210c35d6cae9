package dev.crosspoint.gateway.store;

import java.util.List;

/**
 * A security profile of a tenant's own.
 *
 * @param permissions words
 */
public record ProfileRow(String name, PersonRow.Source source, List<String> permissions) {
    public ProfileRow {
        permissions = List.copyOf(permissions);
    }
}
