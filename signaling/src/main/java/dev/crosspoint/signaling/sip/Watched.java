package dev.crosspoint.signaling.sip;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.sip.Dialog;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** The outcome of a request in a dialog: some failures are the dialog's end. */
final class Watched implements Exchanges.Handler {

    private final Consumer<Response> onSuccess;
    private final BiConsumer<Integer, @Nullable Response> onRefusal;
    private final Runnable onLost;

    /**
     * @param onRefusal gets the status, and the response if there was one
     * @param onLost the far end does not have the dialog any more; runs after the refusal
     */
    Watched(
            Consumer<Response> onSuccess,
            BiConsumer<Integer, @Nullable Response> onRefusal,
            Runnable onLost) {
        this.onSuccess = onSuccess;
        this.onRefusal = onRefusal;
        this.onLost = onLost;
    }

    @Override
    public void onResponse(Response response, @Nullable Dialog ignored) {
        int status = response.getStatusCode();
        if (status >= 300) {
            refused(status, response);
        } else if (status >= 200) {
            onSuccess.accept(response);
        }
    }

    @Override
    public void onFailure(int status) {
        refused(status, null);
    }

    private void refused(int status, @Nullable Response response) {
        onRefusal.accept(status, response);
        // RFC 3261 12.2.1.2
        if (status == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST
                || status == Response.REQUEST_TIMEOUT) {
            onLost.run();
        }
    }
}
