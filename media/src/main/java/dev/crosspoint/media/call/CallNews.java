package dev.crosspoint.media.call;

import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaEvent.EndReason;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.mix.HearingMatrix;
import java.util.List;

/**
 * What one call tells call control: whose audio flows, who talks, how each leg is doing, and what
 * has ended. Looks every tick for what is another than before, and allocates only where it is.
 */
final class CallNews {
    private final CallId id;
    private final Tenant tenant;
    private final String address;

    /**
     * @param address where the shell sends the call's events
     */
    CallNews(CallId id, Tenant tenant, String address) {
        this.id = id;
        this.tenant = tenant;
        this.address = address;
    }

    String address() {
        return address;
    }

    /** A leg's peer has pressed a key. */
    void digit(Leg leg, Outbox out) {
        var digit = new Digits(String.valueOf(leg.received().digit()));
        out.event(address, new MediaEvent.DigitHeard(tenant, id, leg.id(), digit));
    }

    /** A leg's peer has pressed keys, as its audio says; mostly none. */
    void tones(Leg leg, ToneEar heard, Outbox out) {
        for (int i = 0; i < heard.count(); i++) {
            var digit = new Digits(String.valueOf(heard.digit(i)));
            out.event(address, new MediaEvent.ToneHeard(tenant, id, leg.id(), digit));
        }
    }

    /** A leg has left by itself. */
    void ended(Leg leg, EndReason why, Outbox out) {
        out.event(address, new MediaEvent.LegEnded(tenant, id, leg.id(), why));
    }

    /** A prompt has come to its end. */
    void ended(PlayId play, Outbox out) {
        out.event(address, new MediaEvent.PlayEnded(tenant, id, play));
    }

    /** Tells of a leg's first audio, once. */
    void flowing(Leg leg, Outbox out) {
        if (leg.takeFlowing()) {
            out.event(address, new MediaEvent.LegFlowing(tenant, id, leg.id()));
        }
    }

    /** Tells who has begun or ceased to talk to somebody. */
    void talkers(List<Party> parties, HearingMatrix matrix, long nowNanos, Outbox out) {
        long heard = matrix.heard();
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            if (party.talk().changes((heard >>> party.slot() & 1) != 0, nowNanos)) {
                boolean talks = party.talk().talks();
                out.event(address, new MediaEvent.Talking(tenant, id, party.leg().id(), talks));
            }
        }
    }

    /** Tells what has passed, of which legs it is time to. */
    void traffic(List<Party> parties, long nowNanos, Outbox out) {
        for (int i = 0; i < parties.size(); i++) {
            Leg leg = parties.get(i).leg();
            var traffic = leg.takeTraffic(nowNanos);
            if (traffic != null) {
                out.event(address, new MediaEvent.LegTraffic(tenant, id, leg.id(), traffic));
            }
        }
    }

    /** Tells how legs are doing of which a report is due, the recordings too. */
    void quality(List<Party> parties, Tapes tapes, long nowNanos, Outbox out) {
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            Leg leg = party.leg();
            var report = leg.takeReport(party.concealedMs(), party.playoutMs(), nowNanos);
            if (report != null) {
                tapes.quality(leg, report, nowNanos);
                out.count(Count.CONCEALED_MS, party.takeConcealedMs());
                out.event(address, new MediaEvent.LegQuality(tenant, id, leg.id(), report));
            }
        }
    }
}
