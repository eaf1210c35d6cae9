package dev.crosspoint.signaling.sip;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;

/**
 * Keeps JAIN-SIP from writing messages to a file. Public, with a constructor without arguments,
 * only because JAIN-SIP makes it by name.
 */
public final class QuietServerLogger implements ServerLogger {

    /** For JAIN-SIP. */
    public QuietServerLogger() {}

    @Override
    public void closeLogFile() {}

    @Override
    public void logMessage(
            SIPMessage message, String from, String to, boolean sender, long timeMs) {}

    @Override
    public void logMessage(
            SIPMessage message,
            String from,
            String to,
            String status,
            boolean sender,
            long timeMs) {}

    @Override
    public void logMessage(
            SIPMessage message, String from, String to, String status, boolean sender) {}

    @Override
    public void logException(Exception e) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public void setSipStack(SipStack stack) {}
}
