package dev.crosspoint.gateway.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One {@link Rig} for the tests of a class, which take it as a parameter. Where there is an agent's
 * page, it is signed in, available and idle before each test, whatever the one before has left.
 */
final class RigExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {
    private final String codecs;
    private final boolean page;
    private @Nullable Path folder;
    private @Nullable Rig rig;

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

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("crosspoint-rig");
        rig = Rig.start(folder, codecs);
        if (page) {
            rig.page().signIn(Rig.AGENT, Rig.PASSWORD);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (page) {
            open().page().recover();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        // JUnit calls this although beforeAll has failed, or skipped the class for want of a peer.
        if (rig != null) {
            rig.close();
        }
        if (folder != null) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Rig.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return open();
    }

    private Rig open() {
        if (rig == null) {
            throw new IllegalStateException("the rig has not been started");
        }
        return rig;
    }
}
