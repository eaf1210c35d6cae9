package dev.crosspoint.gateway.oidc;

import dev.crosspoint.signaling.api.Private;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's OpenID provider, and what its claims mean here.
 *
 * @param name on the button of the sign-in page
 * @param issuer its discovery document is below it
 * @param scopes asked for besides {@code openid}
 * @param userClaim claim that becomes the id of somebody new
 * @param groupsClaim claim with the groups, a text or a list of texts
 * @param profiles security profile of each group; another group gives nothing
 * @param secondFactor words of {@code amr} (RFC 8176) of which one stands for a second factor
 * @param recheckMinutes how often the provider is asked whether somebody is still welcome
 * @param trustedCa of the provider's certificate, PEM; null for those that Java trusts
 */
public record ProviderSettings(
        String name,
        URI issuer,
        String clientId,
        Private clientSecret,
        List<String> scopes,
        String userClaim,
        String groupsClaim,
        Map<String, String> profiles,
        Set<String> secondFactor,
        int recheckMinutes,
        @Nullable String trustedCa) {
    public ProviderSettings {
        scopes = List.copyOf(scopes);
        profiles = Map.copyOf(profiles);
        secondFactor = Set.copyOf(secondFactor);
    }

    /** Security profiles of somebody in these groups, in the order of their names. */
    public List<String> profilesOf(List<String> groups) {
        var given = new ArrayList<String>();
        for (var group : groups) {
            var profile = profiles.get(group);
            if (profile != null && !given.contains(profile)) {
                given.add(profile);
            }
        }
        return given.stream().sorted().toList();
    }
}
