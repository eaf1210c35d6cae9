package dev.crosspoint.gateway.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One provider, as it is asked directly: its discovery document, its keys, its token endpoint.
 * Every ID token is checked as OpenID Connect Core 3.1.3.7 demands: signature, issuer, audience,
 * times and nonce. Blocks: on virtual threads. Safe for use by several threads.
 */
public final class OpenIdProvider implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenIdProvider.class);

    /** Between two readings of the discovery document. */
    private static final long DISCOVERY_NANOS = TimeUnit.HOURS.toNanos(1);

    /** Likewise when the last one failed. */
    private static final long BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(30);

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
    private final ProviderHttp http;
    private final LongSupplier nanoClock;

    /** Held by whoever reads the discovery document. */
    private final ReentrantLock reading = new ReentrantLock();

    private volatile Private clientSecret;
    private volatile @Nullable Discovered discovered;
    private volatile boolean hasFailed;
    private volatile long failedNanos;

    /** What its discovery document says, and its keys. */
    private record Discovered(
            OIDCProviderMetadata document, IDTokenValidator validator, long sinceNanos) {}

    /**
     * Somebody is signed in there.
     *
     * @param refreshToken by which it can be asked later whether that is still so; empty when it
     *     gives none
     */
    public record SignedIn(Claims claims, Optional<Private> refreshToken) {}

    /**
     * What it says of somebody whom it has signed in before.
     *
     * @param refreshToken the one to ask with next, also where the claims are doubtful: the old one
     *     may be of no use any more
     */
    public record Renewed(Private refreshToken, Saying saying) {}

    /** What is claimed in a renewal. */
    public sealed interface Saying {
        /** So much. */
        record Claimed(Claims claims) implements Saying {}

        /** Nothing, which is allowed: that one is still signed in. */
        record Nothing() implements Saying {}

        /** Something that cannot be believed, or not be looked at now. */
        record Doubtful(ProviderFailure.Kind why) implements Saying {}
    }

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
        this.http = new ProviderHttp(TrustedCa.context(settings.trustedCa()));
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
        var tokens = ask(grant).getOIDCTokens();
        var idToken = tokens.getIDToken();
        if (idToken == null) {
            throw new ProviderFailure(Kind.UNTRUSTED, "there is no ID token");
        }
        return new SignedIn(
                claims(idToken, new Nonce(errand.nonce())), refreshToken(tokens.getRefreshToken()));
    }

    /**
     * Whether somebody is still signed in, and what is claimed now.
     *
     * @param known the refresh token of before
     * @throws ProviderFailure of the kind REFUSED when not
     */
    public Renewed renew(Private known) throws ProviderFailure {
        var tokens = ask(new RefreshTokenGrant(new RefreshToken(known.value()))).getOIDCTokens();
        return new Renewed(
                refreshToken(tokens.getRefreshToken()).orElse(known), saying(tokens.getIDToken()));
    }

    private Saying saying(@Nullable JWT idToken) {
        if (idToken == null) {
            return new Saying.Nothing();
        }
        try {
            return new Saying.Claimed(claims(idToken, null));
        } catch (ProviderFailure e) {
            return new Saying.Doubtful(e.kind());
        }
    }

    private static Optional<Private> refreshToken(@Nullable RefreshToken token) {
        return Optional.ofNullable(token).map(RefreshToken::getValue).map(Private::new);
    }

    private Claims claims(JWT idToken, @Nullable Nonce nonce) throws ProviderFailure {
        try {
            var claims = discover().validator().validate(idToken, nonce);
            if (!Claims.isFor(settings.clientId(), claims)) {
                throw new ProviderFailure(Kind.UNTRUSTED, "the ID token is for somebody else");
            }
            return Claims.of(claims, settings);
        } catch (KeySourceException e) {
            throw new ProviderFailure(Kind.AWAY, "the provider's keys cannot be read");
        } catch (BadJOSEException | JOSEException | IllegalArgumentException e) {
            throw new ProviderFailure(Kind.UNTRUSTED, "the ID token is not good");
        }
    }

    private OIDCTokenResponse ask(AuthorizationGrant grant) throws ProviderFailure {
        var document = discover().document();
        try {
            var request =
                    new TokenRequest.Builder(
                                    document.getTokenEndpointURI(), client(document), grant)
                            .build()
                            .toHTTPRequest();
            var answer = OIDCTokenResponseParser.parse(request.send(http));
            if (answer instanceof OIDCTokenResponse tokens) {
                return tokens;
            }
            throw refused(answer.toErrorResponse().getErrorObject());
        } catch (IOException e) {
            throw new ProviderFailure(Kind.AWAY, "the provider does not answer");
        } catch (ParseException | IllegalArgumentException e) {
            throw new ProviderFailure(Kind.AWAY, "the provider's answer is not one of OAuth 2.0");
        }
    }

    /** Only what is said of the grant is about somebody (RFC 6749 5.2); the rest is about us. */
    private static ProviderFailure refused(@Nullable ErrorObject error) {
        return error != null && "invalid_grant".equals(error.getCode())
                ? new ProviderFailure(Kind.REFUSED, "the provider knows of no such sign-in")
                : new ProviderFailure(
                        Kind.AWAY, "the provider does not accept what this gateway sends");
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

    // ---- discovery

    /** What is known, if need be of before: whoever hangs there holds nobody up but one. */
    private Discovered discover() throws ProviderFailure {
        var known = discovered;
        long now = nanoClock.getAsLong();
        boolean isFresh = known != null && now - known.sinceNanos() < DISCOVERY_NANOS;
        boolean mayTry = !hasFailed || now - failedNanos >= BACK_OFF_NANOS;
        if (!isFresh && mayTry && isMine(known == null)) {
            try {
                known = discovered;
                if (known == null || now - known.sinceNanos() >= DISCOVERY_NANOS) {
                    known = read();
                }
            } finally {
                reading.unlock();
            }
        }
        if (known == null) {
            throw new ProviderFailure(
                    Kind.AWAY, "the provider's discovery document cannot be read");
        }
        return known;
    }

    private boolean isMine(boolean wait) {
        try {
            return wait
                    ? reading.tryLock(ProviderHttp.LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    : reading.tryLock();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Yesterday's, if there is one, is better than none. */
    private @Nullable Discovered read() {
        var issuer = settings.issuer().toString();
        var address = issuer.replaceAll("/$", "") + "/.well-known/openid-configuration";
        try {
            var document = OIDCProviderMetadata.parse(http.get(URI.create(address)));
            if (!document.getIssuer().getValue().equals(issuer)) {
                throw new IOException("it is another issuer");
            }
            if (document.getAuthorizationEndpointURI() == null
                    || document.getTokenEndpointURI() == null
                    || document.getJWKSetURI() == null) {
                throw new IOException("it names no endpoints");
            }
            discovered = new Discovered(document, validator(document), nanoClock.getAsLong());
            hasFailed = false;
        } catch (ParseException | IOException | IllegalArgumentException e) {
            LOG.warn("the OpenID provider {} cannot be read: {}", issuer, e.getMessage());
            failedNanos = nanoClock.getAsLong();
            hasFailed = true;
        }
        return discovered;
    }

    private IDTokenValidator validator(OIDCProviderMetadata document) throws MalformedURLException {
        // Kept for five minutes, and read again for a key id that is not among them.
        var keys = JWKSourceBuilder.create(document.getJWKSetURI().toURL(), http).build();
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

    @Override
    public void close() {
        http.close();
    }
}
