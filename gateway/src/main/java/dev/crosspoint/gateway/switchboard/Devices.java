package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.Device;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.routing.AgentKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What carries each agent's audio. A telephone is off unless one is configured for the agent
 * (MED-8), or a SIP phone of the agent's own has registered; then it is used until the agent
 * chooses the softphone, which is in the page: whoever has none uses the phone. A SIP phone goes
 * before a configured one.
 */
final class Devices {
    static final String SOFTPHONE = "softphone";

    /** Whatever rings beside the page: agents know which phone they have. */
    static final String DESK_PHONE = "desk-phone";

    private final AgentBoard board;
    private final Set<AgentKey> deskPhones = new HashSet<>();
    private final Set<AgentKey> sipPhones = new HashSet<>();

    /** Who has chosen the softphone. */
    private final Set<AgentKey> byPage = new HashSet<>();

    Devices(AgentBoard board) {
        this.board = board;
    }

    void add(AgentKey agent, boolean hasDeskPhone) {
        if (hasDeskPhone) {
            deskPhones.add(agent);
        }
    }

    /** Whether a SIP phone of the agent's has registered. */
    void registered(AgentKey agent, boolean is) {
        if (is) {
            sipPhones.add(agent);
        } else {
            sipPhones.remove(agent);
        }
    }

    boolean hasSipPhone(AgentKey agent) {
        return sipPhones.contains(agent);
    }

    /** What may carry the agent's audio. */
    List<String> of(AgentKey agent) {
        return hasPhone(agent) ? List.of(SOFTPHONE, DESK_PHONE) : List.of(SOFTPHONE);
    }

    private boolean hasPhone(AgentKey agent) {
        return deskPhones.contains(agent) || sipPhones.contains(agent);
    }

    Device used(AgentKey agent) {
        if (!hasPhone(agent) || (byPage.contains(agent) && !isWithoutPage(agent))) {
            return Device.SOFTPHONE;
        }
        return hasSipPhone(agent) ? Device.SIP_PHONE : Device.DESK_PHONE;
    }

    private boolean isWithoutPage(AgentKey agent) {
        return board.row(agent).filter(row -> PhoneDesk.NO_PAGE.equals(row.session())).isPresent();
    }

    String word(AgentKey agent) {
        return used(agent) == Device.SOFTPHONE ? SOFTPHONE : DESK_PHONE;
    }

    /** Changes the device; false, and nothing changes, when the agent has no such thing. */
    boolean choose(AgentKey agent, String device) {
        return switch (device) {
            case SOFTPHONE -> {
                byPage.add(agent);
                yield true;
            }
            case DESK_PHONE -> {
                byPage.remove(agent);
                yield hasPhone(agent);
            }
            default -> false;
        };
    }
}
