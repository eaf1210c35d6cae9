package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.Peers;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway at all addresses of its machine, of both families. */
class DualStackIT {
    /** A browser that knows no way to an IPv4 address. */
    private static final String IPV6_ONLY =
            """
            {
              const Any = window.RTCPeerConnection;
              const isOld = candidate => /^(a=)?candidate:\\S+ 1 udp \\d+ [0-9.]+ /.test(candidate);
              window.RTCPeerConnection = class extends Any {
                setRemoteDescription({ type, sdp }) {
                  const lines = sdp.split('\\r\\n').filter(line => !isOld(line));
                  return super.setRemoteDescription({ type, sdp: lines.join('\\r\\n') });
                }
                async addIceCandidate(candidate) {
                  if (!isOld(candidate.candidate)) await super.addIceCandidate(candidate);
                }
              };
            }
            """;

    @TempDir private static Path folder;

    private static Outpost outpost;

    @BeforeAll
    static void start() throws Exception {
        var media =
                "bindAddress: \"::\", advertisedAddress: %s, advertisedIpv6: \"%s\""
                        .formatted(Peers.address(), Peers.ipv6());
        outpost = Outpost.start(folder, new Outpost.Setup(media, Outpost.Listeners.DUAL_STACK, ""));
    }

    @AfterAll
    static void stop() {
        if (outpost != null) {
            outpost.close();
        }
    }

    @Test
    void talksOverIpv6WithACustomerOverIpv4() throws Exception {
        var page = outpost.page(IPV6_ONLY);
        try (var customer = outpost.call()) {
            page.answer();
            var told = customer.sipp().awaitAnswer(Duration.ofSeconds(15));
            assertThat(told.getAddress().getHostAddress()).isEqualTo(Peers.address());

            page.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            assertThat(gatewayAt(page)).isEqualTo(Peers.ipv6());

            page.hangUp();
            customer.awaitHungUp();
            page.awaitIdle();
        }
    }

    @Test
    void talksWithACustomerOverIpv6AndServesItsPageThere() throws Exception {
        var page = outpost.page("https://[::1]:" + outpost.httpsPort() + "/", "");
        try (var customer = outpost.call("::1")) {
            page.answer();
            var told = customer.sipp().awaitAnswer(Duration.ofSeconds(15));
            assertThat(told.getAddress()).isEqualTo(InetAddress.ofLiteral(Peers.ipv6()));

            page.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);

            page.hangUp();
            customer.awaitHungUp();
            page.awaitIdle();
        }
    }

    /** The gateway's end of the path that the page's audio takes. */
    private static String gatewayAt(AgentPage page) {
        return String.valueOf(
                page.page()
                        .evaluate(
                                """
                                async () => {
                                  const stats = [...(await window.__connections.at(-1).getStats()).values()];
                                  const pair = stats.find(s => s.type === 'candidate-pair' && s.nominated && s.state === 'succeeded');
                                  return stats.find(s => s.id === pair.remoteCandidateId).address;
                                }
                                """));
    }
}
