package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.signaling.api.TrunkMessage;

/** Two calls become one, as a far end that is in both has asked. */
final class Merge {
    private final Switchboard board;

    Merge(Switchboard board) {
        this.board = board;
    }

    /**
     * Whether the far end of two SIP calls asks for its two calls to become one, and they have. Any
     * other transfer is the matter of one call.
     */
    boolean merges(TrunkMessage.Event event, long nowNanos) {
        if (!(event instanceof TrunkMessage.TransferRequested asked) || asked.replaces() == null) {
            return false;
        }
        var staying = board.calls().dialog(asked.dialog());
        var leaving = board.calls().dialog(asked.replaces());
        if (staying.isEmpty() || leaving.isEmpty() || staying.get() == leaving.get()) {
            return false;
        }
        var to = staying.get();
        var from = leaving.get();
        var given = from.control.give(from.state(), asked.replaces(), to.id(), to.loop, nowNanos);
        given.ifPresent(half -> {
            board.advance(to, to.control.accept(to.state(), asked.dialog(), nowNanos), nowNanos);
            board.calls().hand(half.parties(), from, to);
            half.parties()
                    .forEach(party -> {
                        if (party.leg() != null) {
                            board.standing().merged(party.leg(), to);
                        }
                    });
            board.contacts().moved(half.parties(), from.id(), to.id());
            board.advance(from, half.step(), nowNanos);
            board.advance(
                    to,
                    to.control.take(to.state(), asked.dialog(), half.parties(), nowNanos),
                    nowNanos);
        });
        return given.isPresent();
    }
}
