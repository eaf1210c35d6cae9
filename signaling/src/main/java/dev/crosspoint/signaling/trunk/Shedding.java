package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.SipCounters.Load;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who has too much to do, and so whether new calls are told to try later. */
final class Shedding {

    private static final Logger LOG = LoggerFactory.getLogger(Shedding.class);

    private final Set<Load> overloaded = EnumSet.noneOf(Load.class);
    private final SipCounters counters;

    Shedding(SipCounters counters) {
        this.counters = counters;
        for (var load : Load.values()) {
            counters.refuses(load, false);
        }
    }

    void set(Load whose, boolean isOver) {
        boolean before = refuses();
        if (isOver ? overloaded.add(whose) : overloaded.remove(whose)) {
            counters.refuses(whose, isOver);
            LOG.warn(
                    "{} is {}{}",
                    whose.name().toLowerCase(Locale.ROOT),
                    isOver ? "overloaded" : "well again",
                    refuses() == before
                            ? ""
                            : isOver ? ": new calls get 503" : ": calls are taken");
        }
    }

    /** Whether new calls are to wait. */
    boolean refuses() {
        return !overloaded.isEmpty();
    }
}
