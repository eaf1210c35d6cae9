package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkService.InfoForm;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys by INFO, one after the other: the next when the one before has been answered, so that none
 * overtakes another. When one is refused, it and those that wait are handed back, and no more are
 * taken: Allow names a method, not what it may hold (RFC 6086 makes no promise about keys).
 */
final class InfoSender {
    private static final Logger LOG = LoggerFactory.getLogger(InfoSender.class);

    /** More than any number or menu asks for at once. */
    private static final int MOST_WAITING = 64;

    private record Key(char digit, InfoForm form) {}

    private final SipCall call;
    private final DialogRequests requests;
    private final Runnable onLost;
    private final Deque<Key> waiting = new ArrayDeque<>();
    private final Consumer<Private> onRefused;
    private boolean taken;
    private boolean refused;
    private boolean sending;

    /**
     * @param onRefused gets the keys that the far end will not be told by INFO
     * @param onLost the far end does not have the dialog any more
     */
    InfoSender(
            SipCall call, DialogRequests requests, Consumer<Private> onRefused, Runnable onLost) {
        this.onRefused = onRefused;
        this.call = call;
        this.requests = requests;
        this.onLost = onLost;
    }

    /** Learns by its Allow whether the far end takes INFO. */
    void learn(Message message) {
        taken = Messages.lists(message, "Allow", Request.INFO);
    }

    boolean isTaken() {
        return taken;
    }

    /** Whether so many more may not wait as well, and have to be asked for later. */
    boolean isFullFor(int more) {
        return waiting.size() + more > MOST_WAITING;
    }

    /** Sends keys behind those that wait; false when one was refused, and when it is full. */
    boolean send(String digits, InfoForm form) {
        if (refused || isFullFor(digits.length())) {
            return false;
        }
        digits.chars().forEach(digit -> waiting.add(new Key((char) digit, form)));
        next();
        return true;
    }

    private void next() {
        Key key = sending || call.isOver() ? null : waiting.poll();
        if (key == null) {
            return;
        }
        sending = true;
        requests.send(
                Request.INFO,
                request -> InfoAnswers.fill(request, key.digit(), key.form()),
                new Watched(
                        _ -> {
                            sending = false;
                            next();
                        },
                        (status, _) -> {
                            sending = false;
                            LOG.info("call {}: a key by INFO was refused: {}", call.id(), status);
                            giveUp(key, status);
                        },
                        onLost));
    }

    private void giveUp(Key key, int status) {
        refused = true;
        var keys = new StringBuilder().append(key.digit());
        waiting.forEach(next -> keys.append(next.digit()));
        waiting.clear();
        boolean lost =
                status == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST
                        || status == Response.REQUEST_TIMEOUT;
        if (!lost && !call.isOver()) {
            onRefused.accept(new Private(keys.toString()));
        }
    }
}
