package dev.crosspoint.signaling.sip;

import gov.nist.javax.sip.EventWrapper;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPDialog;
import gov.nist.javax.sip.stack.SIPTransaction;
import io.vertx.core.Vertx;
import java.util.EventObject;
import java.util.List;
import java.util.Properties;
import java.util.function.BiPredicate;
import java.util.function.Function;
import javax.sip.DialogState;
import javax.sip.PeerUnavailableException;
import javax.sip.SipException;
import javax.sip.address.Hop;
import org.jspecify.annotations.Nullable;

/**
 * JAIN-SIP without threads: its timers are the loop's, its transports ours, and where a request
 * goes is asked of us, since its own router would look up host names where it stands.
 */
final class LoopStack extends SipStackImpl {

    private final Function<SIPRequest, @Nullable Hop> route;

    /**
     * @param route the next hop of a request, an IP literal; null when there is no way
     */
    LoopStack(Vertx vertx, int t1Ms, Function<SIPRequest, @Nullable Hop> route)
            throws PeerUnavailableException {
        this.route = route;
        super(properties());
        ((LoopTimer) getTimer()).attach(vertx, t1Ms);
        stopEventThread();
    }

    private static Properties properties() {
        var properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "crosspoint");
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "on");
        set(properties, "STACK_LOGGER", QuietStackLogger.class.getName());
        set(properties, "SERVER_LOGGER", QuietServerLogger.class.getName());
        set(properties, "TIMER_CLASS_NAME", LoopTimer.class.getName());
        // Events come on the thread that brought them, and locks are re-entrant.
        set(properties, "REENTRANT_LISTENER", "true");
        set(properties, "RFC_2543_SUPPORT_ENABLED", "false");
        // NOTIFYs about our REFERs are for their call to know, even after its end.
        set(properties, "DELIVER_UNSOLICITED_NOTIFY", "true");
        // How long a call may ring is the caller's to say, not this stack's.
        set(properties, "EARLY_DIALOG_TIMEOUT_SECONDS", "3600");
        return properties;
    }

    private static void set(Properties properties, String name, String value) {
        properties.setProperty("gov.nist.javax.sip." + name, value);
    }

    /** With a re-entrant listener this thread has no work, but it would keep the process alive. */
    private void stopEventThread() {
        getEventScanner().forceStop();
        // It waits for an event, and looks whether it should stop only after one.
        getEventScanner().addEvent(new EventWrapper(new EventObject(this), null));
    }

    @Override
    public Hop getNextHop(SIPRequest request) throws SipException {
        Hop hop = route.apply(request);
        if (hop == null) {
            throw new SipException("no way there");
        }
        return hop;
    }

    @Override
    public SIPDialog createDialog(SIPTransaction transaction) {
        if (!(transaction instanceof SIPClientTransaction client)) {
            return new LoopDialog(transaction);
        }
        String id = ((SIPRequest) client.getRequest()).getDialogId(false);
        SIPDialog known = earlyDialogTable.get(id);
        DialogState state = known == null ? null : known.getState();
        if (known != null && (state == null || state.equals(DialogState.EARLY))) {
            return known;
        }
        var made = new LoopDialog(transaction);
        earlyDialogTable.put(id, made);
        return made;
    }

    /**
     * Lets go of the dialogs of calls that nobody knows any more. JAIN-SIP keeps those whose far
     * end does not end them as it should, and nothing of them can be on its way.
     *
     * @param isKnown whether there is a call with that Call-ID and that tag of ours; with any, when
     *     it is empty
     */
    void sweep(BiPredicate<String, String> isKnown) {
        for (var table : List.of(dialogTable, earlyDialogTable)) {
            for (var dialog : List.copyOf(table.values())) {
                String tag = dialog.getLocalTag();
                // Without one it is of an INVITE that has had no more than a 100 from us.
                if (!isKnown.test(dialog.getCallId().getCallId(), tag == null ? "" : tag)) {
                    dialog.delete();
                    table.values().remove(dialog);
                }
            }
        }
    }

    /** Replaces a stop that sleeps for a second; there are no threads or sockets to stop. */
    @Override
    public void stopStack() {
        toExit = true;
        if (getTimer() != null) {
            getTimer().stop();
        }
    }
}
