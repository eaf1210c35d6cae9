package dev.crosspoint.loadtest.phone;

import dev.crosspoint.loadtest.measure.CallSound;
import dev.crosspoint.loadtest.sip.SipDialog;
import dev.crosspoint.loadtest.sip.SipMessage;
import dev.crosspoint.loadtest.sip.SipNews;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A customer's telephone behind a trunk, for one call: the one it makes or the one it gets. */
public final class TrunkPhone implements HeadlessPhone {
    private static final int HANG_UP_LIMIT_SECONDS = 40;

    private final PhoneBank bank;
    private final MediaLeg leg;
    private final String number;
    private final Promise<Void> answered = Promise.promise();
    private final Promise<CallSound> over = Promise.promise();
    private @Nullable SipDialog dialog;
    private boolean confirmed = true;
    private long postponedBefore;
    private volatile boolean othersPostponed;

    private TrunkPhone(PhoneBank bank, MediaLeg leg, String number) {
        this.bank = bank;
        this.leg = leg;
        this.number = number;
    }

    /** Calls; on the loop. */
    static TrunkPhone call(PhoneBank bank, MediaLeg leg, SipDialog.Line line) {
        var phone = new TrunkPhone(bank, leg, line.number());
        var dialog =
                SipDialog.call(
                        line,
                        leg.description(),
                        bank.sip()::send,
                        phone::onNews,
                        bank.random(),
                        SipLine.nowMs());
        phone.dialog = dialog;
        bank.sip().follow(dialog);
        bank.counts().called();
        return phone;
    }

    /** Is called, and answers at once; on the loop. */
    static void answer(PhoneBank bank, MediaLeg leg, SipDialog.Line line, SipMessage invite)
            throws NoAudio {
        var phone = new TrunkPhone(bank, leg, line.number());
        var far = FarSide.read(invite.body(), null);
        var dialog = SipDialog.ring(line, invite, bank.sip()::send, phone::onNews, bank.random());
        phone.dialog = dialog;
        bank.sip().follow(dialog);
        dialog.answer(leg.description(), SipLine.nowMs());
        leg.connect(far);
    }

    /** The far side has answered; fails with {@link CallRefused} when it does not. */
    public Future<Void> answered() {
        return answered.future();
    }

    /** The call is over, whoever ended it: how it sounded here. */
    public Future<CallSound> over() {
        return over.future();
    }

    /** Whether calls were told to come later while this one was on; once it is {@link #over}. */
    public boolean othersPostponed() {
        return othersPostponed;
    }

    @Override
    public Future<Long> heard() {
        return leg.heard();
    }

    /** Presses digits of 0-9 * # A-D (RFC 4733). */
    public void press(String digits) {
        leg.press(digits);
    }

    @Override
    public Future<CallSound> hangUp() {
        bank.run(() -> {
            if (dialog != null) {
                dialog.hangUp(SipLine.nowMs());
            }
        });
        return over.future().timeout(HANG_UP_LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public Future<Double> longestGapMs() {
        return leg.longestGapMs();
    }

    private void onNews(SipNews news) {
        switch (news) {
            case SipNews.Ringing _ -> {}
            case SipNews.Answered yes -> onAnswered(yes.description());
            case SipNews.Changed changed -> connect(changed.description());
            case SipNews.Refused no -> {
                var why =
                        new CallRefused(
                                no.status(), "the call was refused", no.retryAfterSeconds());
                bank.counts().refused(why.isLater());
                answered.tryFail(why);
                close();
            }
            case SipNews.HungUp _ -> close();
            case SipNews.Ended end -> {
                confirmed = end.confirmed();
                close();
            }
        }
    }

    private void onAnswered(String description) {
        if (description.isEmpty()) {
            answered.tryComplete(); // It was called, and has answered itself.
        } else if (connect(description)) {
            bank.counts().answered();
            postponedBefore = bank.counts().postponed();
            answered.tryComplete();
        }
    }

    private boolean connect(String description) {
        try {
            leg.connect(FarSide.read(description, null));
            return true;
        } catch (NoAudio e) {
            answered.tryFail(e);
            return false;
        }
    }

    private void close() {
        answered.tryFail(new CallRefused(487, "the call ended before it was answered"));
        bank.forget(number);
        othersPostponed = bank.counts().postponed() > postponedBefore;
        leg.close().onSuccess(sound -> bank.counts().ended(sound, confirmed)).onComplete(over);
    }
}
