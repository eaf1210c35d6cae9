package dev.crosspoint.gateway.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** Changes the form of log lines, and where they go, once that is known. */
public final class LogSetup {
    /** What {@code logback.xml} chooses its appender by. */
    private static final String FORMAT = "crosspoint.log.format";

    /** Likewise where its appenders write. */
    private static final String TARGET = "crosspoint.log.target";

    private LogSetup() {}

    /**
     * Configures logging anew, for a gateway.
     *
     * @param format an appender of {@code logback.xml}: {@code console} or {@code json}
     */
    public static void use(String format) {
        configure(format, "System.out");
    }

    /** Configures logging anew, for a command, whose standard output is its answer alone. */
    public static void useStandardError() {
        configure("console", "System.err");
    }

    private static void configure(String format, String target) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return; // Somebody embeds us with another logging library.
        }
        context.reset();
        context.putProperty(FORMAT, format);
        context.putProperty(TARGET, target);
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        var file = Objects.requireNonNull(LogSetup.class.getResource("/logback.xml"));
        try {
            configurator.doConfigure(file);
        } catch (JoranException e) {
            throw new IllegalStateException("logback.xml cannot be read", e);
        }
    }
}
