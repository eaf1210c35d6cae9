package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The peer connection manager of connect-rtc-js, unmodified, in Chromium: two contacts on one
 * connection. Give the library's bundle ({@code release/connect-rtc.js} of its repository) with
 * {@code -Dconnect.rtc.bundle=<file>}; without it this is skipped.
 */
@EnabledIfSystemProperty(named = "connect.rtc.bundle", matches = ".+")
class ConnectManagerIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.of("standing");

    @ParameterizedTest(name = "with a connection before the first contact: {0}")
    @CsvSource({
        "false, invite accept disconnectContact connectContact disconnectContact bye",
        "true,  invite accept connectContact disconnectContact connectContact disconnectContact bye"
    })
    void keepsItsConnectionFromContactToContact(boolean early, String wire, Rig rig)
            throws Exception {
        Page page = rig.page().page();
        page.addInitScript(Path.of(System.getProperty("connect.rtc.bundle")));
        page.reload();
        page.evaluate(RigSettings.resource("manager.js"), List.of(Rig.AGENT, Rig.PASSWORD, early));
        for (int contact = 1; contact <= 2; contact++) {
            try (var customer = SippCustomer.call(rig)) {
                page.waitForFunction("wanted => window.connects === wanted", contact);
                customer.awaitHears(Rig.AGENT_HZ);
                rig.page().awaitHears(Rig.CUSTOMER_HZ);
                page.evaluate("() => window.manager.hangup()");
                customer.awaitHungUp();
            }
        }
        page.evaluate("() => window.manager.destroy()");

        assertThat(page.evaluate("() => window.wire.join(' ')")).isEqualTo(wire);
        page.evaluate("() => window.leave()");
    }
}
