package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.Handover.Kind;
import dev.crosspoint.gateway.call.Line.Sip;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * REFER (RFC 3515): the far end of a SIP call has itself replaced, which is a handover like an
 * agent's; or a carrier that may transfers a call for us, and takes it off the gateway.
 */
final class Referrals {
    /**
     * Signalling gives up after 180 s without a word; this is for the case that it never says so.
     */
    private static final long REFERRING_NANOS = TimeUnit.SECONDS.toNanos(220);

    private Referrals() {}

    // --- asked of us ---

    static void asked(
            Party by, Line.Trunk line, Private target, @Nullable String replaces, CallTurn turn) {
        if (replaces != null) {
            attended(by, line, replaces, turn);
            return;
        }
        boolean alone =
                turn.parties().stream()
                        .noneMatch(
                                it -> !it.id().equals(by.id()) && it.isMember() && it.isPresent());
        if (turn.handover != null) {
            refuse(line, 500, "a transfer is under way already", turn);
        } else if (!by.isPresent() || by.isGuided() || alone) {
            refuse(line, 603, "there is nobody to transfer", turn);
        } else if (turn.rules.outbound() == null) {
            refuse(line, 503, "no trunk is configured for calling out", turn);
        } else {
            blind(by, line, target, turn);
        }
    }

    private static void blind(Party by, Line.Trunk line, Private target, CallTurn turn) {
        var number = PhoneNumber.parse(target.value(), turn.rules.defaultCountry());
        turn.trunk(new TrunkMessage.AcceptTransfer(line.dialog()));
        if (number.isEmpty()) {
            // To a strict peer a 404 to the REFER itself would be the end of the call (RFC 5057).
            turn.trunk(new TrunkMessage.ReportTransfer(line.dialog(), 404));
            return;
        }
        var role = new Role.External(new Private(number.get().e164()));
        var called = turn.put(Outgoing.planned(role, number.get(), null, by.id(), turn));
        Handovers.begin(by, called.id(), Kind.BLIND, line.dialog(), turn);
    }

    /** Both SIP calls of the far end are in this call: whoever is left talks on. */
    private static void attended(Party by, Line.Trunk line, String replaces, CallTurn turn) {
        var other = turn.state().dialog(replaces).filter(it -> !it.id().equals(by.id()));
        if (other.isEmpty()) {
            refuse(line, 503, "nobody is in the other call", turn);
            return;
        }
        turn.trunk(new TrunkMessage.AcceptTransfer(line.dialog()));
        turn.trunk(new TrunkMessage.ReportTransfer(line.dialog(), 200));
        Leaving.leave(by, EndCause.TRANSFERRED, turn);
        turn.party(other.get().id()).ifPresent(it -> Leaving.leave(it, EndCause.TRANSFERRED, turn));
    }

    private static void refuse(Line.Trunk line, int status, String reason, CallTurn turn) {
        turn.trunk(new TrunkMessage.RefuseTransfer(line.dialog(), status, reason));
    }

    /** Tells the far end that has asked for a handover how far it is. */
    static void report(@Nullable Handover handover, PartyId target, int status, CallTurn turn) {
        if (handover != null && handover.refer() != null && handover.target().equals(target)) {
            turn.trunk(new TrunkMessage.ReportTransfer(handover.refer(), status));
        }
    }

    // --- asked of them ---

    /**
     * A blind transfer of a customer whose carrier may do it: answers the target as the carrier is
     * asked to call it, or null when we have to.
     */
    static @Nullable Party refer(Party by, PhoneNumber number, CallTurn turn) {
        var others =
                turn.parties().stream()
                        .filter(it -> it.isMember() && !it.id().equals(by.id()))
                        .toList();
        if (others.size() != 1
                || !(others.getFirst().line() instanceof Line.Trunk line)
                || !mayRefer(others.getFirst(), turn)) {
            return null;
        }
        var target = new Private(number.e164());
        turn.trunk(new TrunkMessage.Transfer(line.dialog(), target, null));
        var role = new Role.External(target);
        return Outgoing.planned(role, number, null, by.id(), turn)
                .with(new Stage.Referring(turn.after(REFERRING_NANOS), others.getFirst().id()));
    }

    /**
     * When two people outside have been left to each other, their carrier may connect them without
     * us. When it does not, we go on relaying.
     */
    static void release(CallTurn turn) {
        var members = turn.parties().stream().filter(Party::isMember).toList();
        if (turn.handover == null
                && members.size() == 2
                && members.stream().allMatch(party -> mayRefer(party, turn))
                && members.get(0).line() instanceof Line.Trunk first
                && members.get(1).line() instanceof Line.Trunk second
                && first.trunk().equals(second.trunk())) {
            turn.trunk(new TrunkMessage.Transfer(first.dialog(), new Private(""), second.dialog()));
        }
    }

    private static boolean mayRefer(Party party, CallTurn turn) {
        return party.isOutside()
                && party.isPresent()
                && !isWantedBack(party)
                && party.line() instanceof Line.Trunk line
                && line.sip() == Sip.ANSWERED
                && turn.rules.referrers().contains(line.trunk());
    }

    /** Whether a flow waits for its customer, whom it would never get back from a carrier. */
    private static boolean isWantedBack(Party party) {
        return party.guide() != null && party.guide().flow().kind().holdsContact();
    }

    /** The carrier tells how far it is; from 200 on for the last time. */
    static void progress(Party party, int status, CallTurn turn) {
        if (status < 200) {
            return;
        }
        var targets = targetsFor(party, turn);
        if (status < 300) {
            var handover = turn.handover;
            targets.forEach(target -> turn.remove(target.id()));
            if (handover != null && targets.stream().anyMatch(it -> isTarget(it, handover))) {
                turn.handover = null;
                turn.party(handover.by())
                        .ifPresent(by -> Leaving.leave(by, EndCause.TRANSFERRED, turn));
            }
            // Those whom the carrier has connected are both gone.
            boolean agents =
                    turn.parties().stream().anyMatch(it -> it.role() instanceof Role.Agent);
            if (agents) {
                turn.party(party.id())
                        .ifPresent(it -> Leaving.leave(it, EndCause.TRANSFERRED, turn));
            } else {
                Leaving.end(EndCause.TRANSFERRED, turn);
            }
        } else {
            targets.forEach(target -> Leaving.leave(target, EndCause.ofStatus(status), turn));
        }
    }

    /** The carrier was not asked, after all: we call the number ourselves. */
    static void refused(Party party, CallTurn turn) {
        targetsFor(party, turn).forEach(target -> TrunkCalls.call(target, turn));
    }

    private static List<Party> targetsFor(Party party, CallTurn turn) {
        return turn.parties().stream()
                .filter(it ->
                        it.stage() instanceof Stage.Referring(_, var whom)
                                && whom.equals(party.id()))
                .toList();
    }

    private static boolean isTarget(Party party, Handover handover) {
        return handover.target().equals(party.id());
    }
}
