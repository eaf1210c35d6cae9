package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the far ends of SIP calls in a {@link Centre} do besides calling and hanging up. */
final class FarEnds {
    private final Centre centre;

    FarEnds(Centre centre) {
        this.centre = centre;
    }

    /** A SIP call comes in to take the place of another. */
    void replaces(String dialog, String replaced, @Nullable String offer) {
        centre.arrives(dialog, Office.CUSTOMER, Office.ADDRESS, offer, replaced);
    }

    /** A caller has our 200, and answers the offer in it if there was none of its own. */
    void confirms(String dialog, @Nullable String answer) {
        centre.trunk(
                new TrunkMessage.CallConfirmed(
                        Office.TENANT, dialog, answer == null ? null : new Private(answer)));
    }

    /** The far end of a SIP call asks to be replaced (REFER). */
    void refers(String dialog, String target, @Nullable String replaced) {
        assertThat(centre.office.trunks.referred(dialog)).isTrue();
        centre.trunk(
                new TrunkMessage.TransferRequested(
                        Office.TENANT, dialog, new Private(target), replaced));
    }

    /** What a far end was told of the transfer that it asked for, as {@code 202} and statuses. */
    List<Integer> reported(String dialog) {
        var statuses = new ArrayList<Integer>();
        for (var command : centre.office.trunks.commands) {
            if (command.dialog().equals(dialog)) {
                switch (command) {
                    case TrunkMessage.AcceptTransfer _ -> statuses.add(202);
                    case TrunkMessage.RefuseTransfer refusal -> statuses.add(refusal.status());
                    case TrunkMessage.ReportTransfer report -> statuses.add(report.status());
                    default -> {}
                }
            }
        }
        return statuses;
    }

    /** What carriers were asked to transfer. */
    List<TrunkMessage.Transfer> asked() {
        return centre.office.trunks.commands.stream()
                .filter(TrunkMessage.Transfer.class::isInstance)
                .map(TrunkMessage.Transfer.class::cast)
                .toList();
    }

    /** A carrier says how far it is with a transfer that we asked for. */
    void progresses(String dialog, int status) {
        assertThat(centre.office.trunks.progressed(dialog, status)).isTrue();
        centre.trunk(new TrunkMessage.TransferProgress(Office.TENANT, dialog, status));
    }
}
