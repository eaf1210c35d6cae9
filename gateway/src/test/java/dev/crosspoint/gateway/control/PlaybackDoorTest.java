package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.access.AgentDirectory;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.playback.Playback;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.signaling.api.LocalCodec;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is let in to recordings: by a sign-in, or by a ticket where a browser sends no header. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class PlaybackDoorTest {
    private static final String R = "/api/recordings/r";

    private final Queue<String> served = new ConcurrentLinkedQueue<>();
    private volatile Set<Permission> permissions = EnumSet.allOf(Permission.class);
    private volatile boolean isSignedIn = true;
    private volatile boolean isProven = true;
    private ControlServer server;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        LocalCodec.installOn(vertx.eventBus());
        server =
                new ControlServer(
                        vertx,
                        directory(),
                        (_, _) -> permissions,
                        new Noted(),
                        ControlServer.sessions(),
                        ControlServer.PATIENT_MS,
                        ControlServer.PATIENT_MS,
                        StreamRules.ORDINARY);
    }

    @Test
    void asksEachWishForItsOwnPermission() throws Exception {
        var rows =
                Map.of(
                        "POST " + R + "/plays", Permission.LISTEN_CALL_RECORDINGS,
                        "POST " + R + "/plays/t/heard", Permission.LISTEN_CALL_RECORDINGS,
                        "GET " + R + "/audio", Permission.LISTEN_CALL_RECORDINGS,
                        "GET " + R + "/waveform", Permission.LISTEN_CALL_RECORDINGS,
                        "GET " + R + "/download", Permission.DOWNLOAD_CALL_RECORDINGS,
                        "DELETE " + R, Permission.DELETE_CALL_RECORDINGS,
                        "PUT " + R + "/hold", Permission.DELETE_CALL_RECORDINGS,
                        "DELETE " + R + "/hold", Permission.DELETE_CALL_RECORDINGS);
        for (var row : rows.entrySet()) {
            permissions = EnumSet.complementOf(EnumSet.of(row.getValue()));
            assertThat(status("sue", row.getKey())).as(row.getKey()).isEqualTo(403);
            permissions = Set.of(row.getValue());
            assertThat(status("sue", row.getKey())).as(row.getKey()).isEqualTo(204);
            assertThat(status(null, row.getKey())).as(row.getKey()).isEqualTo(401);
        }
        assertThat(served).hasSize(rows.size());
    }

    @Test
    void takesTicketsForSoundAndFilesOnly() throws Exception {
        assertThat(status(null, "GET " + R + "/audio?play=of-sue")).isEqualTo(204);
        assertThat(status(null, "GET " + R + "/download?play=of-sue")).isEqualTo(204);
        assertThat(status(null, "HEAD " + R + "/audio?play=of-sue")).isEqualTo(204);
        assertThat(served).containsExactly("AUDIO sue", "DOWNLOAD sue", "AUDIO sue");
        for (var other :
                Set.of(
                        "GET " + R + "/waveform",
                        "GET " + R,
                        "POST " + R + "/plays",
                        "DELETE " + R,
                        "GET /api/audit")) {
            assertThat(status(null, other + "?play=of-sue")).as(other).isEqualTo(401);
        }
        assertThat(status(null, "GET " + R + "/audio?play=made-up")).isEqualTo(401);
    }

    @Test
    void endsATicketWithItsSignIn() throws Exception {
        isSignedIn = false;
        assertThat(status(null, "GET " + R + "/audio?play=of-sue")).isEqualTo(401);
        isSignedIn = true;
        permissions = Set.of(Permission.LISTEN_CALL_RECORDINGS);
        assertThat(status(null, "GET " + R + "/download?play=of-sue")).isEqualTo(403);
    }

    @Test
    void asksWhoTakesAwayOrDeletesToShowOnceMoreWhoThatIs() throws Exception {
        isProven = false;
        assertThat(status("sue", "GET " + R + "/audio")).isEqualTo(204);
        assertThat(status("sue", "PUT " + R + "/hold")).isEqualTo(204);
        for (var request :
                Set.of("GET " + R + "/download", "DELETE " + R, "DELETE " + R + "/hold")) {
            assertThat(status("sue", request)).as(request).isEqualTo(403);
        }
        assertThat(status(null, "GET " + R + "/download?play=of-sue")).isEqualTo(403);
    }

    private AgentDirectory directory() {
        return new AgentDirectory() {
            @Override
            public Optional<AgentIdentity> byToken(String token) {
                return isSignedIn ? CallCentre.byToken(token) : Optional.empty();
            }

            @Override
            public boolean isProven(String token) {
                return isProven;
            }
        };
    }

    private int status(@Nullable String agent, String request) throws Exception {
        var parts = request.split(" ", 2);
        return ControlServer.await(
                        server.request(agent, HttpMethod.valueOf(parts[0]), parts[1]).send())
                .statusCode();
    }

    private final class Noted implements Playback {
        @Override
        public void serve(Wish wish, RoutingContext context, Visitor visitor, ObjectNode members) {
            served.add(wish + " " + visitor.key().agentId());
            context.response().setStatusCode(204).end();
        }

        @Override
        public Optional<String> tokenOf(String ticket) {
            return ticket.startsWith("of-")
                    ? Optional.of("token-" + ticket.substring("of-".length()))
                    : Optional.empty();
        }
    }
}
