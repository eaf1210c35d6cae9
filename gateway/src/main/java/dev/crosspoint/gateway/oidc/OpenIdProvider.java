package dev.crosspoint.gateway.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.crosspoint.gateway.oidc.ProviderFailure.Kind;
import dev.crosspoint.signaling.api.Private;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One provider, as it is asked directly: its discovery document, its keys, its token endpoint.
 * Every ID token is checked as OpenID Connect Core 3.1.3.7 demands: signature, issuer, audience,
 * times and nonce. Blocks: on virtual threads. Safe for use by several threads.
 */
public final class OpenIdProvider {
    private static final int ANSWER_MS = 5_000;
    private static final int MOST_KEYS_BYTES = 256 * 1024;

    /** Between two readings of the discovery document. */
    private static final long DISCOVERY_NANOS = TimeUnit.HOURS.toNanos(1);

    /** How far the clocks may be apart. */
    private static final int SKEW_SECONDS = 60;

    /** Signatures with a key that only the provider has; never HMAC under our own secret. */
    private static final Set<JWSAlgorithm> SIGNATURES =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private final ProviderSettings settings;
    private final @Nullable SSLSocketFactory tls;
    private final LongSupplier nanoClock;
    private volatile Private clientSecret;
    private @Nullable Discovered discovered;

    /** What its discovery document says, and its keys. */
    private record Discovered(
            OIDCProviderMetadata document, IDTokenValidator validator, long sinceNanos) {}

    /**
     * Somebody is signed in there.
     *
     * @param claims empty when a renewal came without an ID token, which is allowed
     * @param refreshToken by which it can be asked later whether that is still so; empty when it
     *     gives none
     */
    public record SignedIn(Optional<Claims> claims, Optional<Private> refreshToken) {}

    /**
     * What a browser is sent there with.
     *
     * @param state by which it is known again when it comes back
     * @param nonce that has to be in the ID token
     * @param verifier of PKCE, RFC 7636: 43 to 128 characters
     * @param redirect where it is sent back to
     * @param fresh whether somebody must show anew who that is, however lately that was done
     */
    public record Errand(
            String state, String nonce, Private verifier, URI redirect, boolean fresh) {
        @Override
        public String toString() {
            return "Errand[]";
        }
    }

    public OpenIdProvider(ProviderSettings settings, LongSupplier nanoClock) {
        this.settings = settings;
        this.clientSecret = settings.clientSecret();
        this.tls = TrustedCa.factory(settings.trustedCa());
        this.nanoClock = nanoClock;
    }

    /** Another secret of ours there, from the next question on. */
    public void renewSecret(Private secret) {
        clientSecret = secret;
    }

    public ProviderSettings settings() {
        return settings;
    }

    /**
     * The address that a browser is sent to.
     *
     * @throws ProviderFailure while the provider cannot be asked where that is
     */
    public URI address(Errand errand) throws ProviderFailure {
        var scopes = new Scope("openid");
        settings.scopes().forEach(scopes::add);
        var request =
                new AuthenticationRequest.Builder(
                                ResponseType.CODE,
                                scopes,
                                new ClientID(settings.clientId()),
                                errand.redirect())
                        .endpointURI(discover().document().getAuthorizationEndpointURI())
                        .state(new State(errand.state()))
                        .nonce(new Nonce(errand.nonce()))
                        .codeChallenge(
                                new CodeVerifier(errand.verifier().value()),
                                CodeChallengeMethod.S256);
        if (errand.fresh()) {
            // With max_age the provider has to say when it was (Core 3.1.2.1).
            request.prompt(new Prompt(Prompt.Type.LOGIN)).maxAge(0);
        }
        return request.build().toURI();
    }

    /**
     * Exchanges the code that a browser came back with.
     *
     * @throws ProviderFailure with the reason
     */
    public SignedIn exchange(String code, Errand errand) throws ProviderFailure {
        var grant =
                new AuthorizationCodeGrant(
                        new AuthorizationCode(code),
                        errand.redirect(),
                        new CodeVerifier(errand.verifier().value()));
        var answer = ask(grant);
        if (answer.getOIDCTokens().getIDToken() == null) {
            throw new ProviderFailure(Kind.UNTRUSTED, "there is no ID token");
        }
        return signedIn(answer, new Nonce(errand.nonce()), null);
    }

    /**
     * Whether somebody is still signed in, and what is claimed now.
     *
     * @param known the refresh token of before, which may be of no use afterwards
     * @throws ProviderFailure of the kind REFUSED when not
     */
    public SignedIn renew(Private known) throws ProviderFailure {
        var grant = new RefreshTokenGrant(new RefreshToken(known.value()));
        return signedIn(ask(grant), null, known);
    }

    private SignedIn signedIn(
            OIDCTokenResponse answer, @Nullable Nonce nonce, @Nullable Private known)
            throws ProviderFailure {
        var tokens = answer.getOIDCTokens();
        var idToken = tokens.getIDToken();
        var refresh = tokens.getRefreshToken();
        return new SignedIn(
                idToken == null ? Optional.empty() : Optional.of(claims(idToken, nonce)),
                refresh == null
                        ? Optional.ofNullable(known)
                        : Optional.of(new Private(refresh.getValue())));
    }

    private Claims claims(JWT idToken, @Nullable Nonce nonce) throws ProviderFailure {
        try {
            return Claims.of(discover().validator().validate(idToken, nonce), settings);
        } catch (BadJOSEException | JOSEException e) {
            throw new ProviderFailure(Kind.UNTRUSTED, "the ID token is not good");
        }
    }

    private OIDCTokenResponse ask(AuthorizationGrant grant) throws ProviderFailure {
        var document = discover().document();
        var request =
                new TokenRequest.Builder(document.getTokenEndpointURI(), client(document), grant)
                        .build()
                        .toHTTPRequest();
        try {
            var answer = OIDCTokenResponseParser.parse(send(request));
            if (answer instanceof OIDCTokenResponse tokens) {
                return tokens;
            }
            var error = answer.toErrorResponse().getErrorObject();
            // Only what is said of the grant is about somebody (RFC 6749 5.2); the rest is about
            // us.
            boolean refused = error != null && "invalid_grant".equals(error.getCode());
            throw refused
                    ? new ProviderFailure(Kind.REFUSED, "the provider knows of no such sign-in")
                    : new ProviderFailure(
                            Kind.AWAY, "the provider does not accept what this gateway sends");
        } catch (ParseException e) {
            throw new ProviderFailure(Kind.AWAY, "the provider's answer is not one of OAuth 2.0");
        }
    }

    private ClientAuthentication client(OIDCProviderMetadata document) {
        var id = new ClientID(settings.clientId());
        var secret = new Secret(clientSecret.value());
        List<ClientAuthenticationMethod> methods = document.getTokenEndpointAuthMethods();
        // Basic is what is meant where nothing is said (Discovery 1.0, 3).
        return methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                ? new ClientSecretBasic(id, secret)
                : new ClientSecretPost(id, secret);
    }

    private com.nimbusds.oauth2.sdk.http.HTTPResponse send(HTTPRequest request)
            throws ProviderFailure {
        prepare(request);
        try {
            return request.send();
        } catch (IOException e) {
            throw new ProviderFailure(Kind.AWAY, "the provider does not answer");
        }
    }

    private void prepare(HTTPRequest request) {
        request.setConnectTimeout(ANSWER_MS);
        request.setReadTimeout(ANSWER_MS);
        request.setFollowRedirects(false);
        if (tls != null) {
            request.setSSLSocketFactory(tls);
        }
    }

    // ---- discovery

    private synchronized Discovered discover() throws ProviderFailure {
        var known = discovered;
        if (known != null && nanoClock.getAsLong() - known.sinceNanos() < DISCOVERY_NANOS) {
            return known;
        }
        try {
            var document =
                    OIDCProviderMetadata.resolve(new Issuer(settings.issuer()), this::prepare);
            discovered = new Discovered(document, validator(document), nanoClock.getAsLong());
            return discovered;
        } catch (GeneralException | IOException e) {
            if (known != null) {
                // Yesterday's addresses are better than none.
                return known;
            }
            throw new ProviderFailure(
                    Kind.AWAY, "the provider's discovery document cannot be read");
        }
    }

    private IDTokenValidator validator(OIDCProviderMetadata document) throws MalformedURLException {
        var retriever =
                new DefaultResourceRetriever(ANSWER_MS, ANSWER_MS, MOST_KEYS_BYTES, true, tls);
        // Reads the keys again for a key id that it does not know, and not more often than that.
        var keys =
                JWKSourceBuilder.create(document.getJWKSetURI().toURL(), retriever)
                        .retrying(true)
                        .build();
        var algorithms = new HashSet<>(SIGNATURES);
        var offered = document.getIDTokenJWSAlgs();
        if (offered != null) {
            algorithms.retainAll(offered);
        }
        var validator =
                new IDTokenValidator(
                        new Issuer(settings.issuer()),
                        new ClientID(settings.clientId()),
                        new JWSVerificationKeySelector<SecurityContext>(algorithms, keys),
                        null);
        validator.setMaxClockSkew(SKEW_SECONDS);
        return validator;
    }
}
