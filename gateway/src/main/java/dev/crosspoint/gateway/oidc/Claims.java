package dev.crosspoint.gateway.oidc;

import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import dev.crosspoint.signaling.api.Private;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider says of somebody whom it has just signed in, or still knows.
 *
 * @param subject a sum of issuer and subject: the same for the same person for ever, and of use to
 *     nobody else
 * @param id what would be the id of somebody new
 * @param methods how that one was authenticated, RFC 8176
 * @param authenticated when; empty when the provider does not say
 */
public record Claims(
        String subject,
        String id,
        Private displayName,
        List<String> groups,
        Set<String> methods,
        Optional<Instant> authenticated) {
    private static final int MOST_GROUPS = 1_000;
    private static final int MOST_NAME_CHARS = 128;

    public Claims {
        groups = List.copyOf(groups);
        methods = Set.copyOf(methods);
    }

    /**
     * Of an ID token that was found to be good.
     *
     * @throws ProviderFailure when what we need is not in it
     */
    static Claims of(IDTokenClaimsSet token, ProviderSettings settings) throws ProviderFailure {
        var id =
                token.getClaim(settings.userClaim()) instanceof String text
                                && text.matches("[A-Za-z0-9._@-]{1,64}")
                        ? text
                        : null;
        if (id == null) {
            throw new ProviderFailure(
                    ProviderFailure.Kind.NO_ID,
                    "the ID token has no " + settings.userClaim() + " that can be an id");
        }
        var name = token.getClaim("name") instanceof String text && !text.isBlank() ? text : id;
        var methods = new HashSet<String>();
        if (token.getAMR() != null) {
            token.getAMR().forEach(method -> methods.add(method.getValue()));
        }
        return new Claims(
                subject(token.getIssuer().getValue(), token.getSubject().getValue()),
                id,
                new Private(
                        name.length() > MOST_NAME_CHARS
                                ? name.substring(0, MOST_NAME_CHARS)
                                : name),
                groups(token.getClaim(settings.groupsClaim())),
                methods,
                Optional.ofNullable(token.getAuthenticationTime()).map(java.util.Date::toInstant));
    }

    /** Whether a second factor was shown. */
    public boolean hasSecondFactor(ProviderSettings settings) {
        return methods.stream().anyMatch(settings.secondFactor()::contains);
    }

    private static List<String> groups(Object claim) {
        var groups = new ArrayList<String>();
        switch (claim) {
            case String one -> groups.add(one);
            case Collection<?> many ->
                    many.stream()
                            .limit(MOST_GROUPS)
                            .forEach(each -> {
                                if (each instanceof String text) {
                                    groups.add(text);
                                }
                            });
            case null, default -> {}
        }
        return groups;
    }

    private static String subject(String issuer, String subject) {
        try {
            var sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest((issuer + "\n" + subject).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Without whom it is about. */
    @Override
    public String toString() {
        return "Claims[" + groups.size() + " groups]";
    }
}
