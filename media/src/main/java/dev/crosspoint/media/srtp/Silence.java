package dev.crosspoint.media.srtp;

import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jitsi.utils.logging2.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The log of jitsi-srtp's contexts, which says nothing: packets are counted and not logged, and a
 * context that logs builds a message for every packet.
 */
enum Silence implements Logger {
    /** There is only one silence. */
    INSTANCE;

    @Override
    public Logger createChildLogger(String name, Map<String, String> context) {
        return this;
    }

    @Override
    public Logger createChildLogger(String name) {
        return this;
    }

    @Override
    public void setUseParentHandlers(boolean useParentHandlers) {}

    @Override
    public void addHandler(Handler handler) {}

    @Override
    public void removeHandler(Handler handler) {}

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public void trace(@Nullable Object message) {}

    @Override
    public void trace(Supplier<String> message) {}

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void debug(@Nullable Object message) {}

    @Override
    public void debug(Supplier<String> message) {}

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public void info(@Nullable Object message) {}

    @Override
    public void info(Supplier<String> message) {}

    @Override
    public boolean isWarnEnabled() {
        return false;
    }

    @Override
    public void warn(@Nullable Object message) {}

    @Override
    public void warn(Supplier<String> message) {}

    @Override
    public void warn(@Nullable Object message, Throwable cause) {}

    @Override
    public void error(@Nullable Object message) {}

    @Override
    public void error(Supplier<String> message) {}

    @Override
    public void error(@Nullable Object message, Throwable cause) {}

    @Override
    public void setLevelError() {}

    @Override
    public void setLevelWarn() {}

    @Override
    public void setLevelInfo() {}

    @Override
    public void setLevelDebug() {}

    @Override
    public void setLevelTrace() {}

    @Override
    public void setLevelAll() {}

    @Override
    public void setLevelOff() {}

    @Override
    public void setLevel(Level level) {}

    @Override
    public Level getLevel() {
        return Level.OFF;
    }

    @Override
    public void addContext(Map<String, String> context) {}

    @Override
    public void addContext(String key, String value) {}
}
