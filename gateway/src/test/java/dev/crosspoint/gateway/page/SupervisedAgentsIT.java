package dev.crosspoint.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.crosspoint.signaling.api.AgentMessage;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The agents on the supervisor's page, and the way from one of them to the contact. */
final class SupervisedAgentsIT {
    @RegisterExtension static final PageRig RIG = new PageRig();

    private static final CallScript LIVE = CallScript.of("live-1", "bob", "Bob Castle");

    private final ScriptedControl control = RIG.control();

    @Test
    void showsHowEachAgentIsAndWhatComesNextAndForgetsWhoGoesOffline() {
        open();
        assertThat(at("agents-empty")).hasText("No agent is at work at the moment.");
        assertThat(at("agents-table")).isHidden();
        see(AgentScript.of("eve", "Eve Ford", "available").aged(3_723_000).counted(12, 3, 1));
        see(AgentScript.of("dan", "Dan Evans", "after-contact").then("team-meeting", 3_600_000));
        see(AgentScript.of("carol", "Carol Diaz", "lunch").atDeskPhone());
        see(AgentScript.of("bob", "Bob Castle", "busy").then("lunch", 0));
        see(AgentScript.of("alice", "Alice Baker", "missed"));

        assertThat(at("agents-tally"))
                .hasText("1 available · 1 on a call · 1 in after-contact work · 2 not ready");
        assertThat(at("agent").locator("[data-part=name]"))
                .hasText(
                        new String[] {
                            "Alice Baker", "Bob Castle", "Carol Diaz", "Dan Evans", "Eve Ford"
                        });
        assertThat(agent("Alice Baker")).containsText("You");
        assertThat(agent("Bob Castle")).containsText("then Lunch");
        assertThat(agent("Carol Diaz")).containsText("Desk phone");
        assertThat(agent("Carol Diaz").locator(".pill")).hasText("Lunch");
        assertThat(agent("Dan Evans").locator(".pill")).hasText("After-contact work");
        assertThat(agent("Dan Evans"))
                .containsText(Pattern.compile("59:\\d\\d left, then Team meeting"));
        assertThat(agent("Eve Ford").getByRole(AriaRole.CELL))
                .hasText(
                        new Pattern[] {
                            Pattern.compile("Available"),
                            Pattern.compile("1:02:\\d\\d"),
                            Pattern.compile("12"),
                            Pattern.compile("3"),
                            Pattern.compile("1")
                        });

        assertThat(heightOf("Dan Evans"))
                .as("a second line takes no more room than none")
                .isEqualTo(heightOf("Eve Ford"));

        see(AgentScript.of("eve", "Eve Ford", "offline"));
        assertThat(agent("Eve Ford")).hasCount(0);
        assertThat(at("agents-tally"))
                .hasText("0 available · 1 on a call · 1 in after-contact work · 2 not ready");
    }

    @Test
    void isATableForWhoeverCannotSeeItHoweverNarrowThePageIs() {
        open();
        see(AgentScript.of("eve", "Eve Ford", "available").counted(12, 3, 1));
        for (var width : List.of(1280, 360)) {
            RIG.page().setViewportSize(width, 844);
            assertThat(at("agents-table"))
                    .matchesAriaSnapshot(
                            """
                            - table "Agents":
                              - rowgroup:
                                - row:
                                  - columnheader "Agent"
                                  - columnheader "State"
                                  - columnheader "In state"
                                  - columnheader "Handled"
                                  - columnheader "Missed"
                                  - columnheader "Declined"
                              - rowgroup:
                                - row:
                                  - rowheader "Eve Ford"
                                  - cell "Available"
                                  - cell /\\d:\\d\\d/
                                  - cell "12"
                                  - cell "3"
                                  - cell "1"
                            """);
        }
    }

    @Test
    void leadsFromAnAgentToTheContactAlsoWhereTheFilterHidesIt() {
        open();
        see(LIVE);
        see(CallScript.of("live-2", "carol", "Carol Diaz").state("p2", "ringing"));
        see(AgentScript.of("bob", "Bob Castle", "busy").in("live-1-p2"));
        see(AgentScript.of("carol", "Carol Diaz", "busy").in("live-2-p2"));
        see(AgentScript.of("eve", "Eve Ford", "available"));
        assertThat(agent("Eve Ford").getByRole(AriaRole.BUTTON)).hasCount(0);
        assertThat(agent("Carol Diaz").locator(".pill")).hasText("Ringing");

        var toBob = RIG.page().getByLabel("+49 301 234 56: show the contact of Bob Castle");
        toBob.focus();
        RIG.page().keyboard().press("Enter");
        assertThat(call("Bob Castle").getByRole(AriaRole.HEADING)).isFocused();

        at("live-filter").fill("on a call bob");
        assertThat(at("live-call")).hasCount(0);
        assertThat(at("agent")).hasCount(1);
        agent("Bob Castle").locator("[data-part=name]").click();
        assertThat(call("Bob Castle").getByRole(AriaRole.HEADING)).isFocused();
        assertThat(at("live-filter")).hasValue("");
        assertThat(at("live-call")).hasCount(2);

        control.send(new AgentMessage.ContactGone("live-1"));
        assertThat(at("live")).isFocused();
        see(AgentScript.of("bob", "Bob Castle", "available"));
        assertThat(agent("Bob Castle").getByRole(AriaRole.BUTTON)).hasCount(0);
    }

    @Test
    void filtersContactsAndAgentsTogether() {
        open();
        see(LIVE);
        see(AgentScript.of("bob", "Bob Castle", "busy").in("live-1-p2"));
        see(AgentScript.of("carol", "Carol Diaz", "lunch"));
        at("live-filter").fill("castle");
        assertThat(at("live-call")).hasCount(1);
        assertThat(at("agent")).hasCount(1);
        at("live-filter").fill("lunch");
        assertThat(at("live-empty")).hasText("No live contact matches.");
        assertThat(agent("Carol Diaz")).isVisible();
        at("live-filter").fill("nothing like it");
        assertThat(at("agents-empty")).hasText("No agent matches.");
        assertThat(at("agents-tally"))
                .hasText("0 available · 1 on a call · 0 in after-contact work · 1 not ready");
    }

    @Test
    void asksForTheAgentsAgainInANewSession() {
        open();
        see(AgentScript.of("bob", "Bob Castle", "available"));
        assertThat(at("agent")).hasCount(1);
        RIG.page().reload();
        RIG.page()
                .waitForCondition(() ->
                        control.requests().stream()
                                        .filter(AgentMessage.Watch.class::isInstance)
                                        .count()
                                == 2);
        assertThat(at("agents-empty")).hasText("No agent is at work at the moment.");
        see(AgentScript.of("carol", "Carol Diaz", "available"));
        assertThat(at("agent")).hasCount(1);
    }

    @Test
    void catchesUpWithTheAgentsAfterALostConnection() {
        open();
        see(AgentScript.of("carol", "Carol Diaz", "available"));
        assertThat(agent("Carol Diaz")).isVisible();
        RIG.proxy().cut();
        assertThat(at("link")).hasAttribute("data-state", "lost");
        assertThat(agent("Carol Diaz")).isVisible();
        see(AgentScript.of("carol", "Carol Diaz", "lunch"));
        RIG.proxy().mend();
        assertThat(agent("Carol Diaz").locator(".pill")).hasText("Lunch");
    }

    @Test
    void sortsTheAgentsByAColumnAndSaysSo() {
        open();
        see(AgentScript.of("bob", "Bob Castle", "lunch").counted(2, 0, 0));
        see(AgentScript.of("eve", "Eve Ford", "available").counted(12, 0, 0));
        var names = at("agent").locator("[data-part=name]");
        var handled = column("Handled");
        assertThat(column("Agent")).hasAttribute("aria-sort", "ascending");

        handled.getByRole(AriaRole.BUTTON).click();
        assertThat(names).hasText(new String[] {"Eve Ford", "Bob Castle"});
        assertThat(handled).hasAttribute("aria-sort", "descending");
        see(AgentScript.of("bob", "Bob Castle", "lunch").counted(13, 0, 0));
        assertThat(names).hasText(new String[] {"Bob Castle", "Eve Ford"});
        handled.getByRole(AriaRole.BUTTON).click();
        assertThat(names).hasText(new String[] {"Eve Ford", "Bob Castle"});
        assertThat(column("Agent")).hasAttribute("aria-sort", "none");
    }

    private static double heightOf(String agent) {
        return agent(agent).boundingBox().height;
    }

    private static Locator column(String name) {
        return RIG.page()
                .getByRole(AriaRole.COLUMNHEADER, new Page.GetByRoleOptions().setName(name));
    }

    private static void open() {
        RIG.control().permit("AccessMetrics");
        RIG.page().navigate(RIG.url() + "/supervisor");
        RIG.signIn();
        assertThat(at("live-tally")).hasText("0 live · 0 talking · 0 waiting");
    }

    private void see(CallScript call) {
        control.send(new AgentMessage.ContactSeen(call.view()));
    }

    private void see(AgentScript agent) {
        control.send(agent.seen());
    }

    private static Locator agent(String name) {
        return at("agent").filter(text(name));
    }

    private static Locator call(String text) {
        return at("live-call").filter(text(text));
    }

    private static Locator.FilterOptions text(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static Locator at(String testId) {
        return RIG.at(testId);
    }
}
