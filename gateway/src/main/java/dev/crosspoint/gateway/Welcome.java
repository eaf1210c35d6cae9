package dev.crosspoint.gateway;

import dev.crosspoint.gateway.home.OwnAddresses;
import java.io.PrintStream;

/** What somebody who has just started the gateway wants to know. Printed, not logged. */
final class Welcome {
    private final GatewayConfig config;
    private final Accounts accounts;
    private final int httpsPort;
    private final OwnAddresses own;

    Welcome(GatewayConfig config, Accounts accounts, int httpsPort, OwnAddresses own) {
        this.config = config;
        this.accounts = accounts;
        this.httpsPort = httpsPort;
        this.own = own;
    }

    void print(PrintStream out) {
        var password = accounts.demoPassword();
        if (password == null) {
            return; // An operator knows, and a service's output is kept.
        }
        var agents =
                accounts.all().values().stream()
                        .flatMap(configured -> configured.people().stream())
                        .map(person -> person.id())
                        .reduce((a, b) -> a + " or " + b);
        out.printf(
                """

                  Crosspoint demo

                    Page      https://localhost:%1$d    (also https://%2$s:%1$d)
                              The certificate was made just now; your browser will ask once.
                    Sign in   %3$s, password %4$s

                    Try       1. Sign in, allow the microphone, choose "Available".
                              2. Press "Make the demo customer call", answer, and speak:
                                 the third level meter is what the customer receives.
                              3. Call any number, +49 30 901820 for instance: the demo customer answers.
                              4. In a private window sign in as somebody else, choose "Available",
                                 and pass the customer on, or talk all three together.
                              5. As carol, open https://localhost:%1$d/supervisor during a call, and listen.

                    Data      %5$s
                    Stop      Ctrl-C

                """,
                httpsPort,
                own.towardsNetwork(),
                agents.orElse("nobody"),
                password.value(),
                config.home());
        out.flush();
    }
}
