package dev.crosspoint.loadtest.gatling;

import dev.crosspoint.loadtest.phone.PhoneBank;
import io.gatling.core.CoreComponents;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.protocol.ProtocolKey;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ProtocolBuilder;
import scala.Function1;
import scala.runtime.BoxedUnit;

/**
 * The protocol of a simulation: the phones that its users have.
 *
 * @param bank opened before the simulation, closed after it
 */
public record CrosspointProtocol(PhoneBank bank) implements Protocol, ProtocolBuilder {

    static final ProtocolKey<CrosspointProtocol, Components> KEY = new Key();

    @Override
    public Protocol protocol() {
        return this;
    }

    /** What steps find at run time. */
    record Components(PhoneBank bank) implements ProtocolComponents {
        @Override
        public Function1<Session, Session> onStart() {
            return session -> session;
        }

        @Override
        public Function1<Session, BoxedUnit> onExit() {
            return _ -> BoxedUnit.UNIT;
        }
    }

    private static final class Key implements ProtocolKey<CrosspointProtocol, Components> {
        @Override
        @SuppressWarnings("unchecked") // Scala's Class of any protocol
        public Class<Protocol> protocolClass() {
            return (Class<Protocol>) (Class<?>) CrosspointProtocol.class;
        }

        @Override
        public CrosspointProtocol defaultProtocolValue(GatlingConfiguration configuration) {
            throw new IllegalStateException("a simulation with phones names its protocol");
        }

        @Override
        public Function1<CrosspointProtocol, Components> newComponents(CoreComponents core) {
            return protocol -> new Components(protocol.bank());
        }
    }
}
