package dev.crosspoint.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;

/** The supervisor's page: all live contacts, beside the phone of an {@link AgentPage}. */
final class SupervisorPage {
    private final AgentPage page;

    private SupervisorPage(AgentPage page) {
        this.page = page;
    }

    /** Turns the page of somebody who may see the live contacts to them, if it is not there yet. */
    static SupervisorPage on(AgentPage page) {
        // An earlier test may have left the page there, and the same link leads back.
        if ("/supervisor".equals(page.the("turn").getAttribute("href"))) {
            page.the("turn").click();
        }
        assertThat(page.the("live")).isVisible();
        return new SupervisorPage(page);
    }

    /** The phone, and what it hears. */
    AgentPage phone() {
        return page;
    }

    /** Waits until so many contacts are live. */
    void awaitLive(int contacts) {
        assertThat(page.the("live-call")).hasCount(contacts);
    }

    /** Listens to an agent whom nobody notices it, or falls silent again. */
    void monitor(String agent) {
        supervise(agent, "monitor");
        assertThat(page.the("hears")).hasAttribute("data-hearers", "none");
    }

    /** Speaks so that only the agent hears it. */
    void whisper(String agent) {
        supervise(agent, "whisper");
        assertThat(page.the("hears")).hasAttribute("data-hearers", "one");
    }

    /** Becomes a participant. */
    void barge(String agent) {
        supervise(agent, "barge");
        assertThat(page.the("hears")).hasAttribute("data-hearers", "all");
    }

    /** Listens on, heard by nobody. */
    void silent() {
        page.the("how-monitor").click();
        assertThat(page.the("hears")).hasAttribute("data-hearers", "none");
    }

    /** Stops listening, or leaves the call. */
    void leave() {
        page.hangUp();
        page.awaitIdle();
    }

    private void supervise(String agent, String how) {
        row(agent).locator("[data-how=" + how + "]").click();
        page.awaitConnected();
        assertThat(page.the("how-" + how)).hasAttribute("aria-pressed", "true");
    }

    private Locator row(String agent) {
        return page.the("live-list").locator(".live-person" + AgentPage.named(agent));
    }
}
