package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.Line;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.switchboard.TrunkDouble.Stage;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The far ends of SIP calls: they ring, answer, fail, change their mind and hang up. */
final class RandomNetwork {
    private final Office office;
    private final Random random;

    RandomNetwork(Office office, Random random) {
        this.office = office;
        this.random = random;
    }

    /** A customer calls. */
    void calls(String dialog) {
        office.trunks.invited(dialog);
        boolean offer = random.nextInt(4) != 0;
        office.trunk(
                new TrunkMessage.CallArrived(
                        Office.TENANT,
                        dialog,
                        random.nextInt(10) == 0 ? "nobody" : "carrier",
                        Office.ADDRESS,
                        new Private(Office.CUSTOMER),
                        new Private(Office.OUR_NUMBER),
                        offer ? new Private("offer") : null,
                        Map.of(),
                        replaced()));
    }

    /** Now and then a call takes the place of another. */
    private @Nullable String replaced() {
        var answered = new ArrayList<String>();
        office.trunks.dialogs.forEach((name, dialog) -> {
            if (dialog.stage == Stage.ANSWERED) {
                answered.add(name);
            }
        });
        return answered.isEmpty() || random.nextInt(4) != 0 ? null : pick(answered);
    }

    /** Whoever is called answers. */
    void answers(Party party) {
        if (party.line() instanceof Line.Trunk line
                && line.sip() != Line.Sip.UNPLACED
                && office.trunks.dialog(line.dialog()).stage == Stage.PLACED) {
            office.trunks.dialog(line.dialog()).stage = Stage.ANSWERED;
            office.trunk(
                    new TrunkMessage.CallAnswered(
                            Office.TENANT, line.dialog(), new Private("sdp")));
        }
    }

    /** Whoever calls has our 200. */
    void confirms(Party party) {
        if (party.line() instanceof Line.Trunk line && line.sip() == Line.Sip.ANSWERED) {
            office.trunk(
                    new TrunkMessage.CallConfirmed(
                            Office.TENANT, line.dialog(), new Private("sdp")));
        }
    }

    /** Somebody does something that the state of the SIP call allows. */
    void says() {
        var dialogs = new ArrayList<>(office.trunks.dialogs.keySet());
        if (dialogs.isEmpty()) {
            return;
        }
        var dialog = pick(dialogs);
        var stage = office.trunks.dialog(dialog).stage;
        var sdp = new Private("sdp");
        switch (stage) {
            case INVITED -> {
                office.trunks.endedByPeer(dialog);
                office.trunk(new TrunkMessage.CallEnded(Office.TENANT, dialog, "cancel"));
            }
            case PLACED -> {
                switch (random.nextInt(5)) {
                    case 0 ->
                            office.trunk(
                                    new TrunkMessage.CallProgress(
                                            Office.TENANT, dialog, 180, null));
                    case 1 ->
                            office.trunk(
                                    new TrunkMessage.CallProgress(Office.TENANT, dialog, 183, sdp));
                    case 2 -> {
                        office.trunks.endedByPeer(dialog);
                        office.trunk(
                                new TrunkMessage.CallFailed(
                                        Office.TENANT,
                                        dialog,
                                        pick(List.of(486, 480, 404, 603, 503)),
                                        "no"));
                    }
                    default -> {
                        office.trunks.dialog(dialog).stage = Stage.ANSWERED;
                        office.trunk(new TrunkMessage.CallAnswered(Office.TENANT, dialog, sdp));
                    }
                }
            }
            case ANSWERED -> {
                switch (random.nextInt(6)) {
                    case 0 ->
                            office.trunk(
                                    new TrunkMessage.CallConfirmed(
                                            Office.TENANT,
                                            dialog,
                                            random.nextInt(5) == 0 ? null : sdp));
                    case 1 -> {
                        office.trunks.dialog(dialog).reoffers++;
                        office.trunk(new TrunkMessage.Reoffered(Office.TENANT, dialog, sdp));
                    }
                    case 2 ->
                            office.trunk(
                                    new TrunkMessage.InfoDigit(
                                            Office.TENANT,
                                            dialog,
                                            new Private(pick(List.of("5", "!")))));
                    case 3 -> refers(dialog);
                    case 4 -> reports(dialog);
                    default -> {
                        if (office.trunks.progressed(dialog, 202)) {
                            office.trunk(
                                    new TrunkMessage.TransferProgress(Office.TENANT, dialog, 202));
                        }
                        office.trunks.endedByPeer(dialog);
                        office.trunk(new TrunkMessage.CallEnded(Office.TENANT, dialog, "bye"));
                    }
                }
            }
            case OVER -> {}
        }
    }

    private void refers(String dialog) {
        if (office.trunks.referred(dialog)) {
            boolean attended = random.nextInt(3) == 0;
            office.trunk(
                    new TrunkMessage.TransferRequested(
                            Office.TENANT,
                            dialog,
                            new Private(attended ? "" : Office.CUSTOMER),
                            attended
                                    ? pick(new ArrayList<>(office.trunks.dialogs.keySet()))
                                    : null));
        }
    }

    private void reports(String dialog) {
        int status = pick(List.of(100, 180, 200, 202, 486, 603, 408));
        if (office.trunks.progressed(dialog, status)) {
            office.trunk(new TrunkMessage.TransferProgress(Office.TENANT, dialog, status));
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
