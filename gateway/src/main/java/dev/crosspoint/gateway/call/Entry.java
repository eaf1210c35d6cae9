package dev.crosspoint.gateway.call;

/** Somebody's audio is here. */
final class Entry {
    private Entry() {}

    /** What follows besides being heard, which follows by itself. */
    static void here(Party party, CallTurn turn) {
        if (party.stage() instanceof Stage.Offered) {
            Seats.take(party, turn);
        }
        boolean first = !(party.role() instanceof Role.Agent agent) || agent.connectedMs() == 0;
        var present = turn.put(party.with(new Stage.Present()).withBroughtBy(null));
        ThirdParties.arrived(party.id(), turn);
        Handovers.arrived(party.id(), turn);
        // Last, when everybody who is to be told of the other is off hold.
        if (first && party.role() instanceof Role.Agent role && role.supervision() == null) {
            Guides.introduce(party.id(), turn);
        }
        if (party.role() instanceof Role.Customer && party.stage() instanceof Stage.Dialing) {
            Guides.introduceCalled(present, turn);
        }
    }
}
