package dev.crosspoint.gateway.switchboard;

import static dev.crosspoint.gateway.access.Permission.BASIC_AGENT_ACCESS;
import static dev.crosspoint.gateway.access.Permission.CHANGE_AGENT_STATE;
import static dev.crosspoint.gateway.access.Permission.MANAGER_BARGE_IN;
import static dev.crosspoint.gateway.access.Permission.MANAGER_LISTEN_IN;
import static dev.crosspoint.gateway.access.Permission.STOP_CONTACT;
import static dev.crosspoint.gateway.access.Permission.SUSPEND_RECORDING;
import static dev.crosspoint.gateway.access.Permission.TRANSFER_CONTACT;

import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.signaling.api.ContactVerb;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an agent's work consists of, and who may do it: whoever has one of the permissions. The one
 * table of the desktop and of the control API; what else it takes is decided with the contact.
 */
@SuppressWarnings("ImmutableEnumChecker") // Sets are of Set.of.
public enum Right {
    /** Calls, sees whom to call, chooses a device. */
    WORK(Set.of(BASIC_AGENT_ACCESS)),

    /** Chooses a state. */
    CHOOSE_STATE(Set.of(BASIC_AGENT_ACCESS, CHANGE_AGENT_STATE)),

    /** Listens to a contact. */
    SUPERVISE(Set.of(MANAGER_LISTEN_IN, MANAGER_BARGE_IN)),

    /** Takes a contact, and what else nobody does for another. */
    HANDLE(Set.of(BASIC_AGENT_ACCESS)),

    /** Ends a contact, or somebody's part in it. */
    STOP(Set.of(BASIC_AGENT_ACCESS, STOP_CONTACT)),

    /** Pauses what is recorded of a contact. */
    PAUSE_RECORDING(Set.of(BASIC_AGENT_ACCESS, SUSPEND_RECORDING)),

    /** Brings others into a contact. */
    PASS_ON(Set.of(BASIC_AGENT_ACCESS, TRANSFER_CONTACT));

    private final Set<Permission> oneOf;

    Right(Set<Permission> oneOf) {
        this.oneOf = oneOf;
    }

    /** What a verb is. */
    public static Right of(ContactVerb verb) {
        return switch (verb) {
            case ContactVerb.Supervise _ -> SUPERVISE;
            case ContactVerb.End _, ContactVerb.Remove _ -> STOP;
            case ContactVerb.Transfer _,
                    ContactVerb.Consult _,
                    ContactVerb.Add _,
                    ContactVerb.Complete _,
                    ContactVerb.Swap _,
                    ContactVerb.Join _,
                    ContactVerb.Cancel _ ->
                    PASS_ON;
            case ContactVerb.Accept _,
                    ContactVerb.Reject _,
                    ContactVerb.HangUp _,
                    ContactVerb.Hold _,
                    ContactVerb.Mute _,
                    ContactVerb.SendDigits _ ->
                    HANDLE;
            case ContactVerb.PauseRecording _ -> PAUSE_RECORDING;
        };
    }

    /** The permissions, of which one is enough. */
    public Set<Permission> oneOf() {
        return oneOf;
    }

    /** Likewise, with those of listeners, whose own contact from listening is theirs to handle. */
    public Set<Permission> oneOfWithListeners() {
        var all = EnumSet.copyOf(oneOf);
        all.addAll(SUPERVISE.oneOf);
        return Collections.unmodifiableSet(all);
    }

    /** Whether somebody with these has it. */
    boolean isOf(Set<Permission> permissions) {
        return !Collections.disjoint(oneOf, permissions);
    }

    /** The permission to do it as another agent; empty when nobody may. */
    Optional<Permission> overOthers() {
        return oneOf.stream().filter(one -> one != BASIC_AGENT_ACCESS).findFirst();
    }

    /** What somebody is told who has none of these permissions. */
    public static String lacking(Collection<Permission> oneOf) {
        return "your security profile lacks "
                + oneOf.stream().map(Permission::word).sorted().collect(Collectors.joining(" or "));
    }
}
