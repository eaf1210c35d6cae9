package dev.crosspoint.gateway.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test a {@link WorksRig} of its own, which does nothing before it is started. */
final class WorksRigs implements ParameterResolver {
    private static final Namespace HERE = Namespace.create(WorksRigs.class);

    /** A rig and its folder, which go with the test. */
    private record Lent(WorksRig rig, Path home) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            rig.close();
            try (var files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == WorksRig.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var shared =
                context.getRoot()
                        .getStore(HERE)
                        .computeIfAbsent("shared", _ -> shared(), WorksRig.Shared.class);
        return context.getStore(HERE)
                .computeIfAbsent(WorksRig.class, _ -> lend(shared), Lent.class)
                .rig();
    }

    private static WorksRig.Shared shared() {
        try {
            return WorksRig.Shared.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Lent lend(WorksRig.Shared shared) {
        try {
            Path home = Files.createTempDirectory("crosspoint-works");
            return new Lent(new WorksRig(shared, home), home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
