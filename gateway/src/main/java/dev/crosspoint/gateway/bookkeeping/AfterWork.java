package dev.crosspoint.gateway.bookkeeping;

import dev.crosspoint.gateway.routing.AgentActivity;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.Release;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Which contact each agent works after, and for how long. */
final class AfterWork {
    private static final long NEVER = -1;

    private final Consumer<ContactPage> known;

    /** Contacts that have just ended: their agents are released in the same breath. */
    private final Map<String, ContactPage> ended = new HashMap<>();

    private final Map<AgentKey, Work> works = new HashMap<>();

    /**
     * Since when the agent is at it, on the clock of activities; not, while a supervisor listens.
     */
    private static final class Work {
        private final ContactPage page;
        private long sinceNanos = NEVER;

        private Work(ContactPage page) {
            this.page = page;
        }
    }

    /** Tells of every contact of which more is known. */
    AfterWork(Consumer<ContactPage> known) {
        this.known = known;
    }

    /** A contact is over. */
    void over(ContactPage page) {
        ended.put(page.id(), page);
    }

    /** Whoever was released by now was released. */
    void forget() {
        ended.clear();
    }

    void on(AgentActivity activity) {
        switch (activity) {
            case AgentActivity.ContactReleased(
                            var agent,
                            _,
                            var contact,
                            boolean monitored,
                            var why,
                            _) -> {
                var page = ended.get(contact);
                if (page != null && why == Release.ENDED) {
                    works.put(agent, new Work(page));
                } else if (!monitored) {
                    works.remove(agent);
                }
            }
            case AgentActivity.StateChanged(var agent, long at, _, _, var to) -> {
                var work = works.get(agent);
                if (work != null) {
                    pause(work, at);
                    change(agent, work, to, at);
                }
            }
            case AgentActivity.SignedIn _, AgentActivity.SignedOut _ -> {}
        }
    }

    private void change(AgentKey agent, Work work, String to, long atNanos) {
        if (to.equals(AgentBoard.AFTER_CONTACT)) {
            work.sinceNanos = atNanos;
        } else if (!to.equals(AgentBoard.BUSY)) {
            works.remove(agent);
        }
    }

    private void pause(Work work, long atNanos) {
        if (work.sinceNanos != NEVER) {
            work.page.afterWork(TimeUnit.NANOSECONDS.toMillis(atNanos - work.sinceNanos));
            work.sinceNanos = NEVER;
            known.accept(work.page);
        }
    }

    /** Everybody's work ends. */
    void end(long nowNanos) {
        works.values().forEach(work -> pause(work, nowNanos));
        works.clear();
    }
}
