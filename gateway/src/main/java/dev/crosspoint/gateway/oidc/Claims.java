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
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of somebody whom it has just signed in, or still knows.
 *
 * @param subject a sum of issuer and subject: the same for the same person for ever, and of use to
 *     nobody else
 * @param id what would be the id of somebody new; empty when it cannot be one
 * @param displayName empty when the provider does not say
 * @param methods how that one was authenticated, RFC 8176
 * @param authenticated when; empty when the provider does not say
 */
public record Claims(
        String subject,
        Optional<String> id,
        Optional<Private> displayName,
        List<String> groups,
        Set<String> methods,
        Optional<Instant> authenticated) {
    private static final int MOST_GROUPS = 1_000;
    private static final int MOST_NAME_CHARS = 128;

    public Claims {
        groups = List.copyOf(groups);
        methods = Set.copyOf(methods);
    }

    /** Of an ID token that was found to be good. */
    static Claims of(IDTokenClaimsSet token, ProviderSettings settings) {
        var methods = new HashSet<String>();
        if (token.getAMR() != null) {
            token.getAMR().forEach(method -> methods.add(method.getValue()));
        }
        return new Claims(
                subject(token.getIssuer().getValue(), token.getSubject().getValue()),
                id(token, settings.userClaim()),
                name(token.getClaim("name")),
                groups(token.getClaim(settings.groupsClaim())),
                methods,
                Optional.ofNullable(token.getAuthenticationTime()).map(Date::toInstant));
    }

    private static Optional<String> id(IDTokenClaimsSet token, String claim) {
        // Anybody may write anything into an address that nobody has verified.
        boolean isSure = !claim.equals("email") || isTrue(token.getClaim("email_verified"));
        return token.getClaim(claim) instanceof String text
                        && isSure
                        && text.matches("[A-Za-z0-9._@-]{1,64}")
                ? Optional.of(text)
                : Optional.empty();
    }

    private static boolean isTrue(@Nullable Object claim) {
        return Boolean.TRUE.equals(claim) || "true".equals(claim);
    }

    private static Optional<Private> name(@Nullable Object claim) {
        return claim instanceof String text && !text.isBlank()
                ? Optional.of(
                        new Private(
                                text.codePoints()
                                        .limit(MOST_NAME_CHARS)
                                        .collect(
                                                StringBuilder::new,
                                                StringBuilder::appendCodePoint,
                                                StringBuilder::append)
                                        .toString()))
                : Optional.empty();
    }

    /**
     * Whether a token was issued to a client (Core 3.1.3.7, 4 and 5); that it is an audience is
     * known.
     */
    static boolean isFor(String clientId, IDTokenClaimsSet token) {
        var party = token.getAuthorizedParty();
        return party == null ? token.getAudience().size() == 1 : party.getValue().equals(clientId);
    }

    /** Whether a second factor was shown. */
    public boolean hasSecondFactor(ProviderSettings settings) {
        return methods.stream().anyMatch(settings.secondFactor()::contains);
    }

    private static List<String> groups(@Nullable Object claim) {
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
