package dev.crosspoint.gateway.aws;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Checks a request's signature with AWS's own signer: the request is rebuilt from the wire with
 * only what was signed, signed at the time it says it was, and the two must be the same.
 */
final class SigV4Check {
    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 Credential=([^/]+)/\\d{8}/([^/]+)/([^/]+)/aws4_request, "
                            + "SignedHeaders=([^,]+), Signature=[0-9a-f]{64}");
    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

    /** The signer adds these by itself. */
    private static final Set<String> ADDED = Set.of("host", "x-amz-date", "x-amz-content-sha256");

    private SigV4Check() {}

    /** The access key id a request claims; empty when it is not signed. */
    static Optional<String> accessKeyId(HttpExchange exchange) {
        var match = AUTHORIZATION.matcher(header(exchange, "Authorization"));
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }

    /** Whether the request was signed with this secret. */
    static boolean isSignedWith(String secret, HttpExchange exchange, byte[] body) {
        var authorization = header(exchange, "Authorization");
        var match = AUTHORIZATION.matcher(authorization);
        if (!match.matches()) {
            return false;
        }
        var request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.fromValue(exchange.getRequestMethod()))
                        .uri(
                                URI.create(
                                        "http://"
                                                + header(exchange, "Host")
                                                + exchange.getRequestURI()));
        for (var name : match.group(4).split(";", -1)) {
            if (!ADDED.contains(name.toLowerCase(Locale.ROOT))) {
                request.putHeader(name, List.copyOf(exchange.getRequestHeaders().get(name)));
            }
        }
        var signedAt = Instant.from(AMZ_DATE.parse(header(exchange, "X-Amz-Date")));
        var signed =
                AwsV4HttpSigner.create()
                        .sign(s ->
                                s.identity(AwsCredentialsIdentity.create(match.group(1), secret))
                                        .request(request.build())
                                        .payload(() -> new ByteArrayInputStream(body))
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, match.group(2))
                                        .putProperty(
                                                AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                match.group(3))
                                        .putProperty(
                                                HttpSigner.SIGNING_CLOCK,
                                                Clock.fixed(signedAt, ZoneOffset.UTC)));
        return signed.request()
                .firstMatchingHeader("Authorization")
                .filter(authorization::equals)
                .isPresent();
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
