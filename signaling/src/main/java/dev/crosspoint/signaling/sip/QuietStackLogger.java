package dev.crosspoint.signaling.sip;

import gov.nist.core.StackLogger;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps JAIN-SIP from logging: its lines hold whole messages, numbers and names in them. Of an
 * exception it passes on where it happened and never what it says. Public, with a constructor
 * without arguments, only because JAIN-SIP makes it by name.
 */
public final class QuietStackLogger implements StackLogger {

    private static final Logger LOG = LoggerFactory.getLogger(QuietStackLogger.class);

    /** For JAIN-SIP. */
    public QuietStackLogger() {}

    /** Class and innermost frames of an exception, without its message. */
    static String trace(Throwable e) {
        return e.getClass().getName()
                + Arrays.stream(e.getStackTrace())
                        .limit(8)
                        .map(frame -> " at " + frame)
                        .collect(Collectors.joining());
    }

    @Override
    public void logException(Throwable e) {
        LOG.error("SIP stack failed: {}", trace(e));
    }

    @Override
    public void logError(String message, Exception e) {
        logException(e);
    }

    @Override
    public void logError(String message) {}

    @Override
    public void logFatalError(String message) {}

    @Override
    public void logWarning(String message) {}

    @Override
    public void logInfo(String message) {}

    @Override
    public void logDebug(String message) {}

    @Override
    public void logDebug(String message, Exception e) {}

    @Override
    public void logTrace(String message) {}

    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int level) {}

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public boolean isLoggingEnabled() {
        return false;
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        return false;
    }

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String stamp) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public String getLoggerName() {
        return LOG.getName();
    }
}
