package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.Diagnosis;
import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Carries out what the switchboard of an {@link Office} asks for, and keeps what there was. */
final class Errands {
    /** Everything there was to do, in order. */
    final List<Errand> all = new ArrayList<>();

    /** What neither media nor trunks nor agents are told. */
    final List<Errand> others = new ArrayList<>();

    final List<Throwable> bugs = new ArrayList<>();
    boolean bugsExpected;

    /** Whether what is to be on record first is at once; otherwise it waits here. */
    boolean takesRecord = true;

    final List<CallInput.Asked> unrecorded = new ArrayList<>();

    /** Whether media's answers wait for {@link #hearMedia}. */
    boolean mediaIsSlow;

    private final Office office;
    private final Deque<Runnable> unheard = new ArrayDeque<>();

    Errands(Office office) {
        this.office = office;
    }

    /** Carries out errands until nothing is left to do. */
    void run() {
        for (var next = office.switchboard.drain();
                !next.isEmpty();
                next = office.switchboard.drain()) {
            all.addAll(next);
            next.forEach(this::carryOut);
        }
    }

    private void carryOut(Errand errand) {
        switch (errand) {
            case Errand.ToMedia(_, var command, long ticket) -> {
                office.media.commands.add(command);
                // A trunk's leg waits for its port, and one that moves is on its way; everything
                // else is done at once.
                boolean waits = mediaIsSlow && command instanceof MediaCommand.OfferLeg;
                office.media.legsTravel = mediaIsSlow;
                var done = waits ? null : office.media.carryOut(command);
                unheard.add(() -> {
                    var reply =
                            done == null ? office.media.carryOut(command) : arrive(command, done);
                    office.switchboard.onMediaReply(command, reply, ticket, office.nowNanos);
                });
                if (!mediaIsSlow) {
                    hearMedia();
                }
            }
            case Errand.ToTrunk(var call, var command, long ticket) -> {
                var reply = office.trunks.on(command);
                if (call != null) {
                    office.switchboard.onTrunkReply(call, command, reply, ticket, office.nowNanos);
                }
            }
            case Errand.ToSession(var session, var event) ->
                    office.events.computeIfAbsent(session, _ -> new ArrayList<>()).add(event);
            case Errand.Reply(long ticket, var reply) -> {
                if (office.replies.putIfAbsent(ticket, reply) != null) {
                    throw new AssertionError("two replies to one request");
                }
            }
            case Errand.AuditFirst(var asked, _) -> {
                others.add(errand);
                if (takesRecord) {
                    office.desk.onRecord(asked, office.nowNanos);
                } else {
                    unrecorded.add(asked);
                }
            }
            case Errand.LogBug(_, var bug) -> {
                if (!bugsExpected) {
                    throw new AssertionError("a bug ended a call", bug);
                }
                bugs.add(bug);
            }
            case Errand.CallDemo _,
                    Errand.Count _,
                    Errand.CountEnd _,
                    Errand.Diagnosed _,
                    Errand.Log _,
                    Errand.Audit _,
                    Errand.Keep _,
                    Errand.Remember _,
                    Errand.Invoke _ ->
                    others.add(errand);
        }
    }

    private MediaReply arrive(MediaCommand command, MediaReply done) {
        return command instanceof MediaCommand.MoveLeg move && office.media.isOnItsWay(move.leg())
                ? office.media.arrive(move)
                : done;
    }

    /** The questions to functions that were asked since the last time. */
    List<Errand.Invoke> takeQuestions() {
        var questions =
                others.stream()
                        .filter(Errand.Invoke.class::isInstance)
                        .map(Errand.Invoke.class::cast)
                        .toList();
        others.removeAll(questions);
        return questions;
    }

    /** Everything that media has answered so far is heard. */
    void hearMedia() {
        for (int waiting = unheard.size(); waiting > 0; waiting--) {
            unheard.remove().run();
        }
    }

    List<EndCause> ends() {
        return others.stream()
                .filter(Errand.CountEnd.class::isInstance)
                .map(errand -> ((Errand.CountEnd) errand).cause())
                .toList();
    }

    /** Every contact record that was written down, in order. */
    List<ContactRecord> records() {
        return others.stream()
                .filter(Errand.Keep.class::isInstance)
                .map(errand -> ((Errand.Keep) errand).contact())
                .toList();
    }

    long counted(Errand.Counted what) {
        return others.stream().filter(new Errand.Count(what)::equals).count();
    }

    /** How legs were said to sound, in order. */
    List<Diagnosis> diagnoses() {
        return others.stream()
                .filter(Errand.Diagnosed.class::isInstance)
                .map(errand -> ((Errand.Diagnosed) errand).diagnosis())
                .toList();
    }
}
