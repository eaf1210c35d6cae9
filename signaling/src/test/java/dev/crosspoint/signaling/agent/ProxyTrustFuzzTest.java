package dev.crosspoint.signaling.agent;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies.Header;
import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.List;

class ProxyTrustFuzzTest {
    private static final List<String> OURS = List.of("10.0.0.0/8");

    @FuzzTest(maxDuration = "5s")
    void namesAnAddressOrNobody(FuzzedDataProvider data) {
        var header = data.pickValue(Header.values());
        var name = header == Header.FORWARDED ? "Forwarded" : "X-Forwarded-For";
        var headers = MultiMap.caseInsensitiveMultiMap();
        // The class that keeps headers has checks of its own.
        headers.add(name, data.consumeRemainingAsAsciiString().replaceAll("[^ -~]", ""));
        var client = new ProxyTrust(new Proxies(OURS, header)).client("10.1.1.1", headers::getAll);
        if (!client.equals(ProxyTrust.UNKNOWN)) {
            var _ = InetAddress.ofLiteral(client);
        }
    }
}
