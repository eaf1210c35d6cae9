package dev.crosspoint.gateway.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A {@link Rig} for the tests of a class, which take it as a parameter: the same for all classes
 * that want the same. Where there is an agent's page, it is signed in, available and idle before
 * each test, whatever the one before has left; and after each nothing may be left of its calls.
 */
final class RigExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private final String codecs;
    private final boolean page;

    /** Characters that the gateway had logged before the test. */
    private int logged;

    private RigExtension(String codecs, boolean page) {
        this.codecs = codecs;
        this.page = page;
    }

    /** A gateway with that codec policy and its peers; the agent's page stays closed. */
    static RigExtension of(String codecs) {
        return new RigExtension(codecs, false);
    }

    /** With the agent's page. */
    static RigExtension withPage(String codecs) {
        return new RigExtension(codecs, true);
    }

    /** A rig in a folder of its own, until the last class is through. */
    private record Shared(Rig rig, Path folder) implements AutoCloseable {
        static Shared start(String codecs) {
            try {
                Path folder = Files.createTempDirectory("crosspoint-rig");
                return new Shared(Rig.start(folder, codecs), folder);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            rig.close();
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Rig rig(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(RigExtension.class))
                .computeIfAbsent(codecs + page, _ -> Shared.start(codecs), Shared.class)
                .rig();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        var _ = rig(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        var rig = rig(context);
        if (page) {
            rig.recoverPages();
        }
        rig.customer().forget();
        rig.outside().forget();
        logged = rig.gateway().log().length();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        // What a failed test leaves is no news; how it was with gateway and pages then, is.
        if (context.getExecutionException().isEmpty()) {
            rig(context).awaitNothingLeft();
        } else {
            System.out.println(rig(context).how(logged));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Rig.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return rig(context);
    }
}
