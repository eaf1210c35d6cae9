package dev.crosspoint.gateway.aws;

import dev.crosspoint.signaling.api.Private;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;

/**
 * Where a service of AWS, or one that speaks like it, is and as whom we ask.
 *
 * @param region such as {@code eu-central-1}
 * @param endpoint instead of the region's own, {@code null} for that
 * @param credentials {@code null} for what the SDK finds by itself: environment, profile, web
 *     identity, container or instance role, renewed without a restart
 */
public record AwsAccess(String region, @Nullable URI endpoint, @Nullable Credentials credentials) {
    /** To connect: somebody listens there, or not. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** What is still refused after these is for the caller to try later. */
    private static final int ATTEMPTS = 3;

    /**
     * Credentials from the configuration or the environment.
     *
     * @param sessionToken of temporary ones, else {@code null}
     */
    public record Credentials(
            String accessKeyId, Private secretAccessKey, @Nullable Private sessionToken) {}

    /**
     * Sets up a client.
     *
     * @param total for one call with all its attempts
     */
    <B extends AwsClientBuilder<B, ?>> B configure(B builder, Duration total) {
        builder.region(Region.of(region))
                .credentialsProvider(provider())
                .overrideConfiguration(
                        ClientOverrideConfiguration.builder()
                                .apiCallTimeout(total)
                                .apiCallAttemptTimeout(attempt(total))
                                .retryStrategy(
                                        StandardRetryStrategy.builder()
                                                .maxAttempts(ATTEMPTS)
                                                .build())
                                .build());
        return endpoint == null ? builder : builder.endpointOverride(endpoint);
    }

    /** The JDK's own HTTP: blocks, which on a virtual thread costs nothing. */
    SdkHttpClient http(Duration total) {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(attempt(total))
                .build();
    }

    private static Duration attempt(Duration total) {
        return total.dividedBy(2); // So that a second attempt still fits.
    }

    private AwsCredentialsProvider provider() {
        if (credentials == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        var token = credentials.sessionToken();
        var id = credentials.accessKeyId();
        var secret = credentials.secretAccessKey().value();
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, token.value()));
    }
}
