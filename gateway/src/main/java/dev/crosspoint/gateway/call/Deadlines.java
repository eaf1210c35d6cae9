package dev.crosspoint.gateway.call;

/** What has taken too long, and what it means at each stage. */
final class Deadlines {
    private Deadlines() {}

    static void pass(CallTurn turn) {
        for (var snapshot : turn.parties()) {
            // What happened to an earlier one may have changed, or ended, the later.
            turn.party(snapshot.id()).ifPresent(party -> pass(party, turn));
        }
    }

    private static void pass(Party party, CallTurn turn) {
        var deadline = party.stage().deadline();
        if (deadline.isPresent() && turn.isPast(deadline.getAsLong())) {
            tooLate(party, turn);
        } else {
            Guides.passTime(party, turn);
        }
    }

    private static void tooLate(Party party, CallTurn turn) {
        switch (party.stage()) {
            case Stage.Arriving _ -> Leaving.leave(party, EndCause.FAILED, turn);
            case Stage.Offered _ -> Seats.pass(party, EndCause.MISSED, turn);
            case Stage.Joining _ -> {
                if (party.role() instanceof Role.Agent agent
                        && agent.connectedMs() == 0
                        && !(agent.wanted() instanceof Role.Wanted.Own)) {
                    Seats.pass(party, EndCause.AUDIO_NEVER_CAME, turn);
                } else {
                    Leaving.leave(party, EndCause.MEDIA_LOST, turn);
                }
            }
            case Stage.Dialing _, Stage.Replacing _, Stage.Referring _ ->
                    Leaving.leave(party, EndCause.NO_ANSWER, turn);
            case Stage.Planned _, Stage.Sought _, Stage.Present _ -> {}
        }
    }
}
