package dev.crosspoint.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.crosspoint.gateway.oidc.OpenIdServer;
import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.gateway.peer.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser, a gateway as operators start it, and a real OpenID provider. */
@SuppressWarnings("NullAway.Init") // Set before the tests.
class SingleSignOnIT {
    @TempDir private static Path folder;
    private static OpenIdServer provider;
    private static GatewayProcess gateway;
    private static Playwright playwright;
    private static Browser browser;
    private static String home;

    @BeforeAll
    static void start() throws Exception {
        provider = new OpenIdServer();
        int port = FreePorts.one();
        home = "https://localhost:" + port;
        gateway = GatewayProcess.start(folder, settings(port));
        PlaywrightAssertions.setDefaultAssertionTimeout(Browsers.LIMIT_MS);
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(Peers.require("chromium"))
                                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    @AfterAll
    static void stop() throws Exception {
        browser.close();
        playwright.close();
        gateway.close();
        provider.close();
    }

    @Test
    void signsAnAgentInAtTheProvider() {
        try (var page = page()) {
            page.navigate(home + "/");
            assertThat(the(page, "signin-provider")).hasText("Sign in with Example SSO");
            leaveFor(page, "s-olga", "{\"preferred_username\":\"olga\"}");

            assertThat(the(page, "workspace")).isVisible();
            assertThat(the(page, "who")).hasText("Olga Oberg");
            assertThat(page).hasURL(home + "/");
            page.reload();
            assertThat(the(page, "who")).hasText("Olga Oberg");
        }
    }

    @Test
    void sendsWhoeverLeftFromTheConsoleBackToIt() {
        try (var page = page()) {
            page.navigate(home + "/console");
            leaveFor(
                    page,
                    "s-hedda",
                    "{\"preferred_username\":\"hedda\",\"name\":\"Hedda Hall\","
                            + "\"groups\":[\"heads\"],\"amr\":[\"mfa\"]}");

            page.waitForURL(home + "/console");
            assertThat(the(page, "who")).hasText("Hedda Hall");
            the(page, "to-people").click();
            assertThat(page.locator("[data-testid=user][data-user=hedda]"))
                    .containsText(Pattern.compile("Admin.*signs in elsewhere"));
        }
    }

    @Test
    void saysWhyNobodyWasSignedIn() {
        try (var page = page()) {
            page.navigate(home + "/");
            leaveFor(page, "s-mia", "{\"preferred_username\":\"mia\",\"groups\":[\"others\"]}");

            assertThat(the(page, "signin-error")).containsText("None of your groups");
            assertThat(the(page, "signin")).isVisible();
            assertThat(page).hasURL(home + "/");
        }
    }

    @Test
    void takesNoCodeThatThisWindowDidNotAskFor() {
        try (var page = page()) {
            page.navigate(home + "/?code=abc&state=" + "s".repeat(43));

            assertThat(the(page, "signin-error")).containsText("another window");
            assertThat(page).hasURL(home + "/");
        }
    }

    @Test
    void keepsNamesAndCodesOutOfItsLog() {
        assertThat(gateway.log())
                .doesNotContain("Oberg", "Hedda", "code=", "secret of the gateway");
    }

    private static Page page() {
        var context =
                browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
        context.setDefaultTimeout(Browsers.LIMIT_MS);
        return context.newPage();
    }

    private static Locator the(Page page, String testId) {
        return page.getByTestId(testId);
    }

    /** To the provider, and what is typed there. */
    private static void leaveFor(Page page, String subject, String claims) {
        the(page, "signin-provider").click();
        page.locator("input[name=username]").fill(subject);
        page.locator("textarea[name=claims]").fill(claims);
        page.locator("input[type=submit]").click();
    }

    private static String settings(int port) throws Exception {
        var flows = Files.createDirectories(folder.resolve("flows"));
        Files.writeString(flows.resolve("mapping.yaml"), "queues: { service: service }\n");
        Files.writeString(
                flows.resolve("inbound.json"),
                """
                {"Version": "2019-10-30", "StartAction": "end", "Actions": [
                  {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}]}
                """);
        Files.writeString(folder.resolve("secret.txt"), "secret of the gateway\n");
        return """
        home: home
        https: { port: %d }
        sip: { udpTcpPort: 0, tlsPort: 0, advertisedAddress: 127.0.0.1 }
        media: { advertisedAddress: 127.0.0.1, browserPort: 0 }
        tenants:
          - account: acme
            instance: test
            defaultCountry: DE
            flows: flows
            signInProvider:
              name: Example SSO
              issuer: %s
              clientId: crosspoint
              clientSecretFile: secret.txt
              groups:
                - { group: heads, profile: Admin }
            queues:
              - { id: service, name: Service }
            agents:
              - { id: olga, name: Olga Oberg, queues: [service] }
        """
                .formatted(port, provider.issuer());
    }
}
