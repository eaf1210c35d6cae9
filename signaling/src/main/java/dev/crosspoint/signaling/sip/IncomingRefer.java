package dev.crosspoint.signaling.sip;

import javax.sip.ServerTransaction;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** A REFER of the far end, from its arrival to our last NOTIFY about it (RFC 3515 2.4). */
final class IncomingRefer {

    /**
     * How long call control may think, in T1: 8 s. It has all it needs in memory, and the far end
     * stops waiting after 64 T1.
     */
    private static final int DECISION_T1S = 16;

    /** How long the far end is kept informed, in T1: 180 s, longer than anybody lets it ring. */
    private static final int LIFE_T1S = 360;

    /** How long our BYE waits for the answer to our last NOTIFY, in T1: 2 s. */
    private static final int LAST_WORD_T1S = 4;

    private enum Stage {
        ASKED,
        GOING_ON,
        OVER
    }

    private final Core core;
    private final SipCall call;
    private final DialogRequests requests;
    private final ServerTransaction refer;
    private final String event;
    private Stage stage = Stage.ASKED;
    private boolean subscribed;
    private int told;
    private int due;
    private boolean telling;
    private @Nullable Runnable afterwards;
    private long timer = -1;

    /**
     * @param first whether it is the first REFER of its dialog
     */
    IncomingRefer(
            Core core,
            SipCall call,
            DialogRequests requests,
            ServerTransaction refer,
            boolean first) {
        this.core = core;
        this.call = call;
        this.requests = requests;
        this.refer = refer;
        Request request = refer.getRequest();
        // RFC 3515 2.4.6: without an id it is about the first. JAIN-SIP would name the latest,
        // even one that was refused.
        this.event = first ? "refer" : "refer;id=" + OutgoingInvite.cseq(request);
        // RFC 4488 4
        this.subscribed =
                !Messages.value(request, "Refer-Sub")
                        .map(value -> value.split(";", 2)[0].strip())
                        .orElse("")
                        .equalsIgnoreCase("false");
    }

    /** Waits for a decision, but not for ever. */
    void await() {
        timer =
                core.vertx()
                        .setTimer(
                                core.t1s(DECISION_T1S),
                                _ -> refuse(Response.SERVER_INTERNAL_ERROR, "no decision"));
    }

    boolean isOpen() {
        return stage != Stage.OVER;
    }

    /** 202, and the first NOTIFY. */
    boolean accept() {
        if (stage != Stage.ASKED) {
            return false;
        }
        begin();
        return report(Response.TRYING);
    }

    private void begin() {
        stage = Stage.GOING_ON;
        core.vertx().cancelTimer(timer);
        Response response = call.response(refer, Response.ACCEPTED);
        core.introduce(response, call);
        if (!subscribed) {
            Messages.set(response, "Refer-Sub", "false");
        }
        call.respond(refer, response);
        timer = core.vertx().setTimer(core.t1s(LIFE_T1S), _ -> report(Response.REQUEST_TIMEOUT));
    }

    /**
     * 202, and the one NOTIFY that says why nothing comes of it. What could have ended the far
     * end's dialog as an answer to its REFER (RFC 5057 5.1) ends only the transfer so.
     */
    void acceptInVain(int status) {
        subscribed = true;
        begin();
        report(status);
    }

    boolean refuse(int status, String reason) {
        if (stage != Stage.ASKED || status < 400 || status > 699) {
            return false;
        }
        close();
        Response response = call.response(refer, status);
        Messages.reason(response, status, reason);
        call.respond(refer, response);
        return true;
    }

    /** Tells how far the transfer is; a final status ends it. */
    boolean report(int status) {
        if (stage != Stage.GOING_ON || status < 100 || status > 699) {
            return false;
        }
        if (status >= 200) {
            close();
        }
        if (status != told) {
            told = status;
            due = status;
            tell();
        }
        return true;
    }

    /**
     * The call ends.
     *
     * @param reachable whether the far end can still be told
     */
    void abandon(boolean reachable) {
        if (stage == Stage.ASKED) {
            close();
            call.respond(refer, call.response(refer, Response.REQUEST_TERMINATED));
        } else if (reachable) {
            report(Response.REQUEST_TERMINATED);
        } else {
            close();
        }
    }

    /**
     * We hang up. Over UDP our BYE may overtake the last NOTIFY, and some far ends take that for a
     * transfer that has failed.
     *
     * @param then runs when the far end has answered that NOTIFY, or will not any more
     * @return false when there is nothing to wait for
     */
    boolean lastWord(Runnable then) {
        if (telling) {
            afterwards = then;
            core.vertx().setTimer(core.t1s(LAST_WORD_T1S), _ -> heard());
        }
        return telling;
    }

    private void heard() {
        Runnable then = afterwards;
        afterwards = null;
        if (then != null) {
            then.run();
        }
    }

    private void close() {
        stage = Stage.OVER;
        core.vertx().cancelTimer(timer);
    }

    /**
     * One NOTIFY at a time: one that another overtakes would be refused (RFC 3261 12.2.2). What is
     * no news any more is left out.
     */
    private void tell() {
        if (telling || due == 0 || !subscribed) {
            return;
        }
        int status = due;
        due = 0;
        telling = true;
        long seconds = Math.max(1, core.t1s(LIFE_T1S) / 1000);
        requests.send(
                Request.NOTIFY,
                request -> {
                    core.introduce(request, call);
                    Messages.set(request, "Event", event);
                    Messages.set(
                            request,
                            "Subscription-State",
                            status >= 200
                                    ? "terminated;reason=noresource"
                                    : "active;expires=" + seconds);
                    Sipfrag.fill(request, status);
                },
                new Watched(_ -> told(true), (_, _) -> told(false), () -> {}));
    }

    /** RFC 6665 4.2.2: whoever refuses to be told is not told again. */
    private void told(boolean welcome) {
        telling = false;
        subscribed &= welcome;
        tell();
        if (!telling) {
            heard();
        }
    }
}
