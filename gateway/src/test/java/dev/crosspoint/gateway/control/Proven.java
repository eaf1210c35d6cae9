package dev.crosspoint.gateway.control;

import dev.crosspoint.gateway.access.AgentDirectory;
import dev.crosspoint.gateway.switchboard.CallCentre;
import java.util.Optional;

/** The agents of the call centre, who have all just shown who they are. */
final class Proven {
    private Proven() {}

    static AgentDirectory agents() {
        return new AgentDirectory() {
            @Override
            public Optional<AgentIdentity> byToken(String token) {
                return CallCentre.byToken(token);
            }

            @Override
            public boolean isProven(String token) {
                return true;
            }
        };
    }
}
